"""How a candidate moves through the stages of a vacancy, a step at a time on working days."""

from dataclasses import dataclass
from datetime import date, datetime, timedelta
from random import Random

from sandbox.world.dates import at, office_hour
from sandbox.world.people import happens

NEW, SCREENING, HIRED, REJECTED, REMOVED = 0, 1, 7, 8, 9
"""Places of those stages in `hiring.STAGES`."""
INTERVIEWS = (2, 3, 4)
"""Places of the stages whose candidates are met."""

DAYS = ((0.2, 2), (1, 4), (5, 13), (6, 14), (5, 12), (2, 6), (8, 20))
"""How long a candidate stays, by place: least and most days."""
REJECTIONS = (0.14, 0.18, 0.2, 0.18, 0.15, 0.1, 0.02)
"""The share of candidates who leave from there."""
FORGOTTEN = 0.03
"""The share of steps after which nothing more happens."""
REMOVED_DAYS = 60
"""How long ago the stage `REMOVED` was taken away."""
SETTLED_DAYS = 7
"""For how long nobody has moved on on a closed vacancy, but for the last refusals."""
REASONS = ((0, 1, 3), (0, 1, 3), (0, 2, 3), (0,), (0, 1, 2), (1, 2), (2,))
"""Why candidates leave, by the place they leave from: places in `hiring.REJECTIONS`."""
VACANCY_CLOSED, OTHER_SHARE = 4, 0.1


@dataclass(frozen=True)
class Step:
    """That a candidate came to a stage; `reason` is a place in `hiring.REJECTIONS`, None for "other"."""

    place: int
    moment: datetime
    reason: int | None = None


def travel(start: datetime, rng: Random, *, today: date, state: str) -> list[Step]:
    """The steps on a vacancy in that state before `today`, for somebody who was put on it at `start`."""
    steps = [Step(NEW, start)]
    end = at(today, 0) - timedelta(days=SETTLED_DAYS if state == "CLOSED" else 0)
    last = rng.choice((NEW, SCREENING)) if state == "HOLD" else HIRED
    pace = rng.uniform(0.8, 1.3)
    while steps[-1].place < last and not (len(steps) > 1 and happens(rng, FORGOTTEN)):
        step = _next(steps[-1], rng, pace=pace, today=today)
        if step.moment >= end:
            break
        steps.append(step)
    if state == "CLOSED" and steps[-1].place not in (HIRED, REJECTED):
        left = office_hour(steps[-1].moment, rng, days=1)
        steps.append(Step(REJECTED, left, VACANCY_CLOSED))
    return steps


def _next(step: Step, rng: Random, *, pace: float, today: date) -> Step:
    moment = office_hour(step.moment, rng, days=rng.uniform(*DAYS[step.place]) * pace)
    if happens(rng, REJECTIONS[step.place]):
        return Step(REJECTED, moment, None if happens(rng, OTHER_SHARE) else rng.choice(REASONS[step.place]))
    gone = at(today - timedelta(days=REMOVED_DAYS), 12)
    if step.place == SCREENING and moment < gone and happens(rng, 0.3):
        return Step(REMOVED, moment)
    return Step(step.place + 1, moment)
