"""Refreshing one entry of a user, of any data set."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User

from google_oauth.cache_service import CacheEntry, data_set_of
from google_oauth.cache_service.report import entries
from google_oauth.services.google.account import GoogleOAuthService
from google_oauth.services.google.calendar import GoogleCalendarService
from google_oauth.services.google.drive import GoogleDriveService, GoogleSheetsService
from google_oauth.services.huntflow.service import HuntflowService


@dataclass(frozen=True)
class Refreshed:
    """The result: whether the answer is newer than before, when it was fetched, and the reason of a failure."""

    is_newer: bool
    cached_at: datetime
    reason: str


def entry_method(user: User, service: str) -> Callable[..., CacheEntry] | None:
    """The method of a service object that reads a data set, as declared; its parameters are those of the entry."""
    google = GoogleOAuthService(user)
    services = (
        GoogleCalendarService(google),
        GoogleDriveService(google),
        GoogleSheetsService(google),
        HuntflowService(user),
    )
    name = data_set_of(service).method
    return next((getattr(each, name) for each in services if name and hasattr(each, name)), None)


def refresh_own(user: User, service: str, digest: str) -> Refreshed | None:
    """Fetch the user's entry with this digest anew; None if there is no such entry, or no service reads it.

    Raises the UpstreamError tree, and CacheUnavailable when Redis does not answer.
    """
    found = (info for info in entries.entries_of(user.pk) if (info.service, info.digest) == (service, digest))
    info = next(found, None)
    read = entry_method(user, service) if info else None
    if not (info and read):
        return None
    entry = read(**info.parameters, force=True)
    reason = entry.failure.reason if entry.failure else ""
    return Refreshed(info.cached_at is None or entry.cached_at > info.cached_at, entry.cached_at, reason)
