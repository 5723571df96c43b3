"""Which candidate an event is about.

The strongest evidence decides: a link to Huntflow in the description or location, then the address of an
external guest, then a full name in the title. One candidate is a match, several are unclear, none makes an
internal meeting.
"""

from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from enum import StrEnum

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.calendar.meetings import is_meeting
from google_oauth.domain.candidates import Account, Candidate
from google_oauth.domain.matching.huntflow_links import CandidateLink, candidate_links
from google_oauth.domain.matching.names import NameIndex, index_names, people_named

# Public mail services. A shared domain of these makes no colleague.
_PUBLIC_MAIL = frozenset(
    {
        "bk.ru",
        "gmail.com",
        "googlemail.com",
        "hotmail.com",
        "icloud.com",
        "inbox.ru",
        "list.ru",
        "live.com",
        "mail.ru",
        "me.com",
        "outlook.com",
        "proton.me",
        "protonmail.com",
        "rambler.ru",
        "ya.ru",
        "yahoo.com",
        "yandex.com",
        "yandex.ru",
    }
)


class Evidence(StrEnum):
    LINK = "link"
    EMAIL = "email"
    NAME = "name"


@dataclass(frozen=True, slots=True)
class Match:
    """The event is about this candidate; `vacancy_id` is the vacancy in the link, if any.

    A link also counts for a candidate in none of the lists, of whom only the ids are known then.
    """

    candidate: Candidate
    evidence: Evidence
    vacancy_id: int | None = None


@dataclass(frozen=True, slots=True)
class Unclear:
    """The event may be about any of these candidates, two or more."""

    candidates: tuple[Candidate, ...]
    evidence: Evidence


@dataclass(frozen=True, slots=True)
class NoMatch:
    """No evidence names a candidate."""


Matching = Match | Unclear | NoMatch
NO_MATCH = NoMatch()


@dataclass(frozen=True, slots=True)
class CandidateIndex:
    by_key: Mapping[tuple[int, int], Candidate]
    by_email: Mapping[str, tuple[Candidate, ...]]
    names: NameIndex
    account_ids: Mapping[str, int]
    own_domains: Collection[str]
    hosts: Collection[str]


def index_candidates(
    candidates: Iterable[Candidate],
    accounts: Iterable[Account],
    *,
    own_domains: Collection[str] = frozenset(),
    hosts: Collection[str] = frozenset(),
) -> CandidateIndex:
    """Index the candidates of all of the user's organisations.

    Guests from `own_domains` (see `company_domains`) are colleagues, even if Huntflow knows their address.
    `hosts` are those of the connected installation (see `huntflow_hosts`).
    """
    by_key = {candidate.key: candidate for candidate in candidates}
    by_email: dict[str, tuple[Candidate, ...]] = {}
    for candidate in by_key.values():
        if "@" in candidate.email:
            address = candidate.email.casefold()
            by_email[address] = (*by_email.get(address, ()), candidate)
    account_ids = {account.nick.casefold(): account.id for account in accounts}
    return CandidateIndex(by_key, by_email, index_names(by_key.values()), account_ids, own_domains, hosts)


def company_domains(address: str, configured: Iterable[str] = ()) -> frozenset[str]:
    """Return the configured domains and that of the reader's address, without public mail services."""
    own = {_domain(address), *(domain.casefold() for domain in configured)}
    return frozenset(own - _PUBLIC_MAIL - {""})


def match_events(events: Sequence[Event], index: CandidateIndex) -> dict[str, Matching]:
    """Return the matching of each event by its id."""
    named = people_named([event.title for event in events], index.names)
    return {event.id: _matching(event, people, index) for event, people in zip(events, named, strict=True)}


def _matching(event: Event, named: Sequence[Candidate], index: CandidateIndex) -> Matching:
    if not is_meeting(event):
        return NO_MATCH
    return (
        _linked(event, index)
        or _judged(_invited(event, index), Evidence.EMAIL)
        or _judged(named, Evidence.NAME)
        or NO_MATCH
    )


def _linked(event: Event, index: CandidateIndex) -> Matching | None:
    links = candidate_links(f"{event.description}\n{event.location}", hosts=index.hosts)
    known = [link for link in links if link.nick in index.account_ids]
    judged = _judged((_person(link, index) for link in known), Evidence.LINK)
    if isinstance(judged, Match):
        vacancy_id = next(filter(None, (link.vacancy_id for link in known)), None)
        return Match(judged.candidate, Evidence.LINK, vacancy_id)
    return judged


def _person(link: CandidateLink, index: CandidateIndex) -> Candidate:
    account_id = index.account_ids[link.nick]
    return index.by_key.get((account_id, link.candidate_id)) or Candidate(link.candidate_id, account_id)


def _invited(event: Event, index: CandidateIndex) -> Iterator[Candidate]:
    for guest in event.guests:
        if _domain(guest.email) not in index.own_domains:
            yield from index.by_email.get(guest.email.casefold(), ())


def _judged(candidates: Iterable[Candidate], evidence: Evidence) -> Match | Unclear | None:
    distinct = tuple({candidate.key: candidate for candidate in candidates}.values())
    if len(distinct) > 1:
        return Unclear(distinct, evidence)
    return Match(distinct[0], evidence) if distinct else None


def _domain(address: str) -> str:
    return address.casefold().rpartition("@")[2]
