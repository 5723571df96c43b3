"""The cache in words: its data sets, the questions it has answers to, and how Redis is."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from google_oauth.services.cache_page import status

LABELS: Final = {
    "google_calendar_events": _("Calendar events"),
    "google_calendars": _("Calendars"),
    "google_drive_files": _("Files in Drive"),
    "google_sheets": _("Spreadsheets"),
    "huntflow_candidates": _("Candidates, one by one"),
    "huntflow_candidate_logs": _("Histories of candidates"),
    "huntflow_candidate_lists": _("Lists of candidates"),
    "huntflow_vacancies": _("Vacancies, one by one"),
    "huntflow_vacancy_lists": _("Lists of vacancies"),
    "huntflow_statuses": _("Hiring stages"),
    "huntflow_tags": _("Tags of candidates"),
    "huntflow_rejection_reasons": _("Reasons for rejection"),
    "huntflow_accounts": _("Organisations"),
}
_ICONS: Final = {
    "google_calendar_events": "calendar",
    "google_calendars": "calendar",
    "google_drive_files": "folder",
    "google_sheets": "spreadsheet",
}
_REFUSALS: Final = {
    "OOM": _("its memory is full"),
    "READONLY": _("it is read-only"),
    "LOADING": _("it is still loading"),
}


@dataclass(frozen=True)
class RedisLine:
    """How Redis is: a word, the colour that goes with it, and what follows for the reader ("" for nothing)."""

    title: str
    tone: str
    text: str = ""


def label(service: str) -> str:
    """Name a data set."""
    return str(LABELS.get(service, service))


def icon_of(service: str) -> str:
    """Choose the glyph of a data set."""
    return _ICONS.get(service, "people")


def question_text(parameters: Mapping[str, Any]) -> str:
    """Say what was asked; a parameter that nobody has words for is given as it is."""
    said = [_said(name, value) for name, value in parameters.items() if value is not None]
    return ", ".join(said) or gettext("everything")


def question_link(service: str, parameters: Mapping[str, Any]) -> str:
    """Return the address of the page that shows the answer, where its question alone says too little."""
    account = parameters.get("account_id")
    if service in {"huntflow_candidates", "huntflow_candidate_logs"}:
        return reverse("candidate", args=[account, parameters["candidate_id"]])
    if service == "huntflow_candidate_lists":
        vacancy = parameters.get("vacancy_id")
        suffix = f"&vacancy={vacancy}" if vacancy else ""
        return f"{reverse('candidates')}?account={account}{suffix}"
    return ""


def person_name(user: User | None, user_id: int) -> str:
    """Name a colleague whose entries are counted; who was deleted has nothing but a number."""
    if user is None:
        return gettext("Deleted user %(id)d") % {"id": user_id}
    return user.get_full_name() or user.email or user.get_username()


def redis_line(*, known: bool) -> RedisLine:
    """Say how Redis is; `known` tells that it has just told what it holds."""
    refused = status.state().refused
    if "read" in refused:
        return RedisLine(gettext("Redis gives nothing out"), "danger", _because(refused["read"]))
    if status.state().is_away or not known:
        text = gettext("Pages go on working: they ask Google and Huntflow directly, which takes longer.")
        return RedisLine(gettext("Redis does not answer"), "danger", text)
    if "write" in refused:
        return RedisLine(gettext("Redis stores nothing new"), "warning", _because(refused["write"]))
    if "remove" in refused:
        return RedisLine(gettext("Redis removes nothing"), "warning", _because(refused["remove"]))
    return RedisLine(gettext("Redis answers"), "success")


def _because(code: str) -> str:
    reason = str(_REFUSALS.get(code, "")) or gettext("it says %(code)s") % {"code": code}
    return gettext("The reason: %(reason)s. Pages go on working without it.") % {"reason": reason}


def _said(name: str, value: Any) -> str:
    return _WORDS[name](value) if name in _WORDS else f"{name}: {value}"


def _calendar(calendar_id: str) -> str:
    return gettext("the main calendar") if calendar_id == "primary" else calendar_id


def _days_ahead(count: int) -> str:
    return ngettext("%(count)d day ahead", "%(count)d days ahead", count) % {"count": count}


def _days_back(count: int) -> str:
    return ngettext("%(count)d day back", "%(count)d days back", count) % {"count": count}


_WORDS: Final[dict[str, Callable[[Any], str]]] = {
    "calendar_id": _calendar,
    "days_ahead": _days_ahead,
    "days_back": _days_back,
    "max_results": lambda count: gettext("at most %(count)d") % {"count": count},
    "account_id": lambda number: gettext("organisation %(id)d") % {"id": number},
    "candidate_id": lambda number: gettext("candidate %(id)d") % {"id": number},
    "vacancy_id": lambda number: gettext("vacancy %(id)d") % {"id": number},
    "state": lambda state: gettext("state %(state)s") % {"state": state},
}
