"""Events and calendars through the cache, from the sandbox."""

from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
import time_machine
from django.utils import timezone

from google_oauth.exceptions import ReconnectRequired
from google_oauth.services import GoogleCalendarService, GoogleOAuthService
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, connect

# A fetch reads the account in a thread of its own.
pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def calendar(sandbox: RunningSandbox, sandbox_settings: Any) -> GoogleCalendarService:
    return GoogleCalendarService(GoogleOAuthService(connect(sandbox)))


def ids(events: list[dict[str, Any]]) -> list[str]:
    return [event["id"] for event in events]


def add_event(sandbox: RunningSandbox, start: datetime | str, end: datetime | str) -> str:
    kind = "date" if isinstance(start, str) else "dateTime"
    times = {
        "start": {kind: start if isinstance(start, str) else start.isoformat()},
        "end": {kind: end if isinstance(end, str) else end.isoformat()},
    }
    return str(sandbox.change(op="add_event", calendar=ANNA, event={"summary": "added", **times})["id"])


def test_two_reads_cost_one_list_call(sandbox: RunningSandbox, calendar: GoogleCalendarService) -> None:
    first, second = calendar.get_events(), calendar.get_events()

    assert first == second != []
    assert sandbox.counts() == {"calendar.events.list": 1}


def test_events_have_what_matching_a_guest_needs(calendar: GoogleCalendarService) -> None:
    guests = [guest for event in calendar.get_events() for guest in event.get("attendees", [])]

    assert any(guest.get("self") and "responseStatus" in guest for guest in guests)
    assert any("@example.com" not in guest["email"] for guest in guests)


def test_events_of_yesterday_are_fetched_but_not_returned(
    sandbox: RunningSandbox, calendar: GoogleCalendarService
) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0)
    yesterday = add_event(sandbox, noon - timedelta(days=1), noon - timedelta(days=1, hours=-1))
    today = add_event(sandbox, noon, noon + timedelta(hours=1))

    returned = ids(calendar.get_events())

    assert (yesterday in returned, today in returned) == (False, True)


def test_days_back_widen_the_window(sandbox: RunningSandbox, calendar: GoogleCalendarService) -> None:
    noon = timezone.localtime().replace(hour=12, minute=0) - timedelta(days=3)
    event = add_event(sandbox, noon, noon + timedelta(hours=1))

    assert event in ids(calendar.get_events(days_back=3))
    assert event not in ids(calendar.get_events(days_back=2))


def test_stale_entry_of_last_night_is_cut_to_this_morning(
    sandbox: RunningSandbox, calendar: GoogleCalendarService
) -> None:
    evening = datetime.now(UTC).replace(hour=23, minute=58) - timedelta(days=1)
    with time_machine.travel(evening, tick=False):
        today = add_event(sandbox, evening - timedelta(hours=2), evening - timedelta(hours=1))
        tomorrow = add_event(sandbox, evening + timedelta(hours=9), evening + timedelta(hours=10))
        assert {today, tomorrow} <= set(ids(calendar.get_events()))
    sandbox.reset_counts()

    with time_machine.travel(evening + timedelta(minutes=3), tick=False):
        returned = ids(calendar.get_events())

    assert (today in returned, tomorrow in returned, sandbox.counts()) == (False, True, {})


def test_asking_for_ten_returns_the_first_ten_of_the_window(calendar: GoogleCalendarService) -> None:
    assert ids(calendar.get_events(max_results=10)) == ids(calendar.get_events(max_results=100))[:10]


def test_sync_of_unchanged_events_is_conditional(
    sandbox: RunningSandbox, calendar: GoogleCalendarService
) -> None:
    before = calendar.events_entry()

    after = calendar.events_entry(force=True)

    assert (after.data, after.validator) == (before.data, before.validator)
    assert after.cached_at > before.cached_at
    assert after.validator["url"].startswith(sandbox.url)


def test_sync_brings_what_has_changed(sandbox: RunningSandbox, calendar: GoogleCalendarService) -> None:
    calendar.get_events()
    noon = timezone.localtime().replace(hour=12, minute=0)
    event = add_event(sandbox, noon, noon + timedelta(hours=1))

    assert event not in ids(calendar.get_events())
    assert event in ids(calendar.sync_events())


def test_sync_is_logged_with_the_number_of_events(
    calendar: GoogleCalendarService, caplog: pytest.LogCaptureFixture
) -> None:
    with caplog.at_level("INFO", logger="google_oauth.cache"):
        events = calendar.sync_events(max_results=7)
        calendar.get_events(max_results=7)

    [sync] = [record.getMessage() for record in caplog.records if "🔄" in record.getMessage()]
    assert sync.startswith("🔄 Синхронизация событий календаря:")
    assert len(events) == 7


@pytest.mark.parametrize(
    "window",
    [{"max_results": 0}, {"days_ahead": -1}, {"days_ahead": 10**9}, {"days_back": -1}, {"days_back": 10**9}],
)
def test_window_without_sense_is_refused(window: dict[str, int], calendar: GoogleCalendarService) -> None:
    with pytest.raises(ValueError, match="out of range"):
        calendar.get_events(**window)


def test_calendars_are_listed_once(sandbox: RunningSandbox, calendar: GoogleCalendarService) -> None:
    assert any(entry.get("primary") for entry in calendar.get_calendars())
    assert calendar.get_calendars() == calendar.get_calendars()
    assert sandbox.counts() == {"calendar.calendarList.list": 1}


def test_sync_of_calendars_asks_again(sandbox: RunningSandbox, calendar: GoogleCalendarService) -> None:
    assert calendar.get_calendars() == calendar.sync_calendars()
    assert sandbox.counts() == {"calendar.calendarList.list": 2}


def test_calendar_without_its_scope_costs_no_call(sandbox: RunningSandbox, sandbox_settings: Any) -> None:
    service = GoogleCalendarService(GoogleOAuthService(connect(sandbox, features=("drive",))))

    with pytest.raises(ReconnectRequired) as caught:
        service.get_events()

    assert (caught.value.reason, sandbox.counts()) == ("scope_missing", {})
