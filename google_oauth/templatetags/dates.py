"""Moments, days, durations and shares in the reader's language and time zone."""

from datetime import date, datetime, timedelta
from functools import lru_cache

from django.template import Library
from django.utils import timezone
from django.utils.formats import date_format, number_format
from django.utils.translation import get_language, gettext, gettext_lazy, ngettext, pgettext, pgettext_lazy

register = Library()

_MINUTE, _HOUR, _DAY = timedelta(minutes=1), timedelta(hours=1), timedelta(days=1)
# Django's own names are for headings: in Russian they begin with a capital.
_WEEKDAYS = (
    pgettext_lazy("in a date", "Monday"),
    pgettext_lazy("in a date", "Tuesday"),
    pgettext_lazy("in a date", "Wednesday"),
    pgettext_lazy("in a date", "Thursday"),
    pgettext_lazy("in a date", "Friday"),
    pgettext_lazy("in a date", "Saturday"),
    pgettext_lazy("in a date", "Sunday"),
)
_NEAR_DAYS = {-1: gettext_lazy("yesterday"), 0: gettext_lazy("today"), 1: gettext_lazy("tomorrow")}


@register.filter
def iso(moment: date) -> str:
    """Format a moment or a day for a `datetime` attribute."""
    return (timezone.localtime(moment) if isinstance(moment, datetime) else moment).isoformat()


@register.filter
def clock(moment: datetime) -> str:
    return clock_time(timezone.localtime(moment))


def clock_time(local: datetime) -> str:
    """Format hour and minute. All our languages write them alike, and Django's format takes six times as long."""
    return f"{local:%H:%M}"


@register.filter
def age(moment: datetime, just_now: str = "") -> str:
    """Say how long ago a moment was, in whole minutes, hours or days; `app.js` updates it by the same rules.

    `just_now` replaces the words for less than a minute.
    """
    passed = timezone.now() - moment
    if passed < _MINUTE:
        return just_now or gettext("just now")
    if passed < _HOUR:
        count = passed // _MINUTE
        text = ngettext("%(count)d minute ago", "%(count)d minutes ago", count)
    elif passed < _DAY:
        count = passed // _HOUR
        text = ngettext("%(count)d hour ago", "%(count)d hours ago", count)
    else:
        count = passed.days
        text = ngettext("%(count)d day ago", "%(count)d days ago", count)
    return text % {"count": count}


@register.filter
def until(moment: date | None) -> str:
    """Say how long it is until a moment, in minutes, hours or days; "" for the past and for days without a time."""
    if not isinstance(moment, datetime):
        return ""
    minutes = -(-(moment - timezone.now()) // _MINUTE)
    if minutes <= 0:
        return ""
    if minutes < 60:  # noqa: PLR2004 - minutes of an hour
        return ngettext("in %(count)d minute", "in %(count)d minutes", minutes) % {"count": minutes}
    # Halves are rounded up, as `app.js` does.
    hours = (minutes + 30) // 60
    if hours < 48:  # noqa: PLR2004 - hours of two days
        return ngettext("in %(count)d hour", "in %(count)d hours", hours) % {"count": hours}
    days = (hours + 12) // 24
    return ngettext("in %(count)d day", "in %(count)d days", days) % {"count": days}


@register.filter
def duration(span: timedelta) -> str:
    hours, minutes = span // _HOUR, span % _HOUR // _MINUTE
    parts = []
    if hours:
        parts.append(ngettext("%(count)d hour", "%(count)d hours", hours) % {"count": hours})
    if minutes or not hours:
        parts.append(ngettext("%(count)d minute", "%(count)d minutes", minutes) % {"count": minutes})
    return " ".join(parts)


@register.filter
def has_come(moment: datetime | None) -> bool:
    return moment is not None and moment <= timezone.now()


@register.filter
def is_today(day: date | None) -> bool:
    return day == timezone.localdate()


@register.filter
def day_title(day: date) -> str:
    """Name a day, such as "today, Wednesday, 4 March"; with the year unless it is this year."""
    return _day_title(day, timezone.localdate(), get_language())


# Cached: each event of a month names its day.
@lru_cache(maxsize=500)
def _day_title(day: date, today: date, _language: str) -> str:
    parts = (_near(day, today), str(_WEEKDAYS[day.weekday()]), day_name(day, year=day.year != today.year))
    return ", ".join(filter(None, parts))


def day_name(day: date, *, year: bool = False) -> str:
    return _day_name(day, get_language(), year=year)


# Cached: a list repeats a few days, and formatting takes ten times as long as a hit.
@lru_cache(maxsize=1000)
def _day_name(day: date, _language: str | None, *, year: bool) -> str:
    form = pgettext("date format: day and year", "j F Y") if year else pgettext("date format: day", "j F")
    return date_format(day, form)


@register.filter
def brief_moment(moment: date) -> str:
    """Format a moment briefly: the time if it is today, else the day. A day without a time keeps its date."""
    if not isinstance(moment, datetime):
        return day_name(moment)
    local = timezone.localtime(moment)
    if local.date() == timezone.localdate():
        return clock_time(local)
    return near_day(local.date())


def near_day(day: date) -> str:
    """Name a day: yesterday, today or tomorrow, else by its date."""
    today = timezone.localdate()
    return _near(day, today) or day_name(day, year=day.year != today.year)


@register.filter
def short_moment(moment: datetime) -> str:
    """Format a moment to the minute, without the day if it is today."""
    local = timezone.localtime(moment)
    time = clock_time(local)
    return time if local.date() == timezone.localdate() else f"{brief_moment(moment)}, {time}"


@register.filter
def full_moment(moment: datetime) -> str:
    """Format a moment in full, for the title of a shorter one."""
    local = timezone.localtime(moment)
    return f"{day_name(local.date(), year=True)}, {clock_time(local)}"


@register.filter
def share(count: int, whole: int) -> str:
    """The share of `count` in `whole` in percent; a dash if `whole` is 0."""
    if not whole:
        return "—"
    return pgettext("share", "%(number)s%%") % {"number": number_format(100 * count / whole, 1)}


def _near(day: date, today: date) -> str:
    return str(_NEAR_DAYS.get((day - today).days, ""))
