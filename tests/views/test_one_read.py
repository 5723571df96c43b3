"""How far it is from a page to Redis: one read of the warm calendar, as a person follows it in a debugger."""

import sys
from itertools import takewhile
from pathlib import Path
from types import FrameType
from typing import Any

import pytest
from redis import Redis

import google_oauth
from tests.views.browser import Browser

ROOT = Path(google_oauth.__file__).parent
# From the view function down to the client of Redis, both limits for our own code.
MAX_FRAMES, MAX_FILES = 14, 11
# Of these, from the view function down to the method of a service.
MAX_FRAMES_OF_VIEWS, MAX_FILES_OF_VIEWS = 5, 4


def callers(frame: FrameType | None) -> list[FrameType]:
    """The frame and those that called it, the innermost first."""
    found = []
    while frame:
        found.append(frame)
        frame = frame.f_back
    return found


def place(frame: FrameType) -> tuple[str, str]:
    """Our file and its function; "" for what is not ours."""
    path = Path(frame.f_code.co_filename)
    return str(path.relative_to(ROOT)) if path.is_relative_to(ROOT) else "", frame.f_code.co_name


@pytest.fixture
def way(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> list[tuple[str, str]]:
    """Our functions from the view down to the command that reads the events, the view first."""
    ways: list[list[tuple[str, str]]] = []
    execute = Redis.execute_command

    def noted(self: Redis, *args: Any, **options: Any) -> Any:
        if args[0] == "HMGET" and "google_calendar_events" in str(args[1]):
            ways.append([place(frame) for frame in callers(sys._getframe())])
        return execute(self, *args, **options)

    browser.block("/calendar/", "calendar")
    monkeypatch.setattr(Redis, "execute_command", noted)
    browser.page("/calendar/")
    (way,) = ways
    view = ("views/calendar.py", "calendar_events")
    own = [each for each in (*takewhile(lambda each: each != view, way), view) if each[0]]
    return own[::-1]


def test_view_reaches_the_service_in_a_few_steps(way: list[tuple[str, str]]) -> None:
    above = list(takewhile(lambda each: not each[0].startswith("services/"), way))

    assert len(above) <= MAX_FRAMES_OF_VIEWS, above
    assert len({file for file, _ in above}) <= MAX_FILES_OF_VIEWS, above


def test_read_never_goes_back_up(way: list[tuple[str, str]]) -> None:
    files = [file for file, _ in way]

    assert [file for file in files if file.startswith("views/")] == files[:MAX_FRAMES_OF_VIEWS]


def test_view_reaches_redis_in_a_few_steps(way: list[tuple[str, str]]) -> None:
    assert len(way) <= MAX_FRAMES, way
    assert len({file for file, _ in way}) <= MAX_FILES, way
