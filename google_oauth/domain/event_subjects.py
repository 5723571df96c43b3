"""The candidates whom events are about."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass, field
from datetime import datetime

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.calendar.meetings import is_meeting
from google_oauth.domain.candidates import Account, Candidate, parse_candidates
from google_oauth.domain.hiring.applications import Application, Dictionaries, current_application
from google_oauth.domain.matching.candidate_pool import CandidatePool
from google_oauth.domain.matching.event_matching import NO_MATCH, Evidence, Match, Matching, Unclear
from google_oauth.domain.matching.interviews import CandidateKey, Interviews, interview_ids


@dataclass(frozen=True, slots=True)
class People:
    """The candidates of all of the user's organisations, and the names behind their ids by organisation."""

    pool: CandidatePool
    names: Mapping[int, Dictionaries]

    @property
    def accounts(self) -> Sequence[Account]:
        return self.pool.accounts

    def rows(
        self, *, now: datetime, interviews: Mapping[CandidateKey, Interviews] | None = None
    ) -> list[Application]:
        """List the current application of each candidate; arguments as for `current_application`."""
        return [
            current_application(candidate, self.names[account_id], now=now, interviews=interviews)
            for account_id, items in self.pool.lists
            for candidate in parse_candidates(items, account_id=account_id)
        ]


@dataclass(frozen=True, slots=True)
class EventSubject:
    """The candidates whom an event may be about; not `judged` if it is no meeting or they are unknown."""

    applications: tuple[Application, ...] = ()
    evidence: Evidence | None = None
    judged: bool = False

    @property
    def application(self) -> Application | None:
        """The candidate, on the vacancy that the event names; None unless there is exactly one."""
        return self.applications[0] if len(self.applications) == 1 else None

    @property
    def unclear(self) -> bool:
        return len(self.applications) > 1


@dataclass(frozen=True, slots=True)
class EventMatching:
    """Events matched to candidates, by id; without `people`, interviews are recognised by titles alone."""

    events: Sequence[Event]
    people: People | None
    matches: Mapping[str, Matching]
    interviews: frozenset[str]
    now: datetime
    _subjects: dict[str, EventSubject] = field(default_factory=dict, init=False, repr=False, compare=False)

    def subject_of(self, event: Event) -> EventSubject:
        """Return the subject of the event. It is remembered: a page asks several times."""
        if event.id not in self._subjects:
            self._subjects[event.id] = self._subject_of(event)
        return self._subjects[event.id]

    def _subject_of(self, event: Event) -> EventSubject:
        match self.matches.get(event.id, NO_MATCH):
            case Match() as found:
                application = self._application(found.candidate, found.vacancy_id)
                return EventSubject((application,), found.evidence, judged=True)
            case Unclear() as found:
                return EventSubject(
                    tuple(map(self._application, found.candidates)), found.evidence, judged=True
                )
            case _:
                return EventSubject(judged=self.people is not None and is_meeting(event))

    def _application(self, candidate: Candidate, vacancy_id: int | None = None) -> Application:
        names = self.people.names[candidate.account_id] if self.people else Dictionaries({}, {})
        return current_application(candidate, names, now=self.now, vacancy_id=vacancy_id)


def match_people(events: Sequence[Event], people: People | None, *, now: datetime) -> EventMatching:
    """Match events to the candidates, if known; `now` is in the reader's zone."""
    matches = people.pool.match(events) if people else {}
    return EventMatching(events, people, matches, interview_ids(events, matches), now)
