"""The candidates that events are matched to, filtered cheaply before parsing by what events mention."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.candidates import Account, Candidate, parse_candidates
from google_oauth.domain.matching.event_matching import Matching, index_candidates, match_events
from google_oauth.domain.matching.huntflow_links import candidate_links
from google_oauth.domain.matching.names import Surnames
from google_oauth.domain.parsing import reading


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


@dataclass(frozen=True, slots=True)
class Mentions:
    """Candidates in events: ids in links, case-folded addresses of guests, names in titles."""

    ids: Collection[int]
    addresses: Collection[str]
    surnames: Surnames

    def among(self, items: object) -> Sequence[Mapping[str, object]]:
        """Return the items that may be mentioned, in order; `match_events` finds the others in no event."""
        people = reading.records(items)
        named = self.surnames.may_stand([reading.text(each.get("last_name")) for each in people])
        return [each for each, is_named in zip(people, named, strict=True) if is_named or self._has(each)]

    def _has(self, person: Mapping[str, object]) -> bool:
        known = reading.integer(person.get("id")) in self.ids
        return known or reading.text(person.get("email")).casefold() in self.addresses


def mentions_in(events: Iterable[Event], *, hosts: Collection[str] = frozenset()) -> Mentions:
    """Collect the mentions in the events; `hosts` as for `index_candidates`."""
    read = list(events)
    links = (
        link
        for event in read
        for link in candidate_links(f"{event.description}\n{event.location}", hosts=hosts)
    )
    return Mentions(
        frozenset(link.candidate_id for link in links),
        frozenset(guest.email.casefold() for event in read for guest in event.guests),
        Surnames(event.title for event in read),
    )
