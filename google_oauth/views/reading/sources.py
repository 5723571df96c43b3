"""Sources of one data set each. All pages use the same arguments, so that they share cache entries."""

from collections.abc import Callable, Sequence
from dataclasses import dataclass, replace
from functools import partial
from typing import TYPE_CHECKING, Any, TypeVar, cast

from django.http import HttpRequest, QueryDict
from django.utils import timezone
from django.utils.translation import gettext

from google_oauth.cache_service import CacheEntry
from google_oauth.domain.calendar.events import Event, parse_events
from google_oauth.domain.calendar.periods import Reach
from google_oauth.domain.candidates import (
    Account,
    Stage,
    Vacancy,
    parse_accounts,
    parse_names,
    parse_stages,
    parse_vacancies,
)
from google_oauth.domain.files import FILE_ORDER, FILE_SORTS, File, parse_files
from google_oauth.domain.hiring.applications import Dictionaries
from google_oauth.domain.lists.sorting import sort_rows
from google_oauth.domain.parsing.reading import integer
from google_oauth.exceptions import NotFound
from google_oauth.services import (
    GoogleCalendarService,
    GoogleDriveService,
    GoogleOAuthService,
    GoogleSheetsService,
    HuntflowService,
)
from google_oauth.services.huntflow.service import MAX_HUNTFLOW_ID
from google_oauth.views.blocks.reads import Answer, Reads, Source, combine

if TYPE_CHECKING:
    from django.contrib.auth.models import User

T = TypeVar("T")

# The parts of Google that are connected one by one.
FEATURES = ("calendar", "drive")
# The lengths that pages ask for. A list of this length was cut, and the page says so.
EVENTS_LIMIT = 2500
# One window for coming days and for interviews that await a decision.
EVENTS_REACH = Reach(days_back=100, days_ahead=100)
# Drive's own largest page, so that a list is one call.
FILES_LIMIT = 1000
# Ten calls of thirty people.
CANDIDATES_LIMIT = 300


@dataclass(frozen=True, slots=True)
class FileList:
    """Files, the one changed last first. `cut` is the limit where the list goes on beyond it, else 0."""

    files: list[File]
    cut: int


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
    kept = vars(request)
    if "huntflow" not in kept:
        kept["huntflow"] = HuntflowService(cast("User", request.user))
    service: HuntflowService = kept["huntflow"]
    return service


def calendar(reach: Reach = EVENTS_REACH) -> Source[list[Event]]:
    """Events of the primary calendar, at least within EVENTS_REACH."""
    return Source(
        _read_events,
        (max(reach.days_back, EVENTS_REACH.days_back), max(reach.days_ahead, EVENTS_REACH.days_ahead)),
    )


def _read_events(reads: Reads, days_back: int, days_ahead: int) -> Answer[list[Event]]:
    entry = GoogleCalendarService(google(reads.request)).events_entry(
        max_results=EVENTS_LIMIT, days_ahead=days_ahead, days_back=days_back, **reads.manner
    )
    zone = timezone.get_current_timezone()
    return Answer(partial(parse_events, entry.data, zone=zone, untitled=gettext("Untitled")), [entry])


def _read_files(reads: Reads) -> Answer[FileList]:
    entry = GoogleDriveService(google(reads.request)).files_entry(FILES_LIMIT, **reads.manner)
    return Answer(partial(_parse_files, entry.data), [entry])


def _read_sheets(reads: Reads) -> Answer[FileList]:
    entry = GoogleSheetsService(google(reads.request)).spreadsheets_entry(FILES_LIMIT, **reads.manner)
    return Answer(partial(_parse_files, entry.data), [entry])


def _parse_files(items: list[Any]) -> FileList:
    files = sort_rows(parse_files(items, untitled=gettext("Untitled")), FILE_ORDER, FILE_SORTS)
    return FileList(files, cut_at(items, FILES_LIMIT))


def _read_accounts(reads: Reads) -> Answer[list[Account]]:
    entry = huntflow(reads.request).accounts_entry(**reads.manner)
    return Answer(partial(parse_accounts, entry.data), names=[entry])


FILES = Source(_read_files)
SHEETS = Source(_read_sheets)
# The organisations that the user belongs to.
ACCOUNTS = Source(_read_accounts)


def account(account_id: int) -> Source[Account]:
    """The organisation of that id, the first for 0; NotFound for a foreign one."""
    return Source(_read_account, (account_id,))


def _read_account(reads: Reads, account_id: int) -> Answer[Account]:
    if account_id:
        require_possible(account_id)
    accounts = reads.need(ACCOUNTS)
    chosen = next((each for each in accounts.value if account_id in {0, each.id}), None)
    if chosen is None:
        raise NotFound("huntflow")
    return Answer(lambda: chosen, names=accounts.names)


def vacancies(account_id: int) -> Source[dict[int, Vacancy]]:
    """All vacancies of an organisation, whatever their state."""
    return Source(_read_dictionary, (HuntflowService.vacancies_entry, parse_vacancies, account_id))


def stages(account_id: int) -> Source[dict[int, Stage]]:
    return Source(_read_dictionary, (HuntflowService.statuses_entry, parse_stages, account_id))


def tags(account_id: int) -> Source[dict[int, str]]:
    return Source(_read_dictionary, (HuntflowService.tags_entry, parse_names, account_id))


def dictionaries(account_id: int) -> Source[Dictionaries]:
    return Source(_read_dictionaries, (account_id,))


def _read_dictionaries(reads: Reads, account_id: int) -> Answer[Dictionaries]:
    known, steps = reads.all(vacancies(account_id), stages(account_id))
    return combine(lambda: Dictionaries(known.value, steps.value), known, steps)


def dictionaries_with_tags(account_id: int) -> Source[Dictionaries]:
    """The same with the tags, which are optional."""
    return Source(_read_dictionaries_with_tags, (account_id,))


def _read_dictionaries_with_tags(reads: Reads, account_id: int) -> Answer[Dictionaries]:
    if not reads.force:
        reads.start(tags(account_id))
    names = reads.need(dictionaries(account_id))
    named = reads.optional(tags(account_id))
    return combine(lambda: replace(names.value, tags=named.value or {}), names, named)


def rejection_reasons(account_id: int) -> Source[dict[int, str]]:
    return Source(_read_dictionary, (HuntflowService.rejection_reasons_entry, parse_names, account_id))


def _read_dictionary(
    reads: Reads, entry_of: Callable[..., CacheEntry], parse: Callable[[Any], T], account_id: int
) -> Answer[T]:
    entry = entry_of(huntflow(reads.request), account_id, **reads.manner)
    return Answer(partial(parse, entry.data), names=[entry])


def candidates(account_id: int, vacancy_id: int | None = None) -> Source[list[Any]]:
    """The candidates of an organisation, or of one of its vacancies, as JSON."""
    return Source(_read_candidates, (account_id, vacancy_id))


def _read_candidates(reads: Reads, account_id: int, vacancy_id: int | None) -> Answer[list[Any]]:
    service = huntflow(reads.request)
    entry = service.applicants_entry(account_id, vacancy_id, CANDIDATES_LIMIT, **reads.manner)
    return Answer(lambda: entry.data, [entry])


def id_in(query: QueryDict, name: str) -> int:
    """Return the id that the query gives: 0 where it gives none, -1 for what cannot be one."""
    raw = query.get(name, "")
    return (integer(raw) or -1) if raw else 0


def require_possible(number: int) -> None:
    """Raise NotFound for a number that Huntflow cannot have given as an id."""
    if not 0 < number <= MAX_HUNTFLOW_ID:
        raise NotFound("huntflow")
