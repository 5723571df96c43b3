"""Data that do not change, over many timeouts: the real clients ask only whether they have changed."""

from collections.abc import Callable
from dataclasses import dataclass, field
from datetime import UTC, datetime, timedelta
from typing import Any

import httplib2
import pytest

from google_oauth.cache_service import CacheEntry
from google_oauth.clients.google.transport import BoundedHttp
from google_oauth.services import (
    GoogleCalendarService,
    GoogleDriveService,
    GoogleOAuthService,
    GoogleSheetsService,
)
from tests.cache_service.fixtures import _anew, clock, redis  # noqa: F401 - fixtures
from tests.cache_service.upstream import Clock
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, connect

# A fetch reads the account in a thread of its own.
pytestmark = pytest.mark.django_db(transaction=True)

TIMEOUTS = 10
SHEET = "application/vnd.google-apps.spreadsheet"

Exchange = tuple[str, int, int]
"""The last word of the path, the status, and the length of the body in bytes."""


@dataclass
class Wire:
    """What came over HTTP, in order."""

    exchanges: list[Exchange] = field(default_factory=list)

    def taken(self) -> list[Exchange]:
        """What came since the last look."""
        taken, self.exchanges = self.exchanges, []
        return taken


@pytest.fixture
def wire(monkeypatch: pytest.MonkeyPatch) -> Wire:
    """Listens where the clients hand a request to httplib2."""
    wire, request = Wire(), BoundedHttp.request

    def listened(http: BoundedHttp, uri: str, *args: Any, **kwargs: Any) -> tuple[httplib2.Response, bytes]:
        response, body = request(http, uri, *args, **kwargs)
        wire.exchanges.append((uri.partition("?")[0].rpartition("/")[2], response.status, len(body)))
        return response, body

    monkeypatch.setattr(BoundedHttp, "request", listened)
    return wire


@pytest.fixture
def oauth(sandbox: RunningSandbox, sandbox_settings: Any) -> GoogleOAuthService:
    return GoogleOAuthService(connect(sandbox))


def over_timeouts(read: Callable[[], CacheEntry], clock: Clock, *, timeout: int) -> list[CacheEntry]:  # noqa: F811 - the fixture
    """Read once right after each of ten timeouts, and check what every reading says of its age."""
    entries = []
    for _ in range(TIMEOUTS):
        clock.move(timeout + 1)
        entries.append(read())
        assert entries[-1].cached_at == datetime.fromtimestamp(clock(), UTC)
        assert (entries[-1].age, entries[-1].is_stale, entries[-1].failure) == (timedelta(0), False, None)
        clock.move(timeout / 2)
        # A hit between two refreshes, as old as the last one.
        assert read().age == timedelta(seconds=timeout / 2)
    return entries


def test_unchanged_calendar_is_answered_304_without_a_body(
    sandbox: RunningSandbox,
    oauth: GoogleOAuthService,
    clock: Clock,  # noqa: F811 - the fixture
    wire: Wire,
) -> None:
    read = GoogleCalendarService(oauth).events_entry
    first = read()
    [(_, status, length)] = wire.taken()

    entries = over_timeouts(read, clock, timeout=300)

    assert (status, length > 0) == (200, True)
    assert wire.taken() == [("events", 304, 0)] * TIMEOUTS
    assert sandbox.counts() == {"calendar.events.list": 1 + TIMEOUTS}
    assert [entry.data for entry in entries] == [first.data] * TIMEOUTS


def test_event_after_ten_timeouts_brings_one_body(
    sandbox: RunningSandbox,
    oauth: GoogleOAuthService,
    clock: Clock,  # noqa: F811 - the fixture
    wire: Wire,
) -> None:
    read = GoogleCalendarService(oauth).events_entry
    read()
    over_timeouts(read, clock, timeout=300)
    wire.taken()
    event = {"summary": "added", "start": {"dateTime": at(hours=30)}, "end": {"dateTime": at(hours=31)}}
    added = sandbox.change(op="add_event", calendar=ANNA, event=event)["id"]

    entries = [after(read, clock, seconds=301) for _ in range(2)]

    [changed, unchanged] = wire.taken()
    assert (changed[:2], changed[2] > 0, unchanged) == (("events", 200), True, ("events", 304, 0))
    assert all(added in [item["id"] for item in entry.data] for entry in entries)


@pytest.mark.parametrize(
    ("listing"),
    [
        lambda oauth: GoogleDriveService(oauth).files_entry,
        lambda oauth: GoogleSheetsService(oauth).spreadsheets_entry,
    ],
    ids=["files", "sheets"],
)
def test_unchanged_drive_is_asked_for_changes_alone_until_there_is_one(
    sandbox: RunningSandbox,
    oauth: GoogleOAuthService,
    clock: Clock,  # noqa: F811 - the fixture
    wire: Wire,
    listing: Callable[[GoogleOAuthService], Callable[[], CacheEntry]],
) -> None:
    read = listing(oauth)
    first = read()
    assert [(name, status) for name, status, _ in wire.taken()] == [("startPageToken", 200), ("files", 200)]

    entries = over_timeouts(read, clock, timeout=600)

    assert [(name, status) for name, status, _ in wire.taken()] == [("changes", 200)] * TIMEOUTS
    listed = {"drive.changes.getStartPageToken": 1, "drive.files.list": 1}
    assert sandbox.counts() == {"drive.changes.list": TIMEOUTS, **listed}
    assert [entry.data for entry in entries] == [first.data] * TIMEOUTS

    added = sandbox.change(op="add_file", owner=ANNA, file={"name": "added", "mimeType": SHEET})["id"]
    entries = [after(read, clock, seconds=601) for _ in range(2)]

    assert [name for name, _, _ in wire.taken()] == ["changes", "startPageToken", "files", "changes"]
    assert [entry.data[0]["id"] for entry in entries] == [added] * 2


def after(read: Callable[[], CacheEntry], clock: Clock, *, seconds: float) -> CacheEntry:  # noqa: F811
    clock.move(seconds)
    return read()


def at(*, hours: int) -> str:
    return (datetime.now(UTC) + timedelta(hours=hours)).isoformat()
