"""The query language and the orders of `files.list`.

Source: https://developers.google.com/workspace/drive/api/guides/search-files; of it, the fields that a list of
files needs, `and`, `or`, `not` and brackets. A field that is not known here answers 400 like a wrong one.
"""

import re
from collections.abc import Callable, Iterator
from datetime import UTC, datetime
from typing import Any

from sandbox.google.answers import bad_parameter

Json = dict[str, Any]
Test = Callable[[Json], bool]

TOKEN = re.compile(r"'((?:[^'\\]|\\.)*)'|(<=|>=|!=|=|<|>|\(|\))|(\w+)|(\S)")
COMPARISONS: dict[str, Callable[[Any, Any], bool]] = {
    "=": lambda left, right: left == right,
    "!=": lambda left, right: left != right,
    "<": lambda left, right: left < right,
    "<=": lambda left, right: left <= right,
    ">": lambda left, right: left > right,
    ">=": lambda left, right: left >= right,
}
TEXTS, TIMES, FLAGS = (
    ("name", "mimeType"),
    ("modifiedTime", "createdTime"),
    ("trashed", "starred", "sharedWithMe"),
)
LISTS = ("parents", "owners")
BOOLEANS = {"true": True, "false": False}

SORT_KEYS = (
    "createdTime",
    "folder",
    "modifiedByMeTime",
    "modifiedTime",
    "name",
    "name_natural",
    "quotaBytesUsed",
    "recency",
    "sharedWithMeTime",
    "starred",
    "viewedByMeTime",
)
FOLDER = "application/vnd.google-apps.folder"


def compile_query(text: str) -> Test:
    """A test of files as their viewer sees them. Raises `Refused` with 400 for what is no query."""
    try:
        words = _Words(text)
        test = _either(words)
        words.expect("")
    except ValueError as problem:
        raise bad_parameter("q", "Invalid Value") from problem
    return test


def sort(files: list[Json], order: str) -> list[Json]:
    """The files in the order that `orderBy` spells. Raises `Refused` with 400 for an unknown key."""
    for part in reversed([part.split() for part in order.split(",")]):
        if not part or part[0] not in SORT_KEYS or part[1:] not in ([], ["desc"]):
            raise bad_parameter("orderBy", "Invalid Value")
        files = sorted(files, key=_key(part[0]), reverse=part[1:] == ["desc"])
    return files


def _key(name: str) -> Callable[[Json], Any]:
    keys: dict[str, Callable[[Json], Any]] = {
        "folder": lambda file: file["mimeType"] != FOLDER,
        "name": lambda file: str(file["name"]).casefold(),
        "name_natural": lambda file: [
            int(part) if part.isdigit() else part
            for part in re.split(r"([0-9]+)", str(file["name"]).casefold())
        ],
        "quotaBytesUsed": lambda file: int(file.get(name, 0)),
        "recency": lambda file: max(file["modifiedTime"], file.get("viewedByMeTime", "")),
        "starred": lambda file: not file["starred"],
    }
    return keys.get(name, lambda file: str(file.get(name, "")))


class _Words:
    """The words of a query, one after the other; texts in quotes are marked by a leading quote."""

    def __init__(self, text: str) -> None:
        self._words = self._split(text)
        self.next = ""
        self.take()

    def take(self) -> str:
        """The next word; an empty one at the end."""
        word, self.next = self.next, next(self._words, "")
        return word

    def expect(self, *words: str) -> str:
        """The next word, which must be one of these; ValueError when it is not."""
        if self.next not in words:
            raise ValueError(self.next)
        return self.take()

    def quoted(self) -> str:
        """The next word, which must be a text in quotes; ValueError when it is not."""
        if not self.next.startswith("'"):
            raise ValueError(self.next)
        return self.take()[1:]

    @staticmethod
    def _split(text: str) -> Iterator[str]:
        for match in TOKEN.finditer(text):
            quoted, *others = match.groups()
            yield "'" + re.sub(r"\\(.)", r"\1", quoted) if quoted is not None else next(filter(None, others))


def _either(words: _Words) -> Test:
    tests = [_both(words)]
    while words.next == "or":
        words.take()
        tests.append(_both(words))
    return lambda file: any(test(file) for test in tests)


def _both(words: _Words) -> Test:
    tests = [_one(words)]
    while words.next == "and":
        words.take()
        tests.append(_one(words))
    return lambda file: all(test(file) for test in tests)


def _one(words: _Words) -> Test:
    if words.next == "not":
        words.take()
        test = _one(words)
        return lambda file: not test(file)
    if words.next == "(":
        words.take()
        test = _either(words)
        words.expect(")")
        return test
    if words.next.startswith("'"):
        return _membership(words)
    return _comparison(words)


def _membership(words: _Words) -> Test:
    value = words.quoted()
    words.expect("in")
    name = words.expect(*LISTS)
    if name == "owners":
        return lambda file: value in [owner["emailAddress"] for owner in file.get("owners", [])]
    return lambda file: value in file.get("parents", [])


def _comparison(words: _Words) -> Test:
    name = words.expect(*TEXTS, *TIMES, *FLAGS)
    if name in FLAGS:
        compare, value = COMPARISONS[words.expect("=", "!=")], BOOLEANS[words.expect("true", "false")]
        key = {"sharedWithMe": "sharedWithMeTime"}.get(name, name)
        return lambda file: compare(bool(file.get(key)), value)
    if name in TIMES:
        compare, moment = COMPARISONS[words.expect(*COMPARISONS)], _moment(words.quoted())
        return lambda file: compare(_moment(file[name]), moment)
    operator = words.expect("=", "!=", "contains")
    text = words.quoted()
    if operator == "contains":
        return lambda file: text.casefold() in str(file[name]).casefold()
    compare = COMPARISONS[operator]
    return lambda file: compare(file[name], text)


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    # Without an offset the search guide takes UTC.
    return moment if moment.tzinfo else moment.replace(tzinfo=UTC)
