"""Who asks what when: visits of pages drawn from a seed. Times are seconds since the day began."""

import random
from collections.abc import Iterator
from dataclasses import dataclass, field
from typing import Any, Final

from google_oauth.cache_service import datasets
from google_oauth.cache_service.datasets import DataSet

DAY: Final = 8 * 3600.0
ORGANISATION: Final = {"account_id": 1}
EVENTS: Final = {"calendar_id": "primary", "days_ahead": 100, "max_results": 2500, "days_back": 100}
# Bytes of an answer: what the sandbox's company of 400 candidates has under the client's masks, rounded.
SIZES: Final = {
    datasets.EVENTS.service: 120_000,
    datasets.FILES.service: 90_000,
    datasets.ACCOUNTS.service: 400,
    datasets.VACANCIES.service: 12_000,
    datasets.STATUSES.service: 2_000,
    datasets.CANDIDATES.service: 180_000,
    datasets.CANDIDATE.service: 2_500,
    datasets.CANDIDATE_LOG.service: 8_000,
}
# What an answer without a body takes.
UNCHANGED: Final = 300
# Seconds between two changes of what an upstream holds for one user, on average.
CHANGES: Final = {datasets.EVENTS.service: 1800.0, datasets.FILES.service: 900.0}
# Which upstreams can say that nothing has changed.
CONDITIONAL: Final = frozenset(CHANGES)
# How many of a recruiter's own candidates are looked at again and again.
CARDS: Final = 30


@dataclass(frozen=True, slots=True)
class Read:
    """One question of one recruiter."""

    at: float
    user_id: int
    data_set: DataSet = field(compare=False)
    parameters: tuple[tuple[str, Any], ...] = ()

    @property
    def question(self) -> tuple[Any, ...]:
        """What makes it the same question as another."""
        return self.user_id, self.data_set.service, self.parameters


_LISTS: Final[tuple[tuple[DataSet, dict[str, Any]], ...]] = (
    (datasets.ACCOUNTS, {}),
    (datasets.VACANCIES, {**ORGANISATION, "state": None}),
    (datasets.STATUSES, ORGANISATION),
    (datasets.CANDIDATES, {**ORGANISATION, "vacancy_id": None, "max_results": 300}),
)
PAGES: Final[dict[str, tuple[tuple[DataSet, dict[str, Any]], ...]]] = {
    "dashboard": ((datasets.EVENTS, EVENTS), (datasets.FILES, {"max_results": 1000}), *_LISTS),
    "calendar": ((datasets.EVENTS, EVENTS), *_LISTS),
    "candidates": ((datasets.EVENTS, EVENTS), *_LISTS),
    "files": ((datasets.FILES, {"max_results": 1000}),),
    "card": _LISTS[:3],
}
# How often each page is visited, beside the others.
WEIGHTS: Final = {"dashboard": 4, "calendar": 3, "candidates": 3, "files": 1, "card": 5}


def day(*, recruiters: int, seed: int) -> list[Read]:
    """Every read of the day, in order: bursts of a few pages, some minutes apart, and a break at noon."""
    chance = random.Random(seed)
    reads = [read for user in range(1, recruiters + 1) for read in _day_of(user, chance)]
    return sorted(reads, key=lambda read: read.at)


def _day_of(user_id: int, chance: random.Random) -> Iterator[Read]:
    at = chance.uniform(0, 1800)
    while at < DAY:
        for _ in range(chance.randint(1, 5)):
            page = chance.choices(list(WEIGHTS), list(WEIGHTS.values()))[0]
            yield from _page(page, at, user_id, chance)
            at += chance.uniform(5, 60)
        at += chance.expovariate(1 / 600)
        if 4 * 3600 < at < 4.75 * 3600:
            at = 4.75 * 3600 + chance.uniform(0, 600)


def _page(page: str, at: float, user_id: int, chance: random.Random) -> Iterator[Read]:
    for data_set, parameters in PAGES[page]:
        yield Read(at, user_id, data_set, tuple(parameters.items()))
    if page == "card":
        # A few are looked at far more often than the others.
        number = min(int(chance.expovariate(1 / 6)), CARDS)
        card = (*ORGANISATION.items(), ("candidate_id", number))
        yield Read(at, user_id, datasets.CANDIDATE, card)
        yield Read(at, user_id, datasets.CANDIDATE_LOG, card)
