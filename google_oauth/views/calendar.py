"""The calendar: an agenda, a day and a week drawn to scale, a month."""

from collections.abc import Sequence
from dataclasses import replace
from datetime import date
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
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
from google_oauth.domain.lists.paging import paginate
from google_oauth.domain.parsing.reading import choice, integer_within
from google_oauth.exceptions import StillRefreshing, UpstreamError
from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Content, Once, Patience, begin, read_all, read_if_there
from google_oauth.views.reading import sources
from google_oauth.views.reading.event_matching import match, read_events, read_people

# How many days the agenda can be asked to list.
LENGTHS = (7, AGENDA_DAYS, 100)


@require_safe
@sign_in_required
def calendar_events(request: HttpRequest) -> HttpResponse:
    """Show a period of the calendar; `events` in the context are those on the page, in order."""
    blocks = pages.load(request, {"calendar": partial(load_calendar, request)})
    period = _period(request)
    values = {
        "events": [],
        "views": list(CalendarView),
        "view": period.view,
        "period": period,
        "holds_today": period.holds(timezone.localdate()),
        "lengths": LENGTHS,
        "length": _length(request),
        "chosen": _filter(request),
        "filtered": replace(_filter(request), declined=False, cancelled=False) != EventFilter(),
    }
    return pages.respond(request, "calendar.html", blocks=blocks, values=values)


def load_calendar(request: HttpRequest, patience: Patience) -> Content:
    """Load what the period that the query asks for shows."""
    period, now = _period(request), timezone.localtime()
    source = sources.events(request, reach(period, today=now.date()))
    calendar = Once(lambda given: read_all(given, source)[0])
    begin(calendar, patience)
    people = read_if_there(partial(read_people, request), patience)
    entry = calendar(patience)
    events, chosen = read_events(entry), _filter(request)
    interviews = match(request, events, people).interviews if chosen.interviews else frozenset[str]()
    drawn = _drawn(request, filter_events(events, chosen, interviews=interviews), period)
    values = {
        # Of whom those events are about that are on the page, and of no others.
        "matched": match(request, drawn["events"], people),
        "next_event": next_up(events, now=now),
        "clashes": clashes(events),
        "gap": next_gap(events, now=now) if period.holds(now.date()) else None,
        "cut": sources.cut_at([event for event in events if not event.cancelled], sources.EVENTS_LIMIT),
        **drawn,
    }
    behind = [] if isinstance(people, UpstreamError) else people.lists
    return Content(values, [entry], behind=behind, incomplete=isinstance(people, StillRefreshing))


def _drawn(request: HttpRequest, events: Sequence[Event], period: Period) -> dict[str, Any]:
    """Lay out the events as the view wants them."""
    first, last = grid_days(period) if period.view is CalendarView.MONTH else (period.first, period.last)
    agenda = occurrences(events, first=first, last=last)
    if period.view is CalendarView.AGENDA:
        page = paginate(agenda, number=request.GET.get("page", ""))
        days = by_day(page.items)
        return {"page": page, "total": len(agenda), "days": days, "events": distinct_events(page.items)}
    dated = distinct_events(each for each in agenda if each.day)
    if period.view in (CalendarView.DAY, CalendarView.WEEK):
        drawn = grid(agenda, first=first, last=last, now=timezone.localtime())
        return {"events": dated, "total": len(dated), "grid": drawn, **_cards(dated)}
    weeks = month_weeks(agenda, period)
    shown = distinct_events(each for week in weeks for day in week for each in day.shown)
    return {"events": dated, "total": len(dated), "weeks": weeks, **_cards(shown)}


def _cards(events: Sequence[Event]) -> dict[str, Any]:
    """Number the events that have a card, by which their places in the grid open it."""
    return {"carded": events, "cards": {event.id: number for number, event in enumerate(events, 1)}}


def _period(request: HttpRequest) -> Period:
    view = choice(request.GET.get("view"), CalendarView.AGENDA)
    return period_around(view, _day(request), agenda_days=_length(request))


def _day(request: HttpRequest) -> date:
    return parse_day(request.GET.get("day", ""), today=timezone.localdate())


def _length(request: HttpRequest) -> int:
    days = integer_within(request.GET.get("days_ahead", ""), default=AGENDA_DAYS, low=1, high=LENGTHS[-1])
    return days if days in LENGTHS else AGENDA_DAYS


def _filter(request: HttpRequest) -> EventFilter:
    query = request.GET
    return EventFilter(
        query=query.get("q", ""),
        declined="declined" in query,
        cancelled="cancelled" in query,
        interviews="interviews" in query,
        mine="mine" in query,
    )
