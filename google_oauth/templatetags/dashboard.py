"""What templates say in the reader's language, day and zone."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cache, lru_cache
from typing import TYPE_CHECKING

from django.template import Library
from django.template.defaultfilters import truncatechars
from django.templatetags.static import static
from django.utils import timezone
from django.utils.formats import date_format
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

from google_oauth.domain.calendar.days import Occurrence
from google_oauth.domain.calendar.events import Event, EventStatus, EventType, Response
from google_oauth.domain.calendar.meetings import ended, joinable

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

register = Library()

_A_MINUTE, _AN_HOUR, _A_DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Django's own names are those of headings: in Russian they begin with a capital.
_WEEKDAYS = (
    pgettext_lazy("in a date", "Monday"),
    pgettext_lazy("in a date", "Tuesday"),
    pgettext_lazy("in a date", "Wednesday"),
    pgettext_lazy("in a date", "Thursday"),
    pgettext_lazy("in a date", "Friday"),
    pgettext_lazy("in a date", "Saturday"),
    pgettext_lazy("in a date", "Sunday"),
)
_NEAR = {-1: gettext_lazy("yesterday"), 0: gettext_lazy("today"), 1: gettext_lazy("tomorrow")}

# A word, and the tone that goes with it.
Said = tuple["StrPromise", str]
_RESPONSES: dict[Response, Said] = {
    Response.ACCEPTED: (gettext_lazy("accepted"), "success"),
    Response.TENTATIVE: (gettext_lazy("maybe"), "warning"),
    Response.NEEDS_ACTION: (gettext_lazy("no answer yet"), "warning"),
    Response.DECLINED: (gettext_lazy("declined"), "danger"),
}
_EVENT_TYPES: dict[EventType, Said] = {
    EventType.OUT_OF_OFFICE: (gettext_lazy("out of office"), ""),
    EventType.FOCUS_TIME: (gettext_lazy("focus time"), ""),
    EventType.BIRTHDAY: (gettext_lazy("birthday"), ""),
}
_OWN_RESPONSES: dict[Response, Said] = {
    Response.DECLINED: (gettext_lazy("you declined"), ""),
    Response.NEEDS_ACTION: (gettext_lazy("awaits your answer"), "warning"),
    Response.TENTATIVE: (gettext_lazy("you may come"), "warning"),
}
_TENTATIVE: Said = (gettext_lazy("tentative"), "warning")


@dataclass(frozen=True)
class Badge:
    """A word about a state; `tone` is the colour that goes with it, as the stylesheet names it."""

    text: str
    tone: str = ""


# A page draws dozens of a few, and looking the sprite's address up takes as long as the rest.
@register.simple_tag
@cache
def icon(name: str, extra_class: str = "") -> SafeString:
    """Draw a glyph of the sprite; it is decoration, so the words stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        extra_class,
        static("google_oauth/icons.svg"),
        name,
    )


@register.simple_tag
@lru_cache(maxsize=500)
def badge(said: Badge | None, *, long: bool = False) -> SafeString:
    """Draw a badge, a dash for none; a `long` one is cut where there is no room for it, and says all in its title."""
    if said is None:
        return mark_safe("—")
    if long:
        return format_html(
            '<span class="badge {} long" title="{}"><span>{}</span></span>', said.tone, said.text, said.text
        )
    return format_html('<span class="badge {}"><span>{}</span></span>', said.tone, said.text)


@register.filter
def cut_at(text: str, most: int) -> str:
    """Cut a long text; Django's own filter takes apart one that is short enough, too."""
    return text if len(text) <= most else truncatechars(text, most)


@register.filter
def iso(moment: date) -> str:
    """Write a moment, or a day, as `datetime` attributes do."""
    return (timezone.localtime(moment) if isinstance(moment, datetime) else moment).isoformat()


@register.filter
def clock(moment: datetime) -> str:
    """Write the hour and the minute in the reader's zone."""
    return clock_time(timezone.localtime(moment))


def clock_time(moment: datetime) -> str:
    """Write the hour and the minute, which every language here writes alike; Django's own way takes six times as long."""
    return f"{moment:%H:%M}"


@register.filter
def age(moment: datetime, just_now: str = "") -> str:
    """Say how long ago a moment was, as `app.js` goes on saying it: whole minutes, hours or days.

    `just_now` are other words for less than a minute.
    """
    passed = timezone.now() - moment
    if passed < _A_MINUTE:
        return just_now or gettext("just now")
    if passed < _AN_HOUR:
        count = passed // _A_MINUTE
        text = ngettext("%(count)d minute ago", "%(count)d minutes ago", count)
    elif passed < _A_DAY:
        count = passed // _AN_HOUR
        text = ngettext("%(count)d hour ago", "%(count)d hours ago", count)
    else:
        count = passed.days
        text = ngettext("%(count)d day ago", "%(count)d days ago", count)
    return text % {"count": count}


