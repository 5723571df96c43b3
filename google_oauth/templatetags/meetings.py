"""Times of events, the periods of the calendar, and the parts of its grids."""

from collections.abc import Mapping
from datetime import datetime
from zoneinfo import ZoneInfo

from django.template import Library
from django.template.defaultfilters import truncatechars
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from google_oauth.core.time_zones import is_zone
from google_oauth.domain.calendar.days import Occurrence
from google_oauth.domain.calendar.events import Event, EventStatus, Response
from google_oauth.domain.calendar.meetings import ended, join_window, joinable
from google_oauth.domain.calendar.periods import CalendarView, Period
from google_oauth.domain.calendar.week import Slot, Strip
from google_oauth.domain.event_subjects import EventMatching, EventSubject
from google_oauth.templatetags.dates import clock_time, day_name, day_title, near_day, short_moment

register = Library()

_VIEW_NAMES = {
    CalendarView.AGENDA: gettext_lazy("Agenda"),
    CalendarView.DAY: gettext_lazy("Day"),
    CalendarView.WEEK: gettext_lazy("Week"),
    CalendarView.MONTH: gettext_lazy("Month"),
}
_UNSURE = frozenset({Response.NEEDS_ACTION, Response.TENTATIVE})


@register.filter
def subject(event: Event, matched: EventMatching) -> EventSubject:
    return matched.subject_of(event)


@register.filter
def hours(occurrence: Occurrence) -> str:
    event = occurrence.event
    start, end = event.start_time, event.end_time
    if event.all_day:
        return gettext("all day")
    if not isinstance(start, datetime):
        return gettext("no date")
    begins = "" if occurrence.continued else clock_time(start)
    if not isinstance(end, datetime):
        return begins
    if event.last_day != occurrence.day:
        return gettext("from %(time)s") % {"time": begins} if begins else gettext("all day")
    ends = clock_time(end)
    if end == start:
        return begins
    return f"{begins}–{ends}" if begins else gettext("until %(time)s") % {"time": ends}


@register.filter
def day_and_hours(event: Event) -> str:
    start, end = event.start_time, event.end_time
    day = event.first_day
    if day is None:
        return gettext("no date")
    if not isinstance(start, datetime):
        return f"{day_title(day)}, {gettext('all day')}"
    times = clock_time(start)
    if isinstance(end, datetime) and end != start:
        times = f"{times}–{clock_time(end)}"
    return f"{gettext('today') if day == timezone.localdate() else day_title(day)}, {times}"


@register.filter
def day_and_start(event: Event) -> str:
    """Say briefly when an event begins, without the day if it is today."""
    start = event.start_time
    if start is None:
        return gettext("no date")
    return short_moment(start) if isinstance(start, datetime) else near_day(start)


@register.filter
def elsewhere(event: Event) -> str:
    """Say when an event begins in the time zone of its invitation; "" if the clocks agree there.

    Google does not give the time zones of guests. That of the invitation is the guest's if they wrote it, or if
    the meeting is held at their hours. Zones without a place, which programs write, are ignored.
    """
    start, (region, _, place) = event.start_time, event.zone.partition("/")
    if not isinstance(start, datetime) or not place or region == "Etc" or not is_zone(event.zone):
        return ""
    there = start.astimezone(ZoneInfo(event.zone))
    if there.utcoffset() == start.utcoffset():
        return ""
    time = clock_time(there)
    if there.date() != start.date():
        time = f"{day_name(there.date())}, {time}"
    return f"{time} {place.rpartition('/')[2].replace('_', ' ')}"


@register.filter
def has_ended(event: Event) -> bool:
    return ended(event, now=timezone.now())


@register.filter
def can_join(event: Event) -> bool:
    """Whether the meeting has a link and is on, or is about to begin."""
    return bool(event.meeting_link) and not event.cancelled and joinable(event, now=timezone.now())


@register.filter
def joins_from(event: Event) -> str:
    """Format for a `datetime` attribute when a meeting opens; "" for events without a time."""
    window = join_window(event)
    return window.opens.isoformat() if window else ""


@register.filter
def joins_until(event: Event) -> str:
    """Format for a `datetime` attribute when a meeting closes; "" for events without a time."""
    window = join_window(event)
    return window.closes.isoformat() if window else ""


@register.filter
def same_event(event: Event, other: Event | None) -> bool:
    return other is not None and event.id == other.id


@register.filter
def shorten(text: str, max_length: int) -> str:
    """Cut a long text. Django's filter alone also takes apart texts that are short enough."""
    return text if len(text) <= max_length else truncatechars(text, max_length)


@register.filter
def period_title(period: Period) -> str:
    """Name a period: "November 2026", "24–30 November 2026", "today, Tuesday, 24 November"."""
    first, last = period.first, period.last
    if period.view is CalendarView.DAY:
        return day_title(first)
    if period.view is CalendarView.MONTH:
        return date_format(first, pgettext("date format: month", "F Y"))
    ends = day_name(last, year=True)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{ends}"
    return f"{day_name(first, year=first.year != last.year)} – {ends}"


@register.filter
def view_name(view: CalendarView) -> str:
    return str(_VIEW_NAMES[view])


@register.filter
def entry_count(count: int) -> str:
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}


@register.filter
def card_number(cards: Mapping[str, int], event: Event) -> int:
    return cards[event.id]


@register.filter
def starts(part: Slot | Occurrence | Strip) -> str:
    """Say when a timed event begins; "" if it began on an earlier day or is drawn as a whole day."""
    start = part.event.start_time
    begun = part.continued or (isinstance(part, Strip) and not part.days)
    return clock_time(start) if isinstance(start, datetime) and not begun else ""


@register.filter
def event_classes(event: Event, matched: EventMatching) -> str:
    """Return the classes by which a grid styles an event, each after a space."""
    classes = (
        (" off", event.cancelled or event.declined),
        (" interview", event.id in matched.interviews),
        (" unclear", matched.subject_of(event).unclear),
        (" tentative", event.status is EventStatus.TENTATIVE or event.response in _UNSURE),
        (" over", has_ended(event)),
    )
    return "".join([name for name, applies in classes if applies])
