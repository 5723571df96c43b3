"""Events with the candidates whom they are about, shared by the pages that show both."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, replace
from typing import TYPE_CHECKING, cast

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone
from django.utils.translation import gettext

from google_oauth.cache_service import CacheEntry
from google_oauth.domain.calendar.events import Event, parse_events
from google_oauth.domain.calendar.meetings import is_meeting
from google_oauth.domain.candidates import Account, Candidate, parse_candidates, parse_names
from google_oauth.domain.hiring.applications import Application, Dictionaries, current_application
from google_oauth.domain.matching.event_matching import (
    NO_MATCH,
    CandidateIndex,
    Evidence,
    Match,
    Matching,
    Unclear,
    company_domains,
    index_candidates,
    match_events,
)
from google_oauth.domain.matching.huntflow_links import huntflow_hosts
from google_oauth.domain.matching.interviews import (
    CandidateKey,
    Interviews,
    interview_ids,
    interviews_by_candidate,
)
from google_oauth.domain.matching.mentions import mentions_in
from google_oauth.exceptions import StillRefreshing, UpstreamError
from google_oauth.views.blocks.blocks import Patience, read_all
from google_oauth.views.reading import sources
from google_oauth.views.reading.applications import (
    Listed,
    begin_optional,
    dictionaries,
    placed,
    read_accounts,
)

if TYPE_CHECKING:
    from django.contrib.auth.models import User


@dataclass(frozen=True)
class People:
    """The candidates of all of the user's organisations, and the names behind what they hold.

    `lists` are the entries of the candidates, one for each of the accounts, `dictionaries` those of the names.
    `incomplete` says that some of the names, which a page can do without, are still on their way.
    """

    accounts: Sequence[Account]
    names: Mapping[int, Dictionaries]
    lists: Sequence[CacheEntry]
    dictionaries: Sequence[CacheEntry]
    incomplete: bool = False

    def rows(self, interviews: Mapping[CandidateKey, Interviews] | None = None) -> list[Application]:
        """All of them, each where they were seen last, with their interviews if the calendar is known."""
        return [
            row
            for account, entry in zip(self.accounts, self.lists, strict=True)
            for row in placed(entry, account, self.names[account.id], interviews=interviews)
        ]

    @property
    def listed(self) -> list[Listed]:
        """All of them, as Huntflow lists them."""
        return [(account.id, entry.data) for account, entry in zip(self.accounts, self.lists, strict=True)]


@dataclass(frozen=True)
class About:
    """Whom an event is about, and by what `evidence`: nobody, one candidate, or several of whom it is unclear which.

    `judged` is False where nobody can tell: while the candidates are not known, and of what is no meeting.
    """

    placements: tuple[Application, ...] = ()
    evidence: Evidence | None = None
    judged: bool = False

    @property
    def placement(self) -> Application | None:
        """The one candidate, on the vacancy that the event names; None where there is not exactly one."""
        return self.placements[0] if len(self.placements) == 1 else None

    @property
    def unclear(self) -> bool:
        """Whether the event may be about any of several."""
        return len(self.placements) > 1


@dataclass(frozen=True)
class Matched:
    """Events, and what the candidates say about them; without `people` the titles alone tell interviews.

    `matches` and `interviews` are by the events' ids.
    """

    events: Sequence[Event]
    people: People | None
    matches: Mapping[str, Matching]
    interviews: frozenset[str]
    _told: dict[str, About] = field(default_factory=dict, init=False, repr=False, compare=False)

    def about(self, event: Event) -> About:
        """Say whom one of the events is about; templates ask several times."""
        if event.id not in self._told:
            self._told[event.id] = self._tell(event)
        return self._told[event.id]

    def _tell(self, event: Event) -> About:
        matching = self.matches.get(event.id, NO_MATCH)
        if isinstance(matching, Match):
            return About(
                (self._placed(matching.candidate, matching.vacancy_id),), matching.evidence, judged=True
            )
        if isinstance(matching, Unclear):
            return About(tuple(map(self._placed, matching.candidates)), matching.evidence, judged=True)
        return About(judged=self.people is not None and is_meeting(event))

    def _placed(self, candidate: Candidate, vacancy_id: int | None = None) -> Application:
        names = self.people.names[candidate.account_id] if self.people else Dictionaries({}, {})
        return current_application(candidate, names, now=timezone.localtime(), vacancy_id=vacancy_id)


def read_events(entry: CacheEntry) -> list[Event]:
    """Read the entry's events with their times in the reader's zone."""
    zone = timezone.get_current_timezone()
    return parse_events(entry.data, zone=zone, untitled=gettext("Untitled"))


def read_people(request: HttpRequest, patience: Patience) -> People:
    """Read the candidates of all organisations with their vacancies and stages; raises UpstreamError."""
    service = sources.huntflow(request)
    accounts_entry, accounts = read_accounts(service, patience)
    reads = [
        read
        for account in accounts
        for read in (
            sources.candidates(service, account.id),
            sources.vacancies(service, account.id),
            sources.stages(service, account.id),
        )
    ]
    entries = read_all(patience, *reads)
    lists, vacancies, stages = entries[::3], entries[1::3], entries[2::3]
    names = {
        account.id: dictionaries(*pair) for account, *pair in zip(accounts, vacancies, stages, strict=True)
    }
    return People(accounts, names, lists, [accounts_entry, *vacancies, *stages])


def with_tags(request: HttpRequest, people: People, patience: Patience) -> People:
    """Add the names of the tags, as far as they are there: nothing fails or waits long for them."""
    service = sources.huntflow(request)
    begun = {account.id: begin_optional(sources.tags(service, account.id)) for account in people.accounts}
    read = {account_id: finish(patience) for account_id, finish in begun.items()}
    entries = {account_id: each for account_id, each in read.items() if isinstance(each, CacheEntry)}
    named = {
        account_id: replace(people.names[account_id], tags=parse_names(entry.data))
        for account_id, entry in entries.items()
    }
    return replace(
        people,
        names={**people.names, **named},
        dictionaries=[*people.dictionaries, *entries.values()],
        incomplete=any(isinstance(each, StillRefreshing) for each in read.values()),
    )


def match(request: HttpRequest, events: Sequence[Event], people: People | UpstreamError) -> Matched:
    """Match the events to the candidates, if these are known."""
    if isinstance(people, UpstreamError):
        return Matched(events, None, {}, interview_ids(events, {}))
    matches = match_events(events, _index(request, events, people.listed, people.accounts))
    return Matched(events, people, matches, interview_ids(events, matches))


def known_interviews(
    request: HttpRequest, calendar: CacheEntry, people: Iterable[Listed], accounts: Sequence[Account]
) -> Mapping[CandidateKey, Interviews]:
    """Find each candidate's interviews among the events; `people` are all who may be meant, namesakes too."""
    events = read_events(calendar)
    matches = match_events(events, _index(request, events, people, accounts))
    return interviews_by_candidate(events, matches, now=timezone.localtime())


def _index(
    request: HttpRequest, events: Sequence[Event], people: Iterable[Listed], accounts: Sequence[Account]
) -> CandidateIndex:
    """Make ready those of the people whom the events may be about."""
    connection = sources.huntflow(request).connection
    hosts = huntflow_hosts(connection.base_url) if connection else frozenset[str]()
    mentions = mentions_in(events, hosts=hosts)
    return index_candidates(
        (
            candidate
            for account_id, items in people
            for candidate in parse_candidates(mentions.among(items), account_id=account_id)
        ),
        accounts,
        own_domains=company_domains(cast("User", request.user).email, settings.GOOGLE_WORKSPACE_DOMAINS),
        hosts=hosts,
    )
