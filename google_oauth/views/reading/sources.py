"""The entries that pages read, each with the same arguments everywhere, so that pages share what is cached."""

from collections.abc import Sequence
from functools import partial
from typing import TYPE_CHECKING, Any, cast

from django.http import HttpRequest

from google_oauth.domain.calendar.periods import Reach
from google_oauth.services import (
    GoogleCalendarService,
    GoogleDriveService,
    GoogleOAuthService,
    GoogleSheetsService,
    HuntflowService,
)
from google_oauth.views.blocks.blocks import Read

if TYPE_CHECKING:
    from django.contrib.auth.models import User

# The parts of Google that are connected one by one.
FEATURES = ("calendar", "drive")
# How much a page asks for. A list as long as this was cut, and the page says so.
EVENTS_LIMIT = 2500
# One window that serves the coming days as well as the interviews that await a decision.
EVENTS_REACH = Reach(days_back=100, days_ahead=100)
# Drive's own largest page, so that a list is one call.
FILES_LIMIT = 1000
# Ten calls of thirty people.
CANDIDATES_LIMIT = 300


def cut_at(items: Sequence[object], limit: int) -> int:
    """Return `limit` where a list goes on beyond it, else 0."""
    return limit if len(items) >= limit else 0


def google(request: HttpRequest) -> GoogleOAuthService:
    """Return the Google account of the signed-in user, one for the whole request."""
    service: GoogleOAuthService = vars(request).setdefault(
        "google", GoogleOAuthService(cast("User", request.user))
    )
    return service


def huntflow(request: HttpRequest) -> HuntflowService:
    """Return the Huntflow of the signed-in user, one for the whole request."""
    service: HuntflowService = vars(request).setdefault(
        "huntflow", HuntflowService(cast("User", request.user))
    )
    return service


def events(request: HttpRequest, asked: Reach = EVENTS_REACH) -> Read:
    """Read the events of the primary calendar, at least as far around today as every page looks."""
    return partial(
        GoogleCalendarService(google(request)).events_entry,
        max_results=EVENTS_LIMIT,
        days_ahead=max(asked.days_ahead, EVENTS_REACH.days_ahead),
        days_back=max(asked.days_back, EVENTS_REACH.days_back),
    )


def files(request: HttpRequest) -> Read:
    """Read the files of Drive, the one changed last first."""
    return partial(GoogleDriveService(google(request)).files_entry, FILES_LIMIT)


def sheets(request: HttpRequest) -> Read:
    """Read the documents of Google Sheets, the one changed last first."""
    return partial(GoogleSheetsService(google(request)).spreadsheets_entry, FILES_LIMIT)


def vacancies(service: HuntflowService, account_id: int) -> Read:
    """Read all vacancies of an organisation, whatever their state."""
    return partial(service.vacancies_entry, account_id)


def stages(service: HuntflowService, account_id: int) -> Read:
    """Read the stages of hiring of an organisation."""
    return partial(service.statuses_entry, account_id)


def tags(service: HuntflowService, account_id: int) -> Read:
    """Read the tags of an organisation."""
    return partial(service.tags_entry, account_id)


def rejection_reasons(service: HuntflowService, account_id: int) -> Read:
    """Read why an organisation rejects candidates."""
    return partial(service.rejection_reasons_entry, account_id)


def candidates(service: HuntflowService, account_id: int, vacancy_id: int | None = None) -> Read:
    """Read the candidates of an organisation, or of one of its vacancies."""
    return partial(service.applicants_entry, account_id, vacancy_id, CANDIDATES_LIMIT)


def known_candidates(service: HuntflowService, account_id: int) -> list[dict[str, Any]]:
    """Return what `candidates` of an organisation would read, as far as it is fresh, without a call."""
    return service.known_applicants(account_id, CANDIDATES_LIMIT)


def candidate(service: HuntflowService, account_id: int, applicant_id: int) -> Read:
    """Read one candidate."""
    return partial(service.applicant_entry, account_id, applicant_id)


def log(service: HuntflowService, account_id: int, applicant_id: int) -> Read:
    """Read how one candidate moved over vacancies and stages."""
    return partial(service.applicant_log_entry, account_id, applicant_id)