@register.filter
def is_today(day: date | None) -> bool:
    """Tell whether a day is the reader's today."""
    return day == timezone.localdate()


@register.filter
def day_title(day: date) -> str:
    """Name a day: "today, Wednesday, 4 March", with the year where it is not this one."""
    return _day_title(day, timezone.localdate(), get_language())


# Every event of a month names its day.
@lru_cache(maxsize=500)
def _day_title(day: date, today: date, _language: str) -> str:
    parts = (_near(day, today), str(_WEEKDAYS[day.weekday()]), day_name(day, year=day.year != today.year))
    return ", ".join(filter(None, parts))


def day_name(day: date, *, year: bool = False) -> str:
    """Write the day of a month, with the year if wanted."""
    return _day_name(day, get_language(), year=year)


# A list writes the same few days over and over, each in ten times the time that it takes to remember it.
@lru_cache(maxsize=1000)
def _day_name(day: date, _language: str | None, *, year: bool) -> str:
    form = pgettext("date format: day and year", "j F Y") if year else pgettext("date format: day", "j F")
    return date_format(day, form)


@register.filter
def day_and_time(moment: datetime) -> str:
    """Say when, as briefly as the reader needs it: the time today, else the day."""
    today, local = timezone.localdate(), timezone.localtime(moment)
    if local.date() == today:
        return clock_time(local)
    return _near(local.date(), today) or day_name(local.date(), year=local.year != today.year)


@register.filter
def short_moment(moment: datetime) -> str:
    """Say when, to the minute, without the day where it is today."""
    local = timezone.localtime(moment)
    time = clock_time(local)
    return time if local.date() == timezone.localdate() else f"{day_and_time(moment)}, {time}"


@register.filter
def full_moment(moment: datetime) -> str:
    """Write a moment in full, for the title of a shorter one."""
    local = timezone.localtime(moment)
    return f"{day_name(local.date(), year=True)}, {clock_time(local)}"


@register.filter
def hours(occurrence: Occurrence) -> str:
    """Say when on its day an event takes place."""
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
def until(moment: date | None) -> str:
    """Say how long it is to a moment, in minutes, hours or days; "" once it has come, and for a day without a time."""
    if not isinstance(moment, datetime):
        return ""
    minutes = -(-(moment - timezone.now()) // _A_MINUTE)
    if minutes <= 0:
        return ""
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    # Halves go up, as in the browser, which goes on saying it.
    hours = (minutes + 30) // 60
    if hours < 48:  # noqa: PLR2004 - hours of two days
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    days = (hours + 12) // 24
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


@register.filter
def is_over(event: Event) -> bool:
    """Tell whether a timed event has ended."""
    return ended(event, now=timezone.now())


@register.filter
def can_join(event: Event) -> bool:
    """Tell whether the meeting has a link and is on, or about to be."""
    return bool(event.meeting_link) and not event.cancelled and joinable(event, now=timezone.now())


@register.filter
def same_event(event: Event, other: Event | None) -> bool:
    """Tell whether both are the same occurrence."""
    return other is not None and event.id == other.id


@register.filter
def event_badges(event: Event) -> list[Badge]:
    """List what is to know about an event besides its time, the weightiest first."""
    if event.cancelled:
        return [Badge(gettext("cancelled"), "danger")]
    return list(filter(None, [*_own_badges(event), guest_badge(event)]))


@register.filter
def guest_badge(event: Event) -> Badge | None:
    """Say who of the guests comes; None where nobody is invited."""
    answers = [guest.response for guest in event.guests]
    if not answers:
        return None
    declined = answers.count(Response.DECLINED)
    if declined:
        text = ngettext("%(count)d guest declined", "%(count)d guests declined", declined)
        return Badge(text % {"count": declined}, "danger")
    if all(answer is Response.ACCEPTED for answer in answers):
        return Badge(gettext("confirmed"), "success")
    return Badge(gettext("guests have not answered"), "warning")


@register.filter
def response_badge(response: Response) -> Badge | None:
    """Say how somebody answered an invitation; None where nobody asked."""
    return _badge(_RESPONSES.get(response))


def _own_badges(event: Event) -> list[Badge]:
    words = (
        _EVENT_TYPES.get(event.event_type),
        _OWN_RESPONSES.get(event.response),
        _TENTATIVE if event.status is EventStatus.TENTATIVE else None,
    )
    return [badge for said in words if (badge := _badge(said))]


def _badge(said: Said | None) -> Badge | None:
    return said and Badge(str(said[0]), said[1])


def _near(day: date, today: date) -> str:
    return str(_NEAR.get((day - today).days, ""))
