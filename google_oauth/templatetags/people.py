"""What templates say about candidates: how they are reached, and when they are interviewed."""

import re
from datetime import datetime
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import Library
from django.utils import timezone
from django.utils.translation import gettext, pgettext

from google_oauth.agenda.candidates import Contact, VacancyState
from google_oauth.agenda.events import Event
from google_oauth.agenda.links import safe_link
from google_oauth.templatetags.dashboard import Badge, clock_time, day_and_time

register = Library()

# What people write of a number besides its digits; anything else makes it a text.
_PHONE = re.compile(r"\+?[\d\s().-]{5,30}")
_TELEGRAM_NAME = re.compile(r"@?([A-Za-z]\w{4,31})", re.ASCII)


@register.filter
def day_and_start(event: Event) -> str:
    """Say when an event begins, as briefly as the reader needs it: without the day where it is today."""
    start = event.start_time
    if start is None:
        return gettext("no date")
    if not isinstance(start, datetime):
        midnight = datetime.combine(start, datetime.min.time(), timezone.get_current_timezone())
        return gettext("today") if start == timezone.localdate() else day_and_time(midnight)
    time = clock_time(start)
    return time if start.date() == timezone.localdate() else f"{day_and_time(start)}, {time}"


@register.filter
def phone_link(phone: str) -> str:
    """Return the address that calls a number; "" for what is none."""
    digits = re.sub(r"[^\d+]", "", phone)
    return f"tel:{digits}" if _PHONE.fullmatch(phone) and any(map(str.isdecimal, digits)) else ""


@register.filter
def mail_link(address: str) -> str:
    """Return the address that writes to somebody; "" for a text that is no e-mail address."""
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return f"mailto:{quote(address, safe='@')}"


@register.filter
def contact_link(contact: Contact) -> str:
    """Return the page of somebody in a network; "" where the text names none."""
    if contact.network.upper() == "TELEGRAM" and (name := _TELEGRAM_NAME.fullmatch(contact.value)):
        return f"https://t.me/{name[1]}"
    return safe_link(contact.value)


@register.filter
def vacancy_badge(state: VacancyState) -> Badge | None:
    """Say in what state one vacancy is; None where nobody knows."""
    return {
        VacancyState.OPEN: Badge(pgettext("a vacancy", "open"), "success"),
        VacancyState.HOLD: Badge(pgettext("a vacancy", "on hold"), "warning"),
        VacancyState.CLOSED: Badge(pgettext("a vacancy", "closed")),
    }.get(state)
