"""A page as a browser takes it, and what on it is not ours."""

import re
from collections.abc import Iterator
from functools import cache
from html.parser import HTMLParser
from urllib.parse import urlsplit

from tests.environment import ROOT

# Attributes that a browser follows or loads.
ADDRESSES = {
    "href",
    "src",
    "action",
    "formaction",
    "hx-get",
    "hx-post",
    "xlink:href",
    "srcset",
    "poster",
    "data",
}
SCHEMES = {"", "http", "https", "mailto", "tel"}
# Where what is typed is not yet markup, and what a browser leaves out of a scheme.
INVISIBLE = re.compile(r"[\x00-\x20\x7f-\x9f\u200b-\u200f\u2028-\u202e\ufeff]")


class Page(HTMLParser):
    """The tags and the text of a page."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)
        self.close()

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def dangers(self) -> Iterator[str]:
        """What would run, lead to something that runs, or stands in no template of ours."""
        for tag, attributes in self.tags:
            if tag not in our_words() or (
                tag == "script" and not (attributes.get("src") or "").startswith("/static/")
            ):
                yield f"<{tag}>"
            for name, value in attributes.items():
                if name.startswith("on") or name == "style" or name not in our_words():
                    yield f"<{tag} {name}={value}>"
                if name in ADDRESSES and not is_harmless(value or ""):
                    yield f"<{tag} {name}={value}>"


def is_harmless(address: str) -> bool:
    """Whether it is a path of this site, or leads out by a scheme that runs nothing."""
    try:
        return urlsplit(INVISIBLE.sub("", address)).scheme.lower() in SCHEMES
    except ValueError:
        return False


@cache
def our_words() -> frozenset[str]:
    """Every word that our templates, and code that makes markup, spell: the names of tags and attributes among them."""
    sources = [*(ROOT / "templates").rglob("*.html"), *(ROOT / "google_oauth").rglob("*.py")]
    text = " ".join(path.read_text(encoding="utf-8") for path in sources)
    return frozenset(re.findall(r"[a-z][a-z0-9:-]*", text))
