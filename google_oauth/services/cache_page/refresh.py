"""Asking an upstream anew what one of a person's entries answers, whatever data set it is of."""

from collections.abc import Callable
from dataclasses import dataclass
from datetime import datetime
from typing import Any, Final

from django.contrib.auth.models import User

from google_oauth.cache_service import CacheEntry
from google_oauth.cache_service.report import entries as inventory
from google_oauth.cache_service.report.entries import Kept
from google_oauth.services.google.account import GoogleOAuthService
from google_oauth.services.google.calendar import GoogleCalendarService
from google_oauth.services.google.drive import GoogleDriveService, GoogleSheetsService
from google_oauth.services.huntflow.service import HuntflowService

Read = Callable[..., CacheEntry]


def _calendar(user: User) -> GoogleCalendarService:
    return GoogleCalendarService(GoogleOAuthService(user))


def _candidate(read: Callable[[HuntflowService], Read]) -> Callable[[User], Read]:
    """The facade names a person `candidate_id`, the service `applicant_id`."""

    def bound(user: User) -> Read:
        entry = read(HuntflowService(user))

        def ask(account_id: int, candidate_id: int, **manner: Any) -> CacheEntry:
            return entry(account_id, candidate_id, **manner)

        return ask

    return bound


# For each data set, the service's reader of it; parameters of an entry are its arguments.
READERS: Final[dict[str, Callable[[User], Read]]] = {
    "google_calendar_events": lambda user: _calendar(user).events_entry,
    "google_calendars": lambda user: _calendar(user).calendars_entry,
    "google_drive_files": lambda user: GoogleDriveService(GoogleOAuthService(user)).files_entry,
    "google_sheets": lambda user: GoogleSheetsService(GoogleOAuthService(user)).spreadsheets_entry,
    "huntflow_candidates": _candidate(lambda service: service.applicant_entry),
    "huntflow_candidate_logs": _candidate(lambda service: service.applicant_log_entry),
    "huntflow_candidate_lists": lambda user: HuntflowService(user).applicants_entry,
    "huntflow_vacancies": lambda user: HuntflowService(user).vacancy_entry,
    "huntflow_vacancy_lists": lambda user: HuntflowService(user).vacancies_entry,
    "huntflow_statuses": lambda user: HuntflowService(user).statuses_entry,
    "huntflow_tags": lambda user: HuntflowService(user).tags_entry,
    "huntflow_rejection_reasons": lambda user: HuntflowService(user).rejection_reasons_entry,
    "huntflow_accounts": lambda user: HuntflowService(user).accounts_entry,
}


@dataclass(frozen=True)
class Refreshed:
    """What came of it: whether the upstream gave an answer, since when that is known, and why it gave none."""

    is_newer: bool
    cached_at: datetime
    reason: str


def refresh_own(user: User, service: str, digest: str) -> Refreshed | None:
    """Ask the upstream anew what the user's entry with this digest answers; None when there is none.

    Raises the UpstreamError tree, and CacheUnavailable when Redis does not say what the question was.
    """
    kept = _find(user.pk, service, digest)
    if kept is None:
        return None
    entry = READERS[service](user)(**kept.parameters, force=True)
    reason = entry.failure.reason if entry.failure else ""
    is_newer = kept.cached_at is None or entry.cached_at > kept.cached_at
    return Refreshed(is_newer, entry.cached_at, reason)


def _find(user_id: int, service: str, digest: str) -> Kept | None:
    entries = inventory.entries_of(user_id)
    return next((kept for kept in entries if (kept.service, kept.digest) == (service, digest)), None)
