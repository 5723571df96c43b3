"""Names of candidates, where they stand, and how they are reached."""

import re
from functools import lru_cache
from urllib.parse import quote

from django.core.exceptions import ValidationError
from django.core.validators import validate_email
from django.template import Library
from django.urls import reverse
from django.utils.html import format_html
from django.utils.safestring import SafeString
from django.utils.translation import gettext, gettext_lazy

from google_oauth.domain.candidates import Candidate, Contact, Stage, VacancyState
from google_oauth.domain.hiring.applications import Application
from google_oauth.domain.matching.event_matching import Evidence
from google_oauth.domain.parsing.links import safe_link

register = Library()

# Digits, and the signs that people write between them.
_PHONE = re.compile(r"\+?[\d\s().-]{5,30}")
_EVIDENCE = {
    Evidence.LINK: gettext_lazy("Recognised by the link to Huntflow in the invitation"),
    Evidence.EMAIL: gettext_lazy("Recognised by the address of a guest"),
    Evidence.NAME: gettext_lazy("Recognised by the name in the title"),
}
_VACANCY_STATES = {
    VacancyState.OPEN: gettext_lazy("Open"),
    VacancyState.HOLD: gettext_lazy("On hold"),
    VacancyState.CLOSED: gettext_lazy("Closed"),
    VacancyState.UNKNOWN: gettext_lazy("Other"),
}
# Huntflow writes networks in capitals. Those that are not listed here are capitalised.
_NETWORKS = {"WHATSAPP": "WhatsApp", "LINKEDIN": "LinkedIn", "GITHUB": "GitHub", "VK": "VK"}
_TELEGRAM_NAME = re.compile(r"@?([A-Za-z]\w{4,31})", re.ASCII)


@register.filter
def candidate_name(candidate: Candidate) -> str:
    return candidate.name or gettext("Candidate %(id)s, without a name") % {"id": candidate.id}


@register.simple_tag
def candidate_link(row: Application, evidence: Evidence | None = None) -> SafeString:
    """Draw a link to a candidate's page; `evidence` says by what an event was recognised as theirs."""
    address, name = _address(*row.candidate.key), candidate_name(row.candidate)
    if evidence is None:
        return format_html('<a class="name" href="{}">{}</a>', address, name)
    reason = evidence_text(evidence)
    markup = '<a class="name" href="{}" title="{}">{}</a><span class="hidden-text">. {}</span>'
    return format_html(markup, address, reason, name, reason)


# Cached: a list has a hundred links, and `reverse` takes most of the time of one.
@lru_cache(maxsize=5000)
def _address(account_id: int, applicant_id: int) -> str:
    return reverse("candidate", args=(account_id, applicant_id))


@register.filter
def evidence_text(evidence: Evidence) -> str:
    return str(_EVIDENCE[evidence])


@register.filter
def stage_name(stage: Stage) -> str:
    return stage.name or gettext("unknown stage")


@register.filter
def standing(row: Application) -> str:
    stage = stage_name(row.stage) if row.stage else ""
    vacancy = row.vacancy.position if row.vacancy else ""
    return " · ".join(filter(None, (stage, vacancy))) or gettext("on no vacancy")


@register.filter
def vacancy_state(state: VacancyState) -> str:
    """Name the state of several vacancies, for their heading."""
    return str(_VACANCY_STATES[state])


@register.filter
def phone_link(phone: str) -> str:
    """Return a `tel:` address; "" for a text that is no phone number."""
    digits = re.sub(r"[^\d+]", "", phone)
    return f"tel:{digits}" if _PHONE.fullmatch(phone) and any(map(str.isdecimal, digits)) else ""


@register.filter
def mail_link(address: str) -> str:
    """Return a `mailto:` address; "" for a text that is no e-mail address."""
    try:
        validate_email(address)
    except ValidationError:
        return ""
    return f"mailto:{quote(address, safe='@')}"


@register.filter
def network_name(contact: Contact) -> str:
    return _NETWORKS.get(contact.network.upper(), contact.network.capitalize())


@register.filter
def contact_link(contact: Contact) -> str:
    """Return the address of a contact's page; "" for a text that is no link and no Telegram name."""
    if contact.network.upper() == "TELEGRAM" and (name := _TELEGRAM_NAME.fullmatch(contact.value)):
        return f"https://t.me/{name[1]}"
    return safe_link(contact.value)
