"""The age of a block's data, and the reasons for missing data, in words."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from django.utils import timezone
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from google_oauth.cache_service import CacheEntry, data_set_of
from google_oauth.exceptions import (
    NotFound,
    ReconnectRequired,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)

_NAMES = {"google": _("Google"), "huntflow": _("Huntflow")}

_REASONS = {
    "timeout": _("%(upstream)s did not answer in time."),
    "connection": _("%(upstream)s cannot be reached."),
    "server_error": _("%(upstream)s reports a failure of its own."),
    "rate_limited": _("%(upstream)s asks for a pause: too many requests."),
    "malformed": _("%(upstream)s gave an answer that makes no sense."),
    "quota": _("The quota at %(upstream)s is used up for the moment."),
    "still_refreshing": _("%(upstream)s is taking its time."),
    "not_connected": _("%(upstream)s is not connected yet."),
    "revoked": _("%(upstream)s no longer lets this application in."),
    "scope_missing": _("This part of %(upstream)s is not connected yet."),
    "pair_dead": _("%(upstream)s no longer accepts the token pair."),
    "bad_request": _("%(upstream)s did not understand the question. Please tell the administrator."),
    "payment_required": _("The organisation's plan at %(upstream)s does not cover this."),
    "forbidden": _("You have no right to see this at %(upstream)s. An administrator there can grant it."),
    "api_not_enabled": _(
        "The application may not use this part of %(upstream)s. An administrator must enable it."
    ),
    "daily_quota": _("Today's quota at %(upstream)s is used up. It is renewed tomorrow."),
    "bad_address": _(
        "This is no address of %(upstream)s that may be used here. It begins with https://, and an administrator can allow it."
    ),
    "bad_token": _("%(upstream)s does not know this token pair."),
    "not_found": _("%(upstream)s does not have it, or does not show it to you."),
}
_OTHER_REASON = _("%(upstream)s did not give an answer.")

# The first that fits; all other errors are "unavailable".
_KINDS = ((ReconnectRequired, "reconnect"), (NotFound, "not_found"), (UpstreamRejected, "refused"))
_TITLES = {
    "loading": _("Loading"),
    "slow": _("This is taking longer than usual"),
    "unavailable": _("This could not be loaded"),
    "reconnect": _("A connection is needed"),
    "refused": _("This was refused"),
    "not_found": _("Nothing is here"),
}
_ICONS = {"slow": "clock", "unavailable": "alert", "reconnect": "plug", "refused": "lock"}
_MISSING_FEATURES = {
    "calendar": _("Google Calendar is not connected yet."),
    "drive": _("The files of Google Drive are not connected yet."),
}
_OF_CALENDAR = {"today", "calendar", "interviews"}
_TONES = {"unavailable": "danger", "not_found": ""}


@dataclass(frozen=True)
class State:
    """Why a block, or a part of it, is missing.

    `kind` is "loading" (the page did not wait), "slow", "unavailable", "reconnect", "refused" or "not_found".
    `failed_at` is when an "unavailable" upstream was last asked. `feature` is the part of Google that the block
    needs, as `google_start` names it.
    """

    kind: str
    text: str = ""
    upstream: str = ""
    feature: str = ""
    failed_at: datetime | None = None

    @property
    def title(self) -> str:
        return str(_TITLES[self.kind])

    @property
    def icon(self) -> str:
        return _ICONS.get(self.kind, "empty")

    @property
    def tone(self) -> str:
        """The colour, as the stylesheet names it."""
        return _TONES.get(self.kind, "warning")

    @property
    def can_retry(self) -> bool:
        return self.kind in {"unavailable", "slow"}


@dataclass(frozen=True)
class Freshness:
    """The age of a block, which is that of its oldest entry.

    `fresh_until` is when its first entry turns stale. `failure` words why the last refresh failed, at `failed_at`;
    it is "" after a refresh that succeeded.
    """

    cached_at: datetime
    fresh_until: datetime
    is_stale: bool
    refreshing: bool
    failure: str = ""
    failed_at: datetime | None = None

    @property
    def tone(self) -> str:
        if self.failure:
            return "danger"
        return "warning" if self.is_stale else "success"


def slow_state() -> State:
    """Return the state of a block that did not come within the hard timeout."""
    return State("slow", gettext("It will be kept as soon as it comes. Ask again in a moment."))


def state_of(error: UpstreamError, *, block: str) -> State:
    """Word the failure of the block, or the source, of that name."""
    feature = "calendar" if block in _OF_CALENDAR else "drive"
    is_feature_missing = error.reason == "scope_missing"
    failed_at = error.failed_at if isinstance(error, UpstreamUnavailable) else None
    kind = next((kind for each, kind in _KINDS if isinstance(error, each)), "unavailable")
    return State(
        kind,
        missing_feature_text(feature) if is_feature_missing else reason_text(error.upstream, error.reason),
        error.upstream,
        feature=feature,
        failed_at=failed_at or timezone.now(),
    )


def freshness_of(entries: Sequence[CacheEntry], names: Sequence[CacheEntry] = ()) -> Freshness | None:
    """Sum up the age of entries, and of those `names` that are stale; None where there are none."""
    shown = [*entries, *(entry for entry in names if entry.is_stale)]
    if not shown:
        return None
    failures = [(entry.service, entry.failure) for entry in (*entries, *names) if entry.failure]
    service, failure = failures[0] if failures else ("", None)
    return Freshness(
        cached_at=min(entry.cached_at for entry in shown),
        fresh_until=min(entry.cached_at + _timeout(entry) for entry in shown),
        is_stale=any(entry.is_stale for entry in shown),
        refreshing=any(entry.refreshing for entry in shown),
        failure=reason_text(data_set_of(service).upstream, failure.reason) if failure else "",
        failed_at=failure.at if failure else None,
    )


def missing_feature_text(feature: str) -> str:
    """Say that a part of Google, "calendar" or "drive", is not connected."""
    return str(_MISSING_FEATURES[feature])


def reason_text(upstream: str, reason: str) -> str:
    return str(_REASONS.get(reason, _OTHER_REASON)) % {"upstream": upstream_name(upstream)}


def upstream_name(upstream: str) -> str:
    return str(_NAMES.get(upstream, upstream))


def _timeout(entry: CacheEntry) -> timedelta:
    return timedelta(seconds=data_set_of(entry.service).timeout)
