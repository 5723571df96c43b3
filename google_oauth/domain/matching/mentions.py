"""A cheap filter of Huntflow's lists before parsing: candidates whom some events may mention."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.matching.huntflow_links import candidate_links
from google_oauth.domain.matching.names import Surnames
from google_oauth.domain.parsing import reading


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
