import re
from datetime import date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

import pytest

from google_oauth.views.reading import sources
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA
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
    cancelled = add(quiet, summary="Отмена", days=2, status="cancelled")

    hidden = browser.block("/calendar/", "calendar").context["events"]
    shown = browser.block("/calendar/", "calendar", declined="on").context["events"]
    called_off = browser.block("/calendar/", "calendar", cancelled="on")

    assert [event.id for event in hidden] == []
    assert [event.id for event in shown] == [declined]
    assert [event.id for event in called_off.context["events"]] == [cancelled]
    assert "отменено" in called_off.content.decode()


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


def monday(*, weeks: int = 0) -> date:
    """The Monday of this week, or of one so many weeks away."""
    today = datetime.now(MOSCOW).date()
    return today - timedelta(days=today.weekday()) + timedelta(weeks=weeks)


def when(day: date, hour: int, *, hours: int = 1) -> dict[str, Any]:
    """The times of an event on that day in Moscow."""
    start = datetime(day.year, day.month, day.day, hour, tzinfo=MOSCOW)
    return {
        "start": {"dateTime": start.isoformat()},
        "end": {"dateTime": (start + timedelta(hours=hours)).isoformat()},
    }


def test_week_draws_overlapping_events_side_by_side(quiet: RunningSandbox, browser: Browser) -> None:
    for summary in ("Первая", "Вторая"):
        add(quiet, summary=summary, **when(monday(), 10))

    html = browser.block("/calendar/", "calendar", view="week").content.decode()

    assert html.count("r40 s4 l0 of2") == 1
    assert html.count("r40 s4 l1 of2") == 1


def test_week_gives_an_all_day_event_one_lane_on_all_its_days(
    quiet: RunningSandbox, browser: Browser
) -> None:
    first = monday()
    dates = {"start": {"date": str(first)}, "end": {"date": str(first + timedelta(days=3))}}
    add(quiet, summary="Конференция", **dates)

    html = browser.block("/calendar/", "calendar", view="week").content.decode()

    assert re.findall(r'<li class="strip l0 (d\d)', html) == ["d3", "d0", "d0"]
    assert "strips1" in html


def test_row_of_the_week_leads_into_its_meeting_until_it_is_over(
    quiet: RunningSandbox, browser: Browser
) -> None:
    add(quiet, summary="Будет", hangoutLink="https://meet.google.com/new", **when(monday(weeks=1), 10))
    add(quiet, summary="Была", hangoutLink="https://meet.google.com/old", **when(monday(weeks=-1), 10))

    coming = browser.block("/calendar/", "calendar", view="week", day=monday(weeks=1)).content.decode()
    last = browser.block("/calendar/", "calendar", view="week", day=monday(weeks=-1)).content.decode()

    assert coming.count('class="btn join') == 2, "in the row and in the card"
    assert "Была" in last
    assert 'class="btn join' not in last


@pytest.mark.parametrize("view", ["agenda", "week", "month"])
def test_free_time_of_today_is_told_in_every_view_that_holds_it(
    quiet: RunningSandbox, browser: Browser, view: str
) -> None:
    start = datetime.now(MOSCOW) + timedelta(hours=2)
    times = {name: {"dateTime": start.isoformat()} for name in ("start", "end")}
    add(quiet, summary="Скоро", **times)

    today = browser.block("/calendar/", "calendar", view=view)
    later = browser.block("/calendar/", "calendar", view=view, day=monday(weeks=9))

    assert today.context["gap"].before.title == "Скоро"
    assert 'class="sub gap"' in today.content.decode()
    assert later.context["gap"] is None


def test_event_planned_in_another_zone_tells_the_time_there(quiet: RunningSandbox, browser: Browser) -> None:
    tomorrow = datetime.now(ZoneInfo("Asia/Tokyo")) + timedelta(days=1)
    start = tomorrow.replace(hour=16, minute=0, second=0, microsecond=0)
    times = {"dateTime": start.isoformat(), "timeZone": "Asia/Tokyo"}
    add(quiet, summary="Звонок", start=times, end=times)

    html = browser.block("/calendar/", "calendar").content.decode()

    assert re.findall(r"там: </span>(.+?)</span>", html) == ["16:00 Tokyo"]


def test_this_week_has_a_line_for_now_and_no_other_week_has(browser: Browser) -> None:
    this = browser.block("/calendar/", "calendar", view="week").content.decode()
    next_week = browser.block("/calendar/", "calendar", view="week", day=monday(weeks=1)).content.decode()

    assert len(re.findall(r'class="blocks r\d+(?: now)?" data-drawn="', this)) == 1
    assert "data-drawn" not in next_week


def test_day_is_a_grid_of_its_own_with_its_events_alone(quiet: RunningSandbox, browser: Browser) -> None:
    there, _ = add(quiet, summary="в тот день", days=3), add(quiet, summary="днём позже", days=4)

    response = browser.block("/calendar/", "calendar", view="day", day=at(10, days=3).date())

    assert [event.id for event in response.context["events"]] == [there]
    assert [column.day for column in response.context["grid"].columns] == [at(10, days=3).date()]
    assert 'class="card week single' in response.content.decode()


