"""The lines of candidates' histories: who moved them when, and what was said in between."""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime
from functools import cached_property
from random import Random
from typing import Any

from sandbox.world.company import Candidate, Company, Coworker, LogEntry
from sandbox.world.dates import at, office_hour
from sandbox.world.hiring import stage_id
from sandbox.world.journeys import NEW, Step
from sandbox.world.people import happens
from sandbox.world.remarks import REMARKS

REMARKED, WRITTEN_TO = 0.35, 0.3
"""The shares of steps after which somebody remarks on the candidate, and of candidates who get a mail."""
MOST_DAYS = 3
"""How long after a step somebody remarks on it."""


@dataclass(frozen=True)
class History:
    """Writes histories up to the end of yesterday; `ids` gives the ids of the lines."""

    company: Company
    rng: Random
    ids: Iterator[int]
    today: date

    def lines(self, person: Candidate, journeys: Mapping[int, Sequence[Step]]) -> list[LogEntry]:
        """All lines of a candidate who made these journeys, by the id of the vacancy; oldest first."""
        author = self._recruiter(person.organisation, min(journeys, default=0))
        lines = [self._line("ADD", person, author, person.created)]
        for vacancy, steps in journeys.items():
            lines += self._moves(person, vacancy, steps)
            lines += self._remarks(person, vacancy, steps)
        if happens(self.rng, WRITTEN_TO):
            sent = office_hour(person.created, self.rng)
            if sent < at(self.today, 0):
                # Mail shows as a comment without text.
                lines.append(self._line("COMMENT", person, author, sent))
        return sorted(lines, key=lambda line: line.created)

    def _moves(self, person: Candidate, vacancy: int, steps: Sequence[Step]) -> Iterator[LogEntry]:
        organisation = person.organisation
        recruiter = self._recruiter(organisation, vacancy)
        for step in steps:
            kind = "VACANCY-ADD" if step.place == NEW else "STATUS"
            reason = None if step.reason is None else organisation * 10 + step.reason
            fields = {"status": stage_id(organisation, step.place), "rejection_reason": reason}
            yield self._line(kind, person, recruiter, step.moment, vacancy=vacancy, **fields)

    def _remarks(self, person: Candidate, vacancy: int, steps: Sequence[Step]) -> Iterator[LogEntry]:
        ends = [*(step.moment for step in steps[1:]), at(self.today, 0)]
        team = self.teams[person.organisation]
        for step, end in zip(steps, ends, strict=True):
            if not happens(self.rng, REMARKED):
                continue
            said = office_hour(step.moment, self.rng, days=self.rng.uniform(0, MOST_DAYS))
            if said < end:
                text = self.rng.choice(REMARKS[person.organisation][step.place])
                author = self.rng.choice(team)
                yield self._line("COMMENT", person, author, said, vacancy=vacancy, comment=text)

    def _line(
        self, kind: str, person: Candidate, author: Coworker, created: datetime, **fields: Any
    ) -> LogEntry:
        return LogEntry(next(self.ids), person.id, kind, created, author.member, author.name, **fields)

    @cached_property
    def teams(self) -> dict[int, list[Coworker]]:
        """The coworkers by organisation."""
        found: dict[int, list[Coworker]] = {number: [] for number in self.company.organisations}
        for coworker in self.company.coworkers.values():
            found[coworker.organisation].append(coworker)
        return found

    def _recruiter(self, organisation: int, vacancy: int) -> Coworker:
        """The one who looks after the vacancy."""
        movers = [coworker for coworker in self.teams[organisation] if coworker.kind != "watcher"]
        return movers[vacancy % len(movers)]
