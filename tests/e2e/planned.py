"""Events that a test makes for itself, and that are gone after it."""

from collections.abc import Callable, Iterable, Iterator
from datetime import date, datetime, time, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from tests.e2e.kept import Kept
from tests.sandbox_control import SandboxControl

ANNA = "anna.smirnova@example.com"
# The zone of the browser, in which no hour is left out or comes twice.
ZONE = ZoneInfo("Europe/Moscow")

Plan = Callable[..., None]


def timed(begins: datetime, ends: datetime, **fields: Any) -> dict[str, Any]:
    """An event as Google words it."""
    return {"start": {"dateTime": begins.isoformat()}, "end": {"dateTime": ends.isoformat()}, **fields}


def whole(first: date, end: date, **fields: Any) -> dict[str, Any]:
    """An event of whole days as Google words it; `end` is the day after its last."""
    return {"start": {"date": str(first)}, "end": {"date": str(end)}, **fields}


def today() -> date:
    """The day that it is for who looks at the pages."""
    return datetime.now(ZONE).date()


def noon(day: date, *, minutes: int = 30, **fields: Any) -> dict[str, Any]:
    """An event at noon of the day."""
    begins = datetime.combine(day, time(12), ZONE)
    return timed(begins, begins + timedelta(minutes=minutes), **fields)


@pytest.fixture
def plan(upstreams: SandboxControl, kept: Kept) -> Iterator[Plan]:
    """Puts events into a calendar, Anna's by default, where the next look at it finds them."""
    added: list[tuple[str, str]] = []

    def put(events: Iterable[dict[str, Any]], *, calendar: str = ANNA) -> None:
        for event in events:
            answer = upstreams.change(op="add_event", calendar=calendar, event=event)
            added.append((calendar, answer["id"]))
        kept.forget("google_*")

    yield put
    for calendar, each in added:
        upstreams.change(op="delete_event", calendar=calendar, id=each)
