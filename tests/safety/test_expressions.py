"""Every regular expression of the application takes time in proportion to the text, whoever wrote the text."""

import importlib
import pkgutil
import re
import time
from collections.abc import Iterator

import pytest

import config
import google_oauth

# Characters: a quadratic search over so many takes minutes, a linear one milliseconds.
LENGTH = 60_000
# Seconds of this thread's processor, so that a busy machine changes nothing; a linear search takes a fiftieth.
BOUND = 1.0
PIECES = (
    " ", "\t ", "a", "A1", "0", "9" * 17, "-", "_", ".", ",", "(", "()", "<", "<a", "<a href=", "<!--", "</", "&", "&amp;",
    '"', "'", "=", "@", "a@", "a@b.", "/", "//", ":", "https://", "https://a", "http://x/my/", "/my/a#", "/my/a?",
    "#vacancy/1/filter/", "applicants/filter/a/", "?", "#", "%", "%28", "+7 ", "7(9", "Иванов ", "ё", "\n", "\r\n", "\\",
    "\x00", "\u202e", "{", "}", "|", "!", "href='", "script", "GET /?", "~", "собеседование ", "Интервью: ",
)  # fmt: skip
ENDS = ("", "\x01", "!", "x", "\n")


def expressions() -> Iterator[tuple[str, re.Pattern[str]]]:
    """Every compiled expression at the top of a module, with its name."""
    for package in (google_oauth, config):
        for module in pkgutil.walk_packages(package.__path__, f"{package.__name__}."):
            if ".migrations." in module.name or module.name in {
                "config.wsgi",
                "config.asgi",
                "config.gunicorn",
            }:
                continue
            for name, value in vars(importlib.import_module(module.name)).items():
                if isinstance(value, re.Pattern) and isinstance(value.pattern, str):
                    yield f"{module.name}.{name}", value


def takes(pattern: re.Pattern[str], text: str) -> float:
    """Seconds of the processor for a search to the end, a whole match and a substitution."""
    began = time.thread_time()
    for _ in pattern.finditer(text):
        pass
    pattern.fullmatch(text)
    return time.thread_time() - began


def test_expressions_are_found() -> None:
    assert len(dict(expressions())) > 15


@pytest.mark.parametrize(
    ("name", "pattern"), sorted(expressions()), ids=lambda part: part if isinstance(part, str) else ""
)
def test_hostile_text_takes_no_longer_than_its_length(name: str, pattern: re.Pattern[str]) -> None:
    slow = [
        (piece, end)
        for piece in PIECES
        for end in ENDS[:2]
        if takes(pattern, (piece * LENGTH)[:LENGTH] + end) > BOUND
    ]

    assert slow == []


def test_quadratic_expression_is_seen() -> None:
    text = "a" * (LENGTH // 20)

    # In proportion to the square of the length, that is 400 times as long for the whole.
    assert takes(re.compile(r"a+b"), text) * 400 > BOUND > takes(re.compile(r"[ab]"), text) * 400
