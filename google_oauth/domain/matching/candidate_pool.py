"""The candidates that events are matched to."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.candidates import Account, Candidate, parse_candidates
from google_oauth.domain.matching.event_matching import Matching, index_candidates, match_events
from google_oauth.domain.matching.mentions import mentions_in


@dataclass(frozen=True, slots=True)
class CandidatePool:
    """Lists of candidates as JSON, with organisations' ids; the rest is as for `index_candidates`."""

    accounts: Sequence[Account]
    lists: Sequence[tuple[int, Sequence[object]]]
    own_domains: Collection[str]
    hosts: Collection[str]

    def match(self, events: Sequence[Event], *, also: Iterable[Candidate] = ()) -> dict[str, Matching]:
        """Match events to the candidates of the lists and to `also`, by the ids of the events."""
        mentions = mentions_in(events, hosts=self.hosts)
        listed = (
            candidate
            for account_id, items in self.lists
            # Parses only mentioned candidates: a few dozen of hundreds.
            for candidate in parse_candidates(mentions.among(items), account_id=account_id)
        )
        index = index_candidates(
            [*listed, *also], self.accounts, own_domains=self.own_domains, hosts=self.hosts
        )
        return match_events(events, index)
