"""The calendar as an agenda, a day, a week or a month."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date, datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.views.decorators.http import require_safe

from google_oauth.domain.calendar.days import by_day, distinct_events, month_weeks, occurrences
from google_oauth.domain.calendar.events import Event, EventFilter, filter_events
from google_oauth.domain.calendar.meetings import clashes, next_gap, next_up
from google_oauth.domain.calendar.periods import (
    AGENDA_DAYS,
    CalendarView,
    Period,
    grid_days,
    parse_day,
    period_around,
    reach,
)
from google_oauth.domain.calendar.week import grid
from google_oauth.domain.event_subjects import People, match_people
from google_oauth.domain.lists.paging import paginate
from google_oauth.domain.parsing.reading import choice, integer_within
from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Age, PageBlock, needs, optional
from google_oauth.views.reading import sources
from google_oauth.views.reading.people import PEOPLE

# How many days the agenda can be asked to list.
LENGTHS = (7, AGENDA_DAYS, 100)


@require_safe
@sign_in_required
def calendar_events(request: HttpRequest) -> HttpResponse:
    """Show a period of the calendar; `events` in the context are those on the page, in order."""
    blocks = pages.load(request, calendar_block(request))
    query, today = request.GET, timezone.localdate()
    period, chosen = _period(query, today), _filter(query)
    values = {
        "events": [],
        "views": list(CalendarView),
        "view": period.view,
        "period": period,
        "holds_today": period.holds(today),
        "lengths": LENGTHS,
        "length": _length(query),
        "chosen": chosen,
        "filtered": replace(chosen, declined=False, cancelled=False) != EventFilter(),
    }
    return pages.respond(request, "calendar.html", blocks=blocks, values=values)


def calendar_block(request: HttpRequest) -> PageBlock:
    now = timezone.localtime()
    period = _period(request.GET, now.date())
    uses = {
        "events": needs(sources.calendar(reach(period, today=now.date()))),
        "people": optional(PEOPLE, Age.BEHIND),
    }
    return PageBlock("calendar", uses, partial(draw_calendar, request.GET, now))


def draw_calendar(
    query: QueryDict, now: datetime, *, events: Sequence[Event], people: People | None
) -> dict[str, Any]:
    period, chosen = _period(query, now.date()), _filter(query)
    interviews = match_people(events, people, now=now).interviews if chosen.interviews else frozenset[str]()
    drawn = _drawn(query, filter_events(events, chosen, interviews=interviews), period, now)
    return {
        # Only the events on the page: matching all of them takes longer.
        "matched": match_people(drawn["events"], people, now=now),
        "next_event": next_up(events, now=now),
        "clashes": clashes(events),
        "gap": next_gap(events, now=now) if period.holds(now.date()) else None,
        "cut": sources.cut_at([event for event in events if not event.cancelled], sources.EVENTS_LIMIT),
        **drawn,
    }


def _drawn(query: QueryDict, events: Sequence[Event], period: Period, now: datetime) -> dict[str, Any]:
    first, last = grid_days(period) if period.view is CalendarView.MONTH else (period.first, period.last)
    agenda = occurrences(events, first=first, last=last)
    if period.view is CalendarView.AGENDA:
        page = paginate(agenda, number=query.get("page", ""))
        days = by_day(page.items)
        return {"page": page, "total": len(agenda), "days": days, "events": distinct_events(page.items)}
    dated = distinct_events(each for each in agenda if each.day)
    if period.view in (CalendarView.DAY, CalendarView.WEEK):
        drawn = grid(agenda, first=first, last=last, now=now)
        return {"events": dated, "total": len(dated), "grid": drawn, **_cards(dated)}
    weeks = month_weeks(agenda, period)
    shown = distinct_events(each for week in weeks for day in week for each in day.shown)
    return {"events": dated, "total": len(dated), "weeks": weeks, **_cards(shown)}


def _cards(events: Sequence[Event]) -> dict[str, Any]:
    """Number the events that have a card: places in the grid open a card by its number."""
    return {"carded": events, "cards": {event.id: number for number, event in enumerate(events, 1)}}


def _period(query: QueryDict, today: date) -> Period:
    view, day = choice(query.get("view"), CalendarView.AGENDA), parse_day(query.get("day", ""), today=today)
    return period_around(view, day, agenda_days=_length(query))


def _length(query: QueryDict) -> int:
    days = integer_within(query.get("days_ahead", ""), default=AGENDA_DAYS, low=1, high=LENGTHS[-1])
    return days if days in LENGTHS else AGENDA_DAYS


def _filter(query: QueryDict) -> EventFilter:
    return EventFilter(
        query=query.get("q", ""),
        declined="declined" in query,
        cancelled="cancelled" in query,
        interviews="interviews" in query,
        mine="mine" in query,
    )
