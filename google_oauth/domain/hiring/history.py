"""How a candidate moved over vacancies and stages, read from Huntflow's log."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from operator import itemgetter

from google_oauth.domain.candidates import Stage, Vacancy
from google_oauth.domain.hiring.pipeline import Dictionaries
from google_oauth.domain.parsing import reading

_MOVES = frozenset({"VACANCY-ADD", "STATUS"})


@dataclass(frozen=True, slots=True)
class StageChange:
    """That a candidate was put on a stage of a vacancy.

    They were there from `since` until they moved on at `until`, None where they still are. `stage` is None
    where Huntflow names none; a stage or vacancy that the dictionaries do not know has an empty name, as has a
    rejection whose `reason` is not known. `comment` is plain text.
    """

    vacancy: Vacancy
    stage: Stage | None
    since: datetime
    until: datetime | None = None
    author: str = ""
    reason: str = ""
    comment: str = ""


def parse_history(items: object, names: Dictionaries) -> list[StageChange]:
    """Read a log, in whatever order, as changes from the latest to the first.

    Left out is what moves nobody (comments, mail), and what has no time or vacancy.
    """
    until: dict[int, datetime] = {}
    changes = []
    for moved, _, item in sorted(_moves(items), key=itemgetter(0, 1), reverse=True):
        change = _change(item, names, since=moved, until=until)
        until[change.vacancy.id] = moved
        changes.append(change)
    return changes


def _moves(items: object) -> Iterator[tuple[datetime, int, Mapping[str, object]]]:
    for item in reading.records(items):
        moved = reading.moment(item.get("created"))
        if (
            moved
            and reading.text(item.get("type")) in _MOVES
            and reading.whole(item.get("vacancy")) is not None
        ):
            yield moved, reading.whole(item.get("id")) or 0, item


def _change(
    item: Mapping[str, object], names: Dictionaries, *, since: datetime, until: dict[int, datetime]
) -> StageChange:
    vacancy_id, stage_id = reading.whole(item.get("vacancy")) or 0, reading.whole(item.get("status"))
    return StageChange(
        vacancy=names.vacancies.get(vacancy_id, Vacancy(vacancy_id, position="")),
        stage=None if stage_id is None else names.stages.get(stage_id, Stage(stage_id, name="")),
        since=since,
        until=until.get(vacancy_id),
        author=reading.text(reading.record(item.get("account_info")).get("name")),
        reason=names.reasons.get(reading.whole(item.get("rejection_reason")) or 0, ""),
        comment=reading.prose(item.get("comment")),
    )
