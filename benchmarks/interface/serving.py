"""How long the server takes for a page whose entries are fresh, and what it asks of others meanwhile."""

import time
from dataclasses import dataclass

from benchmarks.interface.trial import PAGES, Trial

ROUNDS = 40


@dataclass(frozen=True)
class Serving:
    """The work of the processor for one page and the shortest wait of a client, in ms; the bytes of HTML sent."""

    work: float
    fastest: float
    weight: int


def served(trial: Trial) -> dict[str, Serving]:
    """How each page is served."""
    return {name: _rounds(trial, path) for name, path in PAGES.items()}


def upstream_calls(trial: Trial) -> int:
    """How many calls to Google and Huntflow one load of every page makes."""
    trial.sandbox.counts.reset()
    for path in PAGES.values():
        trial.anna.get(path)
    return sum(trial.sandbox.counts.as_dict().values())


def _rounds(trial: Trial, path: str) -> Serving:
    taken, weight, worked = [], 0, trial.cpu_seconds()
    for _ in range(ROUNDS):
        began = time.perf_counter()
        answer = trial.anna.get(path)
        taken.append((time.perf_counter() - began) * 1000)
        answer.raise_for_status()
        weight = max(weight, int(answer.headers["Content-Length"]))
    work = (trial.cpu_seconds() - worked) * 1000 / ROUNDS
    return Serving(work, min(taken), weight)