def test_week_in_which_the_clock_changes_has_seven_days(quiet: RunningSandbox, browser: Browser) -> None:
    browser.client.cookies["tz"] = "Europe/Berlin"
    today = date.today()  # noqa: DTZ011 - only the year matters
    last = next(day for day in (date(today.year, 10, 31 - back) for back in range(7)) if day.weekday() == 6)
    add(quiet, summary="После перевода", **when(last, 12))

    response = browser.block("/calendar/", "calendar", view="week", day=last)

    columns = response.context["grid"].columns
    assert [column.day for column in columns] == [last - timedelta(days=back) for back in range(6, -1, -1)]
    assert [slot.row for slot in columns[-1].slots] == [40]


def test_past_week_is_reached_by_one_link(quiet: RunningSandbox, browser: Browser) -> None:
    event_id = add(quiet, summary="Давно", **when(monday(weeks=-1), 10))

    html = browser.block("/calendar/", "calendar", view="week").content.decode()
    past = browser.block("/calendar/", "calendar", view="week", day=monday(weeks=-1))

    assert f"day={monday(weeks=-1)}" in html
    assert [event.id for event in past.context["events"]] == [event_id]


def test_period_far_back_is_read_as_far_as_it_lies(quiet: RunningSandbox, browser: Browser) -> None:
    day = monday(weeks=-40)
    event_id = add(quiet, summary="Очень давно", **when(day, 10))

    response = browser.block("/calendar/", "calendar", view="month", day=day)

    assert [event.id for event in response.context["events"]] == [event_id]


def test_neighbouring_periods_and_all_views_share_one_answer(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    browser.whole("/calendar/", "calendar")
    sandbox.reset_counts()

    for view in ("agenda", "week", "month"):
        for weeks in (-2, 0, 2):
            browser.block("/calendar/", "calendar", view=view, day=monday(weeks=weeks))

    assert sandbox.counts() == {}


def test_month_counts_what_has_no_room(quiet: RunningSandbox, browser: Browser) -> None:
    day = monday()
    for hour in range(10, 16):
        add(quiet, summary=f"Встреча в {hour}", **when(day, hour))

    response = browser.block("/calendar/", "calendar", view="month", day=day)

    html = response.content.decode()
    assert "+4" in html
    assert f"view=agenda&amp;day={day}" in html
    assert len(response.context["events"]) == 6


def test_each_event_of_a_grid_has_one_card_that_its_places_open(
    quiet: RunningSandbox, browser: Browser
) -> None:
    first = monday()
    dates = {"start": {"date": str(first)}, "end": {"date": str(first + timedelta(days=2))}}
    add(quiet, summary="Два дня", **dates)

    html = browser.block("/calendar/", "calendar", view="week").content.decode()

    assert html.count('popovertarget="event-1"') == 3
    assert html.count('id="event-1"') == 1


def test_interviews_alone_are_kept_with_their_candidates(quiet: RunningSandbox, browser: Browser) -> None:
    add(quiet, summary="Обед")
    interview = add(quiet, summary="Интервью: Кузнецова Мария – Аналитик")

    events = browser.block("/calendar/", "calendar", interviews="on").context["events"]

    assert [event.id for event in events] == [interview]


def test_mine_are_those_that_the_reader_organised_or_accepted(
    quiet: RunningSandbox, browser: Browser
) -> None:
    mine = add(quiet, summary="Моя", attendees=[{"email": ANNA, "self": True, "responseStatus": "accepted"}])
    add(
        quiet,
        summary="Чужая",
        organizer={"email": "boss@example.com"},
        attendees=[{"email": ANNA, "self": True, "responseStatus": "needsAction"}],
    )

    events = browser.block("/calendar/", "calendar", mine="on").context["events"]

    assert [event.id for event in events] == [mine]


def test_filters_stay_in_the_links_to_other_periods_and_views(browser: Browser) -> None:
    html = browser.block("/calendar/", "calendar", q="созвон", interviews="on", page="2").content.decode()

    links = re.findall(r'id="calendar-\w+"\s+data-key="\w+"\s+href="([^"]*)"', html)
    assert len(links) == 7
    assert all("interviews=on" in link and "q=" in link and "page=" not in link for link in links)


def test_calendar_without_candidates_says_so_and_shows_its_events(
    quiet: RunningSandbox, browser: Browser
) -> None:
    event_id = add(quiet, summary="Интервью: Кузнецова Мария – Аналитик")
    quiet.fail("huntflow", "status", status=503)
    browser.block("/candidates/", "candidates")

    response = browser.block("/calendar/", "calendar")

    assert [event.id for event in response.context["events"]] == [event_id]
    assert "Кандидаты сейчас неизвестны" in response.content.decode()


@pytest.mark.parametrize("query", [{"view": "decade"}, {"day": "2026-02-31"}, {"day": "9999-12-31"}])
def test_view_or_day_that_is_none_falls_back(browser: Browser, query: dict[str, str]) -> None:
    response = browser.block("/calendar/", "calendar", **query)

    assert (response.context["view"], response.context["holds_today"]) == ("agenda", True)
