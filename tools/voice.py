"""Plain technical English in docstrings, comments and documents: `python -m tools.voice [--list] [PATH ...]`.

Exit 1 when `MAX_SHARE` of the sentences or more use one of `TURNS`, or when their median length is above
`MAX_MEDIAN` words. `--list` prints each sentence that is objected to, with its place.
"""

import argparse
import ast
import io
import re
import statistics
import sys
import tokenize
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import NamedTuple

ROOT = Path(__file__).resolve().parent.parent
PLACES = ("google_oauth", "config", "tools", "README.md", "CONTRIBUTING.md", "SECURITY.md", "docs")
MAX_SHARE = 0.01
MAX_MEDIAN = 10

# Turns that make a reader read twice. The field's words and a subject with a verb say the same.
TURNS = re.compile(
    r"^what\b(?! to\b)|\b(?:nobody|whoever|everybody|whomever|anybody|as if|for ever|that is none|which is what|told|tells?"
    r"|only what|what it takes|as it is|as they are|of ours|not even|but for|save for"
    r"|lest|hence|thereby|therein|thereof|whereby|has to be gone|is to be had|comes along|goes along"
    r"|pass(?:es)? (?:by|over)|is at hand)\b",
    re.IGNORECASE,
)
SENTENCE_END = re.compile(r"(?<=[.!?:;])\s+(?=[A-Z`\"(])")
# Passages that a command writes; fenced and indented code, tables, pictures, tags and comments.
CODE = re.compile(
    r"(?s:<!-- ([\w ]+) -->.*?<!-- end of \1 -->)|(?s:```.*?```)|^(?: {4}|\t).*$|^ *\|.*$|!\[[^\]]*\]\([^)]*\)|(?s:<[^>]+>)",
    re.MULTILINE,
)
# A link is its text, in the marks of code, because that may begin a sentence. Bold type may begin one as well.
LINK, BOLD = re.compile(r"\[`?([^\]`]*)`?\]\([^)]*\)"), re.compile(r"\*\*")
# A heading, or the lines up to an empty one, a heading, or the next item of a list.
ITEM = re.compile(r"#.*|[^\s#].*(?:\n(?! *(?:[-*]|\d+\.) )(?!#) *\S.*)*")
DIRECTIVE = re.compile(r"#\s*(?:noqa|type:|pragma|fmt:|!)")


class Sentence(NamedTuple):
    """A sentence and the file where it stands."""

    path: Path
    line: int
    text: str

    @property
    def words(self) -> int:
        """How many words it has."""
        return len(self.text.split())


def sentences(path: Path) -> Iterator[Sentence]:
    """Yield the sentences of a file: docstrings and comments of Python, the prose of Markdown."""
    text = path.read_text(encoding="utf-8")
    for line, block in _python(text) if path.suffix == ".py" else _markdown(text):
        for part in SENTENCE_END.split(" ".join(block.split())):
            if len(part.split()) > 1:
                yield Sentence(path, line, part)


def _python(text: str) -> Iterator[tuple[int, str]]:
    documented = (ast.Module, ast.ClassDef, ast.FunctionDef, ast.AsyncFunctionDef)
    for node in ast.walk(ast.parse(text)):
        if isinstance(node, documented) and (docstring := ast.get_docstring(node)):
            for paragraph in CODE.sub("", docstring).split("\n\n"):
                yield getattr(node, "lineno", 1), paragraph
    begun, lines, last = 0, list[str](), -1
    for token in tokenize.generate_tokens(io.StringIO(text).readline):
        if token.type != tokenize.COMMENT or DIRECTIVE.match(token.string):
            continue
        line = token.start[0]
        if line != last + 1 and lines:
            yield begun, " ".join(lines)
            lines = []
        if not lines:
            begun = line
        lines.append(token.string.lstrip("# "))
        last = line
    if lines:
        yield begun, " ".join(lines)


def _markdown(text: str) -> Iterator[tuple[int, str]]:
    prose = CODE.sub(lambda code: "\n" * code[0].count("\n"), text)
    plain = BOLD.sub("", LINK.sub(r"`\1`", prose))
    for item in ITEM.finditer(plain):
        if not item[0].startswith("#"):
            yield plain.count("\n", 0, item.start()) + 1, re.sub(r"^(?:[-*]|\d+\.) ", "", item[0])


def files(paths: Iterable[str]) -> Iterator[Path]:
    """Yield the Python and Markdown files at or below the paths, migrations left out."""
    for path in map(ROOT.joinpath, paths):
        found = [path] if path.is_file() else sorted(path.rglob("*"))
        yield from (
            each for each in found if each.suffix in {".py", ".md"} and "migrations" not in each.parts
        )


def main(argv: list[str] | None = None) -> int:
    """Print the two figures, and what is objected to where that is asked for."""
    parser = argparse.ArgumentParser(prog="python -m tools.voice", description=__doc__)
    parser.add_argument("--list", action="store_true", help="print what is objected to")
    parser.add_argument("paths", nargs="*", default=PLACES)
    options = parser.parse_args(argv)
    found = [each for path in files(options.paths) for each in sentences(path)]
    objected = [each for each in found if TURNS.search(each.text)]
    share = len(objected) / max(len(found), 1)
    median = statistics.median(each.words for each in found) if found else 0
    if options.list:
        sys.stdout.writelines(
            f"{each.path.relative_to(ROOT)}:{each.line}: {each.text}\n" for each in objected
        )
    sys.stdout.write(f"{len(found)} sentences, {share:.1%} objected to, {median:g} words in the median\n")
    return 1 if share >= MAX_SHARE or median > MAX_MEDIAN else 0


if __name__ == "__main__":
    sys.exit(main())
