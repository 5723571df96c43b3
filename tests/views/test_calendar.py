from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from google_oauth.views import sources
from tests.running_sandbox import RunningSandbox
from tests.services.google import ANNA
from tests.views.browser import Browser

MOSCOW = ZoneInfo("Europe/Moscow")


def at(hour: int, *, days: int = 1) -> datetime:
    """An hour of a coming day, in Moscow."""
    day = datetime.now(MOSCOW) + timedelta(days=days)
    return day.replace(hour=hour, minute=0, second=0, microsecond=0)


def add(sandbox: RunningSandbox, *, days: int = 1, **fields: Any) -> str:
    """Add an event of one hour to Anna's calendar; its id."""
    when = {
        "start": {"dateTime": at(10, days=days).isoformat()},
        "end": {"dateTime": at(11, days=days).isoformat()},
    }
    return str(sandbox.change(op="add_event", calendar=ANNA, event=when | fields)["id"])


@pytest.fixture
def quiet(sandbox: RunningSandbox) -> RunningSandbox:
    """A sandbox in which Anna's calendar is empty."""
    with sandbox.sandbox.lock:
        own = sandbox.sandbox.world.calendar
        own.events = {key: event for key, event in own.events.items() if event.calendar != ANNA}
    return sandbox


def test_context_holds_the_events_of_the_page_in_order(browser: Browser, sandbox: RunningSandbox) -> None:
    event_id = add(sandbox, summary="Интервью с Петром")

    response = browser.whole("/calendar/", "calendar", q="Интервью с Петром")

    (event,) = response.context["events"]
    assert (event.id, event.title) == (event_id, "Интервью с Петром")
    assert (event.start_time, event.end_time) == (at(10), at(11))


def test_context_has_events_also_when_there_are_none_to_show(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("calendar", "status", status=503)

    assert list(browser.page("/calendar/").context["events"]) == []


@pytest.mark.parametrize("summary", [{}, {"summary": ""}, {"summary": "  \t "}])
def test_event_without_a_title_is_called_so(
    browser: Browser, sandbox: RunningSandbox, summary: dict[str, str]
) -> None:
    event_id = add(sandbox, **summary)

    response = browser.whole("/calendar/", "calendar", q="Без названия")

    titles = {event.id: event.title for event in response.context["events"]}
    assert titles[event_id] == "Без названия"


@pytest.mark.parametrize(
    "evil",
    [
        "<script>alert(1)</script>",
        '"><img src=x onerror=alert(1)>',
        "{{ settings.SECRET_KEY }}{% debug %}",
        "javascript:alert(1)",
    ],
)
def test_what_others_write_is_shown_and_never_run(
    browser: Browser, sandbox: RunningSandbox, evil: str
) -> None:
    add(
        sandbox,
        summary=f"Созвон {evil}",
        location=evil,
        description=f"{evil} <a href='javascript:alert(1)'>x</a>",
        hangoutLink="javascript:alert(1)",
        attendees=[{"email": "guest@example.org", "displayName": evil, "responseStatus": "accepted"}],
    )

    html = browser.block("/calendar/", "calendar", q="Созвон").content.decode()

    assert "Созвон" in html
    assert "<img src=x" not in html
    assert "<script>alert" not in html
    assert 'href="javascript' not in html
    assert "SECRET" not in html or "{{ settings.SECRET_KEY }}" in html


def test_ten_kilobytes_of_text_and_marks_of_direction_are_shown_safely(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    add(sandbox, summary="Созвон \u202eфтеч" + "ы" * 900, description="слово " * 1700)

    response = browser.block("/calendar/", "calendar", q="Созвон")

    html = response.content.decode()
    assert "\u202e" not in html
    assert len(html) < 30_000


def test_all_day_event_over_three_days_is_on_each_of_them(quiet: RunningSandbox, browser: Browser) -> None:
    first, after = (date.today() + timedelta(days=days) for days in (2, 5))  # noqa: DTZ011 - only the sandbox's Moscow matters
    add(quiet, summary="Конференция", start={"date": str(first)}, end={"date": str(after)})

    response = browser.block("/calendar/", "calendar")

    days = [day.day for day in response.context["days"]]
    assert days == [first, first + timedelta(days=1), first + timedelta(days=2)]
    assert response.content.decode().count("весь день") == 3


def test_cancelled_and_declined_events_are_hidden_until_asked_for(
    quiet: RunningSandbox, browser: Browser
) -> None:
    declined = add(
        quiet, summary="Отказ", attendees=[{"email": ANNA, "self": True, "responseStatus": "declined"}]
    )

    hidden = browser.block("/calendar/", "calendar").context["events"]
    shown = browser.block("/calendar/", "calendar", declined="on").context["events"]

    assert [event.id for event in hidden] == []
    assert [event.id for event in shown] == [declined]


def test_period_bounds_the_agenda(quiet: RunningSandbox, browser: Browser) -> None:
    near, far = add(quiet, summary="близко", days=3), add(quiet, summary="далеко", days=60)

    week = browser.block("/calendar/", "calendar", days_ahead="7").context["events"]
    long = browser.block("/calendar/", "calendar", days_ahead="100").context["events"]

    assert [event.id for event in week] == [near]
    assert [event.id for event in long] == [near, far]


def test_search_that_finds_nothing_offers_to_reset(browser: Browser) -> None:
    html = browser.block("/calendar/", "calendar", q="такого точно нет").content.decode()

    assert "Подходящих событий нет" in html
    assert "Сбросить фильтры" in html


def test_empty_calendar_says_so(quiet: RunningSandbox, browser: Browser) -> None:
    html = browser.block("/calendar/", "calendar").content.decode()

    assert "ничего не запланировано" in html
    assert "Сбросить фильтры" not in html


def test_agenda_is_paged_by_twenty_five(quiet: RunningSandbox, browser: Browser) -> None:
    for number in range(26):
        add(quiet, summary=f"Встреча {number}")

    first = browser.block("/calendar/", "calendar")
    second = browser.block("/calendar/", "calendar", page="2")

    assert [len(first.context["events"]), len(second.context["events"])] == [25, 1]
    assert "26–26 из 26" in second.content.decode()


def test_list_that_was_cut_says_so(
    quiet: RunningSandbox, browser: Browser, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(sources, "EVENTS_LIMIT", 2)
    for number in range(3):
        add(quiet, summary=f"Встреча {number}")

    html = browser.block("/calendar/", "calendar").content.decode()

    assert "Список длиннее" in html


def test_times_follow_the_zone_of_the_browser(quiet: RunningSandbox, browser: Browser) -> None:
    add(quiet, summary="Созвон")

    browser.client.cookies["tz"] = "Asia/Yekaterinburg"
    html = browser.block("/calendar/", "calendar").content.decode()

    assert "12:00–13:00" in html
    assert "Asia/Yekaterinburg, UTC+5" in html
