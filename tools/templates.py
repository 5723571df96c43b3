"""Check templates for words outside translation tags, and for breaches of contracts (`tools.parts`).

python -m tools.templates    list the faults; exit 1 if there are any
"""

import re
import sys
from collections.abc import Iterator
from html.parser import HTMLParser
from pathlib import Path
from typing import TextIO

from django.template.base import Lexer, TokenType

from tools import parts

# Attributes that a person reads or hears.
READ_ATTRIBUTES = {
    *("title", "alt", "placeholder", "label", "hx-confirm"),
    *("aria-label", "aria-description", "aria-roledescription", "aria-valuetext"),
}
READ_BUTTONS = {"submit", "reset", "button"}
NAMES = {"Google", "Huntflow", "Redis"}
UNREAD_ELEMENTS = {"script", "style"}
# A part may consist of attributes for a tag of its includer.
ATTRIBUTES = re.compile(r"""\s*(?:[\w-]+="[^"]*"\s*)+""")
WORD = re.compile(r"[^\W\d_]{2,}")


def without_tags(text: str) -> str:
    """Blank out tags, variables, comments and translated blocks. Lines keep their numbers."""
    kept = []
    hidden_until = ""
    for token in Lexer(text).tokenize():
        name = token.contents.split(" ", 1)[0] if token.token_type is TokenType.BLOCK else ""
        if hidden_until:
            hidden_until = "" if name == hidden_until else hidden_until
        elif name in {"blocktranslate", "blocktrans", "comment"}:
            hidden_until = f"end{name}"
        elif token.token_type is TokenType.TEXT:
            kept.append(token.contents)
            continue
        kept.append("\n" * _lines(token.contents))
    return "".join(kept)


def _lines(contents: str) -> int:
    return contents.count("\n")


class Reader(HTMLParser):
    """Collects the words that a person reads, with their lines."""

    def __init__(self) -> None:
        super().__init__(convert_charrefs=True)
        self.words: list[tuple[int, str]] = []
        self._unread = ""

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        if tag in UNREAD_ELEMENTS:
            self._unread = tag
        values = dict(attrs)
        read = READ_ATTRIBUTES | ({"value"} if values.get("type") in READ_BUTTONS else set())
        for name in read & values.keys():
            self._read(values[name] or "")

    def handle_endtag(self, tag: str) -> None:
        if tag == self._unread:
            self._unread = ""

    def handle_data(self, data: str) -> None:
        if not self._unread:
            self._read(data)

    def _read(self, text: str) -> None:
        line, _ = self.getpos()
        for offset, part in enumerate(text.split("\n")):
            self.words += [(line + offset, word) for word in WORD.findall(part) if word not in NAMES]


def untranslated(text: str) -> list[tuple[int, str]]:
    """List the words outside translation tags, each with its line."""
    reader = Reader()
    html = without_tags(text)
    reader.feed(f"<a {html}>" if ATTRIBUTES.fullmatch(html) else html)
    reader.close()
    return reader.words


def faults(root: Path) -> Iterator[str]:
    """Yield one line for each fault in the templates under `root`."""
    for path in sorted((root / "templates").rglob("*.html")):
        for line, word in untranslated(path.read_text(encoding="utf-8")):
            yield f"{path.relative_to(root)}:{line}: {word!r} stands outside the translation tags"
    yield from parts.faults(root)


def main(root: Path, out: TextIO) -> int:
    """Print the faults of all templates; return the exit status."""
    found = list(faults(root))
    out.writelines(f"{fault}\n" for fault in found)
    return 1 if found else 0


if __name__ == "__main__":
    sys.exit(main(Path.cwd(), sys.stdout))
