"""What the pages about candidates have in common: organisations, the names behind ids, people on vacancies."""

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, replace

from django.utils import timezone

from google_oauth.cache_service import CacheEntry
from google_oauth.domain.candidates import (
    Account,
    parse_accounts,
    parse_candidates,
    parse_names,
    parse_stages,
    parse_vacancies,
)
from google_oauth.domain.hiring.applications import Application, Dictionaries, current_application
from google_oauth.domain.matching.interviews import CandidateKey, Interviews
from google_oauth.exceptions import NotFound, StillRefreshing, UpstreamError
from google_oauth.services import HuntflowService
from google_oauth.views.blocks.blocks import Patience, Read, read_all, read_if_there
from google_oauth.views.reading import sources

# Candidates as Huntflow lists them, with the id of their organisation.
Listed = tuple[int, object]


@dataclass(frozen=True)
class Names:
    """The dictionaries of an organisation, and the `entries` that they were read from.

    `incomplete` says that some of them, which a page can do without, are still on their way.
    """

    known: Dictionaries
    entries: Sequence[CacheEntry]
    incomplete: bool = False


def read_accounts(service: HuntflowService, patience: Patience) -> tuple[CacheEntry, list[Account]]:
    """Read the organisations that the user belongs to."""
    (entry,) = read_all(patience, service.accounts_entry)
    return entry, parse_accounts(entry.data)


def chosen_account(accounts: Sequence[Account], account_id: int) -> Account:
    """Return the account of that id, or the first for 0; NotFound, without a call, for one not in the list."""
    for account in accounts:
        if account_id in {0, account.id}:
            return account
    raise NotFound("huntflow")


def read_optional(read: Read, patience: Patience) -> CacheEntry | UpstreamError:
    """Read an entry that a block can do without; where it is not there, return the error that says why."""
    return read_if_there(lambda given: read_all(given, read)[0], patience)


def begin_optional(read: Read) -> Callable[[Patience], CacheEntry | UpstreamError]:
    """Start `read_optional`, and return what ends it: other reads that are begun meanwhile run beside it."""
    begun = read_optional(read, Patience(0))
    return lambda patience: begun if isinstance(begun, CacheEntry) else read_optional(read, patience)


def read_names(service: HuntflowService, account: Account, patience: Patience) -> Names:
    """Read the vacancies and the stages, and the tags if they are there; raises UpstreamError."""
    tags = begin_optional(sources.tags(service, account.id))
    entries = read_all(patience, sources.vacancies(service, account.id), sources.stages(service, account.id))
    entry, known = tags(patience), dictionaries(*entries)
    if isinstance(entry, UpstreamError):
        return Names(known, entries, incomplete=isinstance(entry, StillRefreshing))
    return Names(replace(known, tags=parse_names(entry.data)), [*entries, entry])


def read_lists(
    service: HuntflowService, accounts: Sequence[Account], patience: Patience
) -> dict[int, CacheEntry | UpstreamError]:
    """Read the candidates of organisations, by their ids, as far as they are there."""
    begun = {account.id: begin_optional(sources.candidates(service, account.id)) for account in accounts}
    return {account_id: finish(patience) for account_id, finish in begun.items()}


def listed(lists: Mapping[int, CacheEntry | UpstreamError]) -> list[Listed]:
    """Those of the lists that are there."""
    return [(account_id, each.data) for account_id, each in lists.items() if isinstance(each, CacheEntry)]


def placed(
    entry: CacheEntry,
    account: Account,
    names: Dictionaries,
    *,
    vacancy_id: int | None = None,
    interviews: Mapping[CandidateKey, Interviews] | None = None,
) -> list[Application]:
    """Read the entry's candidates, each on the vacancy that is asked for, else where they were seen last.

    `interviews` are those of all candidates, None while the calendar is not known.
    """
    now = timezone.localtime()
    people = parse_candidates(entry.data, account_id=account.id)
    return [
        current_application(each, names, now=now, vacancy_id=vacancy_id, interviews=interviews)
        for each in people
    ]


def dictionaries(vacancies: CacheEntry, stages: CacheEntry) -> Dictionaries:
    """Read the names behind the ids of candidates' links."""
    return Dictionaries(parse_vacancies(vacancies.data), parse_stages(stages.data))
