"""A candidate's moves between stages, parsed from Huntflow's log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from google_oauth.domain.candidates import Stage, Vacancy
from google_oauth.domain.hiring.applications import Dictionaries
from google_oauth.domain.parsing import reading

_MOVES = frozenset({"VACANCY-ADD", "STATUS"})


@dataclass(frozen=True, slots=True)
class StageChange:
    """A candidate's move to a stage of a vacancy.

    They stayed from `since` to `until`, None if they are still there. `stage` is None if Huntflow names none.
    An unknown vacancy, stage or `reason` of rejection has the name "". `comment` is plain text.
    """

    vacancy: Vacancy
    stage: Stage | None
    since: datetime
    until: datetime | None = None
    author: str = ""
    reason: str = ""
    comment: str = ""


def parse_history(items: object, names: Dictionaries) -> list[StageChange]:
    """Return the moves, latest first; entries without a move, a time or a vacancy are left out."""
    until: dict[int, datetime] = {}
    changes = []
    for since, _, vacancy_id, item in sorted(_moves(items), key=itemgetter(0, 1), reverse=True):
        changes.append(
            StageChange(
                vacancy=names.vacancy(vacancy_id),
                stage=names.stage(reading.integer(item.get("status"))),
                since=since,
                until=until.get(vacancy_id),
                author=reading.text(reading.record(item.get("account_info")).get("name")),
                reason=names.reason(reading.integer(item.get("rejection_reason"))),
                comment=reading.prose(item.get("comment")),
            )
        )
        until[vacancy_id] = since
    return changes


def _moves(items: object) -> Iterator[tuple[datetime, int, int, Mapping[str, object]]]:
    for vacancy_id, item in reading.identified(items, "vacancy"):
        moved = reading.timestamp(item.get("created"))
        if moved and reading.text(item.get("type")) in _MOVES:
            yield moved, reading.integer(item.get("id")) or 0, vacancy_id, item
