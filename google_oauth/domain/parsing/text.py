"""Foreign text made safe to show: clean lines, plain text from HTML, sort keys."""

import html
import re
from unicodedata import normalize

from google_oauth.domain.parsing.links import safe_link

# Controls except tab and line ends; bidirectional overrides and isolates. An open override reverses the text
# after it and makes "gpj.exe" read as "exe.jpg". Plain direction marks stay: right-to-left titles need them.
_UNWANTED = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\x7f-\x9f\u202a-\u202e\u2066-\u2069\ufeff]")

# Twice Google's limit for a description (8192 characters).
_MAX_HTML = 16_384
# A tag ends at the next bracket of either kind, which keeps the search linear. <anna@example.com> is not a tag.
_TAG = re.compile(r"<(/?)([a-z][a-z0-9-]*)(?=[\s/>])([^<>]*)>|<![^<>]*>", re.IGNORECASE)
_HREF = re.compile(r"""(?<![\w-])href\s*=\s*(?:"([^"]*)"|'([^']*)'|([^\s"'>]+))""", re.IGNORECASE)
_INVISIBLE = frozenset({"script", "style"})
_BREAKS = frozenset({"br", "p", "div", "li", "ul", "ol", "tr", "table", "h1", "h2", "h3", "h4", "hr"})
_BLANK = re.compile(r"[^\S\n]+")
_GAPS = re.compile(r"\n\n+")


def clean(value: str) -> str:
    """Return the text without control characters; lone surrogates, which no page can encode, become "?"."""
    if value.isprintable():
        return value
    encodable = value.encode("utf-8", "replace").decode("utf-8")
    return _UNWANTED.sub("", encodable)


def plain_text(markup: str) -> str:
    """Return the plain text of HTML or text: line breaks stay, tags and scripts go.

    The address of a link follows its words in brackets, unless the words contain it. The result may contain
    angle brackets: escape it like any other text.
    """
    markup = markup[:_MAX_HTML]
    if "<" not in markup and "&" not in markup:
        return _tidy(markup)
    page = _Page()
    position = 0
    for tag in _TAG.finditer(markup):
        page.words(markup[position : tag.start()])
        page.tag((tag[2] or "").lower(), attributes=tag[3] or "", closing=bool(tag[1]))
        position = tag.end()
    page.words(markup[position:])
    page.end_link()
    return _tidy("".join(page.shown))


def sort_key(value: str) -> str:
    """Return the key for dictionary order: case folded, ё equal to е, letters composed."""
    return normalize("NFKC", value).casefold().replace("ё", "е")


class _Page:
    def __init__(self) -> None:
        self.shown: list[str] = []
        self._skipped = ""
        self._link = ""
        self._link_words = 0

    def words(self, markup: str) -> None:
        if not self._skipped:
            self.shown.append(html.unescape(markup))

    def tag(self, name: str, *, attributes: str, closing: bool) -> None:
        if self._skipped:
            self._skipped = "" if closing and name == self._skipped else self._skipped
        elif name in _INVISIBLE and not closing:
            self._skipped = name
        elif name in _BREAKS:
            self.shown.append("\n")
        elif name == "a":
            self.end_link()
            self._link = "" if closing else _href(attributes)
            self._link_words = len(self.shown)

    def end_link(self) -> None:
        if self._link and self._link not in "".join(self.shown[self._link_words :]):
            self.shown.append(f" ({self._link})")


def _href(attributes: str) -> str:
    found = _HREF.search(attributes)
    return safe_link(html.unescape(next(filter(None, found.groups()), ""))) if found else ""


def _tidy(value: str) -> str:
    lines = _BLANK.sub(" ", clean(value).replace("\r\n", "\n").replace("\r", "\n")).split("\n")
    return _GAPS.sub("\n\n", "\n".join(line.strip() for line in lines)).strip()
