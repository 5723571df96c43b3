"""The calendar: the agenda of the coming days."""

from datetime import timedelta
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from google_oauth.agenda.days import by_day, distinct_events, next_up, occurrences
from google_oauth.agenda.events import Event, EventFilter, filter_events, parse_events
from google_oauth.agenda.paging import paginate
from google_oauth.agenda.query import whole_number
from google_oauth.cache_service import CacheEntry
from google_oauth.views import pages, sources
from google_oauth.views.access import sign_in_required
from google_oauth.views.blocks import Content, Patience, read_all

# How many days ahead the agenda looks.
PERIODS = (7, 30, 100)


@require_safe
@sign_in_required
def calendar_events(request: HttpRequest) -> HttpResponse:
    """Show the events from today on; `events` in the context are those on the page, in order."""
    blocks = pages.load(request, {"calendar": partial(load_calendar, request)})
    values = {"events": [], "periods": PERIODS, "period": _period(request), "chosen": _filter(request)}
    return pages.respond(request, "calendar.html", blocks=blocks, values=values)


def load_calendar(request: HttpRequest, patience: Patience) -> Content:
    """Load the page of the agenda that the query asks for."""
    (entry,) = read_all(patience, sources.events(request))
    events = read_events(entry)
    today = timezone.localdate()
    agenda = occurrences(
        filter_events(events, _filter(request)),
        first=today,
        last=today + timedelta(days=_period(request) - 1),
    )
    page = paginate(agenda, number=request.GET.get("page", ""))
    values = {
        "page": page,
        "days": by_day(page.items),
        "events": distinct_events(page.items),
        "next_event": next_up(events, now=timezone.localtime()),
        "filtered": _filter(request) != EventFilter(declined=True, cancelled=True),
        "cut": sources.cut_at(entry, sources.EVENTS_LIMIT),
    }
    return Content(values, [entry])


def read_events(entry: CacheEntry) -> list[Event]:
    """Read the entry's events with their times in the reader's zone."""
    zone = timezone.get_current_timezone()
    return parse_events(entry.data, zone=zone, untitled=gettext("Untitled"))


def _period(request: HttpRequest) -> int:
    days = whole_number(request.GET.get("days_ahead", ""), default=PERIODS[1], low=1, high=PERIODS[-1])
    return days if days in PERIODS else PERIODS[1]


def _filter(request: HttpRequest) -> EventFilter:
    query = request.GET
    return EventFilter(query=query.get("q", ""), declined="declined" in query, cancelled="cancelled" in query)
