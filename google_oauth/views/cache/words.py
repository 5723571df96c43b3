"""Texts and links of the cache page: parameters of entries, users, and the state of Redis."""

from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any, Final

from django.contrib.auth.models import User
from django.urls import reverse
from django.utils.translation import gettext, ngettext
from django.utils.translation import gettext_lazy as _

from google_oauth.cache_service.datasets import CANDIDATES
from google_oauth.services.cache_page import redis_state

_REFUSALS: Final = {
    "OOM": _("its memory is full"),
    "READONLY": _("it is read-only"),
    "LOADING": _("it is still loading"),
}


@dataclass(frozen=True)
class RedisLine:
    """The state of Redis in a few words, its colour, and its consequences for the reader, if any."""

    title: str
    tone: str
    text: str = ""


def parameters_text(parameters: Mapping[str, Any]) -> str:
    """Describe the parameters of an entry; a parameter without words here appears unchanged."""
    said = [_said(name, value) for name, value in parameters.items() if value is not None]
    return ", ".join(said) or gettext("everything")


def entry_link(service: str, parameters: Mapping[str, Any]) -> str:
    """The page that shows the entry; "" where its parameters say enough."""
    if "candidate_id" in parameters:
        return reverse("candidate", args=[parameters["account_id"], parameters["candidate_id"]])
    if service == CANDIDATES.service:
        vacancy = parameters.get("vacancy_id")
        suffix = f"&vacancy={vacancy}" if vacancy else ""
        return f"{reverse('candidates')}?account={parameters['account_id']}{suffix}"
    return ""


def person_name(user: User | None, user_id: int) -> str:
    """The name of a user; None is a deleted user, of whom only the number is left."""
    if user is None:
        return gettext("Deleted user %(id)d") % {"id": user_id}
    return user.get_full_name() or user.email or user.get_username()


def redis_line(*, known: bool) -> RedisLine:
    """Describe the state of Redis; `known` is True when it has just answered."""
    state = redis_state()
    refused = state.refused
    if "read" in refused:
        return RedisLine(gettext("Redis gives nothing out"), "danger", _because(refused["read"]))
    if state.is_away or not known:
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
