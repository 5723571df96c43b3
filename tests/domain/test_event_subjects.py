from typing import Any

import pytest

from google_oauth.domain.calendar.events import EventType
from google_oauth.domain.candidates import Vacancy
from google_oauth.domain.event_subjects import EventSubject, People, match_people
from google_oauth.domain.hiring.applications import Dictionaries
from google_oauth.domain.matching.candidate_pool import CandidatePool
from google_oauth.domain.matching.event_matching import Evidence
from tests.domain.making import ROMASHKA, at, event, invited

NOW = at(4, 12)
VACANCIES = {7: Vacancy(7, position="Бухгалтер")}


def listed(number: int, name: str, email: str = "") -> dict[str, Any]:
    last, first = name.split()
    links = [{"id": 1, "vacancy": 7, "status": 1, "changed": "2026-03-01T10:00:00+03:00"}]
    return {"id": number, "last_name": last, "first_name": first, "email": email, "links": links}


def people(*items: dict[str, Any]) -> People:
    pool = CandidatePool([ROMASHKA], [(ROMASHKA.id, list(items))], own_domains=(), hosts=())
    return People(pool, {ROMASHKA.id: Dictionaries(VACANCIES, {})})


IVANOV = listed(1, "Иванов Пётр", "ivanov@example.org")
NAMESAKE = listed(2, "Иванов Пётр")


def test_subject_is_the_one_candidate_on_the_vacancy_where_they_stand() -> None:
    meeting = event("Созвон", at(5, 10), at(5, 11), guests=invited("ivanov@example.org"))

    subject = match_people([meeting], people(IVANOV), now=NOW).subject_of(meeting)

    assert subject.application
    assert (subject.application.candidate.id, subject.application.vacancy) == (1, VACANCIES[7])
    assert (subject.evidence, subject.unclear, subject.judged) == (Evidence.EMAIL, False, True)


def test_subject_is_unclear_among_namesakes() -> None:
    meeting = event("Собеседование: Иванов Пётр", at(5, 10), at(5, 11))

    subject = match_people([meeting], people(IVANOV, NAMESAKE), now=NOW).subject_of(meeting)

    assert sorted(each.candidate.id for each in subject.applications) == [1, 2]
    assert (subject.application, subject.unclear, subject.judged) == (None, True, True)


@pytest.mark.parametrize(
    ("known", "kind", "judged"),
    [(True, EventType.DEFAULT, True), (True, EventType.FOCUS_TIME, False), (False, EventType.DEFAULT, False)],
)
def test_subject_is_judged_for_meetings_while_the_candidates_are_known(
    known: bool, kind: EventType, judged: bool
) -> None:
    meeting = event("Планёрка", at(5, 10), at(5, 11), event_type=kind)

    matching = match_people([meeting], people(IVANOV) if known else None, now=NOW)

    assert matching.subject_of(meeting) == EventSubject(judged=judged)


def test_interviews_are_told_by_their_titles_while_the_candidates_are_unknown() -> None:
    interview = event("Интервью: Петров Иван", at(5, 10), at(5, 11))

    assert match_people([interview], None, now=NOW).interviews == {interview.id}


def test_rows_are_the_applications_of_all_candidates() -> None:
    rows = people(IVANOV, NAMESAKE).rows(now=NOW)

    assert [(row.candidate.id, row.vacancy) for row in rows] == [(1, VACANCIES[7]), (2, VACANCIES[7])]
    assert people().accounts == [ROMASHKA]
