"""What templates say about candidates: who they are and where they stand, how they are reached, when they are interviewed."""

import re
from datetime import datetime
from functools import lru_cache
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import Library
from django.urls import reverse
from django.utils import timezone
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy, pgettext

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.candidates import Candidate, Contact, Stage, StageKind, VacancyState
from google_oauth.domain.hiring.applications import Application
from google_oauth.domain.matching.event_matching import Evidence
from google_oauth.domain.parsing.links import safe_link
from google_oauth.templatetags.dashboard import Badge, clock_time, day_and_time

register = Library()

# What people write of a number besides its digits; anything else makes it a text.
_PHONE = re.compile(r"\+?[\d\s().-]{5,30}")
_WHY = {
    Evidence.LINK: gettext_lazy("Recognised by the link to Huntflow in the invitation"),
    Evidence.EMAIL: gettext_lazy("Recognised by the address of a guest"),
    Evidence.NAME: gettext_lazy("Recognised by the name in the title"),
}
# Huntflow names networks in capitals; these are written otherwise than with one at the beginning.
_NETWORKS = {"WHATSAPP": "WhatsApp", "LINKEDIN": "LinkedIn", "GITHUB": "GitHub", "VK": "VK"}
_TELEGRAM_NAME = re.compile(r"@?([A-Za-z]\w{4,31})", re.ASCII)


@register.filter
def person_name(person: Candidate) -> str:
    """Name a candidate, as lists do."""
    return person.name or gettext("Candidate %(id)s, without a name") % {"id": person.id}


@register.simple_tag
def candidate_link(row: Application, evidence: Evidence | None = None) -> SafeString:
    """Draw the name of an application's person as the way to their page, with the `evidence` that an event is theirs."""
    address, name = _address(*row.candidate.key), person_name(row.candidate)
    if evidence is None:
        return format_html('<a class="name" href="{}">{}</a>', address, name)
    told = why(evidence)
    return format_html(
        '<a class="name" href="{}" title="{}">{}</a><span class="hidden-text">. {}</span>',
        address,
        told,
        name,
        told,
    )


# Lists have a hundred, and reversing takes longer than all the rest of a link.
@lru_cache(maxsize=5000)
def _address(account_id: int, applicant_id: int) -> str:
    return reverse("candidate", args=(account_id, applicant_id))


@register.filter
def why(evidence: Evidence) -> str:
    """Say what an event was recognised by."""
    return str(_WHY[evidence])


@register.filter
def stage_name(stage: Stage) -> str:
    """Name a candidate's stage."""
    return stage.name or gettext("unknown stage")


@register.filter
def standing(row: Application) -> str:
    """Say where a candidate stands: stage and vacancy."""
    stage = stage_name(row.stage) if row.stage else ""
    vacancy = row.vacancy.position if row.vacancy else ""
    return " · ".join(filter(None, (stage, vacancy))) or gettext("on no vacancy")


@register.filter
def stage_badge(stage: Stage | None) -> Badge | None:
    """Name a candidate's stage; None without one."""
    if stage is None:
        return None
    tones = {StageKind.HIRED: "success", StageKind.TRASH: "", StageKind.USER: "info"}
    return Badge(stage.name or gettext("unknown stage"), tones[stage.kind])


@register.filter
def vacancy_state(state: VacancyState) -> str:
    """Name the state of a vacancy, for a heading over several."""
    return {
        VacancyState.OPEN: gettext("Open"),
        VacancyState.HOLD: gettext("On hold"),
        VacancyState.CLOSED: gettext("Closed"),
        VacancyState.UNKNOWN: gettext("Other"),
    }[state]


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
def network_name(contact: Contact) -> str:
    """Name the network of a contact as its people write it."""
    return _NETWORKS.get(contact.network.upper(), contact.network.capitalize())


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
