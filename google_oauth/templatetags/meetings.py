"""What templates say about meetings: whom they are about, when they can be joined, how a period is called."""

from collections.abc import Mapping
from datetime import date, datetime, timedelta
from zoneinfo import ZoneInfo

from django.template import Library
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.translation import gettext, ngettext, pgettext

from google_oauth.core.time_zones import is_zone
from google_oauth.domain.calendar.days import Occurrence, ended, join_window
from google_oauth.domain.calendar.events import Event, EventStatus, Response
from google_oauth.domain.calendar.periods import Period, View
from google_oauth.domain.calendar.week import Block, Strip
from google_oauth.templatetags.dashboard import (
    Badge,
    clock_time,
    day_and_time,
    day_name,
    day_title,
    event_badges,
)
from google_oauth.views.reading.event_matching import About, Matched

register = Library()

_AN_HOUR = timedelta(hours=1)
_A_MINUTE = timedelta(minutes=1)
_UNSURE = frozenset({Response.NEEDS_ACTION, Response.TENTATIVE})


@register.filter
def about(event: Event, matched: Matched) -> About:
    """Say whom an event is about."""
    return matched.about(event)


@register.filter
def badges_of(event: Event, about: About) -> list[Badge]:
    """List what is to know about an event and its people, the weightiest first."""
    badges = event_badges(event)
    if event.cancelled:
        return badges
    if about.unclear:
        return [Badge(gettext("unclear"), "warning"), *badges]
    if about.judged and event.guests and not about.placement:
        return [*badges, Badge(gettext("not a candidate"), "quiet")]
    return badges


@register.filter
def elsewhere(event: Event) -> str:
    """Say when an event begins on the clock of the place where it was planned; "" where that is the reader's.

    Google tells no guest's zone, but the one that an invitation was written in, which is the guest's where they
    wrote it or the meeting is held at their hours. Zones without a place, as programs use them, say nothing.
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
def joins_from(event: Event) -> str:
    """Write when a meeting can first be joined, as `datetime` attributes do; "" where nobody can tell."""
    window = join_window(event)
    return window.opens.isoformat() if window else ""


@register.filter
def joins_until(event: Event) -> str:
    """Write when a meeting can be joined no more, as `datetime` attributes do; "" where nobody can tell."""
    window = join_window(event)
    return window.closes.isoformat() if window else ""


@register.filter
def day_and_hours(event: Event) -> str:
    """Say on which day and when an event takes place."""
    start, end = event.start_time, event.end_time
    day = event.first_day
    if day is None:
        return gettext("no date")
    if not isinstance(start, datetime):
        return f"{day_title(day)}, {gettext('all day')}"
    hours = clock_time(start)
    if isinstance(end, datetime) and end != start:
        hours = f"{hours}–{clock_time(end)}"
    return f"{gettext('today') if day == timezone.localdate() else day_title(day)}, {hours}"


@register.filter
def day_of(moment: datetime | date) -> str:
    """Say on which day something was, as briefly as the reader needs it; today, the time."""
    if isinstance(moment, datetime):
        return day_and_time(moment)
    return day_name(moment)


@register.filter
def is_now(moment: datetime | None) -> bool:
    """Tell whether a moment has come."""
    return moment is not None and moment <= timezone.now()


@register.filter
def duration(span: timedelta) -> str:
    """Say how long something is, in hours and minutes."""
    hours, minutes = span // _AN_HOUR, span % _AN_HOUR // _A_MINUTE
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if minutes or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    return " ".join(parts)


@register.filter
def period_title(period: Period) -> str:
    """Name a period: "November 2026", "24–30 November 2026", "today, Tuesday, 24 November"."""
    first, last = period.first, period.last
    if period.view is View.DAY:
        return day_title(first)
    if period.view is View.MONTH:
        return date_format(first, pgettext("date format: month", "F Y"))
    ends = day_name(last, year=True)
    if (first.year, first.month) == (last.year, last.month):
        return f"{first.day}–{ends}"
    return f"{day_name(first, year=first.year != last.year)} – {ends}"


@register.filter
def view_name(view: View) -> str:
    """Name a way of drawing the calendar."""
    return {
        View.AGENDA: gettext("Agenda"),
        View.DAY: gettext("Day"),
        View.WEEK: gettext("Week"),
        View.MONTH: gettext("Month"),
    }[view]


@register.filter
def entries(count: int) -> str:
    """Say how many events a day has."""
    return ngettext("%(count)s entry", "%(count)s entries", count) % {"count": count}


@register.filter
def number_of(cards: Mapping[str, int], event: Event) -> int:
    """Return the number of an event's card on the page."""
    return cards[event.id]


@register.filter
def starts(part: Block | Occurrence | Strip) -> str:
    """Say when a timed event begins; "" where it began on an earlier day, or takes all day."""
    start = part.event.start_time
    begun = part.continued or (isinstance(part, Strip) and not part.days)
    return clock_time(start) if isinstance(start, datetime) and not begun else ""


@register.filter
def event_classes(event: Event, matched: Matched) -> str:
    """Return the classes by which a grid tells events apart, each after a space."""
    classes = (
        (" off", event.cancelled or event.declined),
        (" interview", event.id in matched.interviews),
        (" unclear", matched.about(event).unclear),
        (" tentative", event.status is EventStatus.TENTATIVE or event.response in _UNSURE),
        (" over", ended(event, now=timezone.now())),
    )
    return "".join([name for name, wanted in classes if wanted])
