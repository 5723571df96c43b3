"""Who is to be met: candidates while they are on a stage for interviews, each once a stage."""

from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from itertools import pairwise
from random import Random

from sandbox.world.company import Candidate, Company, LogEntry
from sandbox.world.hiring import stage_id
from sandbox.world.journeys import INTERVIEWS
from sandbox.world.people import Account

PATIENCE = timedelta(days=16)
"""How long after coming to a stage somebody is met at the latest."""


@dataclass(frozen=True)
class Stay:
    """That a candidate is on a stage (by its place) of a vacancy since a move, and on which days they are met."""

    place: int
    move: LogEntry
    first_day: date
    last_day: date

    @property
    def candidate(self) -> int:
        """The candidate's id."""
        return self.move.candidate

    @property
    def vacancy(self) -> int:
        """The vacancy's id."""
        return self.move.vacancy or 0

    @property
    def since(self) -> datetime:
        """When the candidate came to the stage."""
        return self.move.created

    def spans(self, day: date) -> bool:
        """Whether a meeting on `day` falls between the moves, and not too long after the first."""
        return self.first_day <= day <= self.last_day


class Interviewees:
    """All stays, in an order by chance, and who was taken already."""

    def __init__(self, company: Company, rng: Random) -> None:
        self._company = company
        self._stays = [stay for person in company.candidates.values() for stay in _stays(company, person)]
        rng.shuffle(self._stays)
        self._taken: set[tuple[int, date]] = set()
        known = Counter((person.first_name, person.last_name) for person in company.candidates.values())
        self.namesakes = frozenset(
            person.id
            for person in company.candidates.values()
            if known[person.first_name, person.last_name] > 1
        )

    def take(self, owner: Account, day: date, *, namesake: bool = False) -> Stay | None:
        """Somebody whom the owner sees and can meet on that day, from among the namesakes or the others.

        Nobody is met twice a day.
        """
        for place, stay in enumerate(self._stays):
            if (
                stay.spans(day)
                and (stay.candidate in self.namesakes) == namesake
                and (stay.candidate, day) not in self._taken
                and self._company.vacancies[stay.vacancy].seen_by(owner)
            ):
                self._taken.add((stay.candidate, day))
                return self._stays.pop(place)
        return None


def _stays(company: Company, person: Candidate) -> Iterator[Stay]:
    if person.merged_into is not None:
        return
    places = {stage_id(person.organisation, place): place for place in INTERVIEWS}
    moves = [entry for entry in company.logs[person.id] if entry.status]
    for link in person.links:
        own = [move for move in moves if move.vacancy == link.vacancy]
        for move, following in pairwise([*own, None]):
            if move is not None and move.status in places:
                yield _stay(places[move.status], move, following)


def _stay(place: int, move: LogEntry, following: LogEntry | None) -> Stay:
    since, a_day = move.created.date(), timedelta(days=1)
    last_day = since + PATIENCE
    if following is not None:
        last_day = min(last_day, following.created.date() - a_day)
    return Stay(place, move, since + a_day, last_day)
