"""docs/cache.md names the tests of every promise; those tests are there."""

import re

import pytest

from tests.environment import ROOT

DOCUMENT = (ROOT / "docs" / "cache.md").read_text(encoding="utf-8")
PROMISES = dict(re.findall(r"^\| (I\d+) \| .*? \| (.*) \|$", DOCUMENT, re.MULTILINE))


def test_every_promise_is_there() -> None:
    assert list(PROMISES) == [f"I{number}" for number in range(1, 12)]


@pytest.mark.parametrize("promise", PROMISES)
def test_promise_names_tests_that_exist(promise: str) -> None:
    for part in PROMISES[promise].split("; "):
        names = re.findall(r"`(\w+)`", part)
        (path,) = re.findall(r"`([\w/]+\.py)`", part)
        source = (ROOT / "tests" / path).read_text(encoding="utf-8")

        assert [name for name in names if not re.search(rf"(?:def|class) {name}\b", source)] == []


def test_every_module_is_in_the_map() -> None:
    room = ROOT / "google_oauth" / "cache_service"
    modules = {str(path.relative_to(room)) for path in room.rglob("*.py") if path.name != "__init__.py"}

    table = DOCUMENT.partition("The modules, from the reader down:")[2].partition("\n\n##")[0]

    assert set(re.findall(r"`([\w/]+\.py)`", table)) == modules
