"""What blocks draw of given values, at a given moment: nothing is read, and each argument is needed.

The moment is years away from any day on which this runs, so that a clock read in between would be noticed.
"""

from dataclasses import replace
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.http import QueryDict

from google_oauth.domain.calendar.events import Event, EventStatus, Response
from google_oauth.domain.candidates import Account, Candidate, Link, Stage, Vacancy
from google_oauth.domain.event_subjects import People, match_people
from google_oauth.domain.files import File, FileKind
from google_oauth.domain.hiring.applications import Dictionaries
from google_oauth.domain.matching.candidate_pool import CandidatePool
from google_oauth.domain.matching.interviews import Interviews
from google_oauth.views.calendar import draw_calendar
from google_oauth.views.candidate import draw_history, draw_interviews, draw_papers, draw_person
from google_oauth.views.candidates import Listing, draw_candidates
from google_oauth.views.dashboard import draw_recent, draw_today, draw_work
from google_oauth.views.files import draw_files
from google_oauth.views.reading.sources import FileList
from google_oauth.views.search import draw_search
from tests.domain.making import BERLIN, event, invited, person

# A Wednesday.
NOW = datetime(2035, 3, 7, 12, 0, tzinfo=BERLIN)
ACCOUNT = Account(1, "Ромашка", "romashka")
VACANCIES = {5: Vacancy(5, "Аналитик"), 6: Vacancy(6, "Тестировщик")}
STAGES = {2: Stage(2, "Интервью", stay_days=30), 3: Stage(3, "Резюме")}
NAMES = Dictionaries(VACANCIES, STAGES)


def ago(**span: int) -> datetime:
    return NOW - timedelta(**span)


def met(name: str, start: datetime, **fields: Any) -> Event:
    """An event of an hour."""
    return event(name, start, start + timedelta(hours=1), **{"response": Response.ACCEPTED} | fields)


def listed(number: int, name: str, *, vacancy: int = 5, stage: int = 2, days: int = 4) -> dict[str, Any]:
    """A candidate as Huntflow lists them, so many days on their stage."""
    last, first = name.split()
    since = ago(days=days).isoformat()
    link = {"vacancy": vacancy, "status": stage, "changed": since, "updated": since}
    return {"id": number, "last_name": last, "first_name": first, "links": [link]}


def people(*candidates: dict[str, Any], own_domains: frozenset[str] = frozenset()) -> People:
    pool = CandidatePool([ACCOUNT], [(1, list(candidates))], own_domains, frozenset())
    return People(pool, {1: NAMES})


def file(name: str, **fields: Any) -> File:
    return File(**{"id": name, "name": name, "kind": FileKind.PDF, "modified": ago(days=1)} | fields)


def calendar(query: str, *events: Event, known: People | None = None) -> Any:
    return draw_calendar(QueryDict(query), NOW, events=events, people=known)


def titles(events: Any) -> list[str]:
    return [each.title for each in events]


SOON = met("Скоро", NOW + timedelta(hours=1))
PAST = met("Было", ago(hours=5))
NEXT_WEEK = met("Потом", NOW + timedelta(days=8))


@pytest.mark.parametrize("view", ["agenda", "day", "week", "month"])
def test_calendar_draws_the_period_around_the_moment(view: str) -> None:
    drawn = calendar(f"view={view}", SOON, met("Через полгода", NOW + timedelta(days=180)))

    assert titles(drawn["events"]) == ["Скоро"]
    assert (drawn["total"], drawn["next_event"], drawn["gap"].before) == (1, SOON, SOON)


def test_calendar_of_another_day_has_its_events_and_no_gap() -> None:
    drawn = calendar("view=week&day=2035-03-15", SOON, NEXT_WEEK)

    assert (titles(drawn["events"]), drawn["gap"]) == (["Потом"], None)
    assert [column.day.day for column in drawn["grid"].columns] == [12, 13, 14, 15, 16, 17, 18]


def test_calendar_marks_now_in_the_week_that_holds_it() -> None:
    this, other = (calendar(f"view=week{day}", SOON)["grid"] for day in ("", "&day=2035-03-15"))

    assert this != other
    assert [column.day for column in this.columns if column.now_row] == [NOW.date()]
    assert [column.day for column in other.columns if column.now_row] == []


def test_agenda_is_as_long_as_asked_for_and_drawn_page_by_page() -> None:
    many = [met(f"{number}", NOW + timedelta(days=20, minutes=number)) for number in range(60)]

    assert calendar("days_ahead=7", *many)["total"] == 0
    first, second = (calendar(f"page={number}", *many) for number in (1, 2))
    assert first["total"] == 60
    assert not set(titles(first["events"])) & set(titles(second["events"]))


def test_interviews_alone_are_those_of_candidates() -> None:
    known = people(listed(7, "Кузнецова Мария"))
    interview, lunch = met("Мария Кузнецова", NOW), met("Обед", NOW)

    drawn = calendar("interviews=on", interview, lunch, known=known)

    assert titles(drawn["events"]) == ["Мария Кузнецова"]
    subject = drawn["matched"].subject_of(interview).application
    assert (subject.candidate.id, subject.days_in_stage, subject.stage.name) == (7, 4, "Интервью")


def test_guest_from_the_own_company_is_no_candidate() -> None:
    known = listed(7, "Кузнецова Мария") | {"email": "maria@ours.example"}
    meeting = met("Встреча", NOW, guests=invited("maria@ours.example"))

    found = [
        match_people([meeting], people(known, own_domains=frozenset(own)), now=NOW).subject_of(meeting)
        for own in ((), ("ours.example",))
    ]

    assert [bool(subject.application) for subject in found] == [True, False]


def today(*events: Event, known: People | None = None, files: FileList | None = None) -> Any:
    matching = match_people(events, known, now=NOW) if known else None
    return draw_today(NOW, events=events, files=files, people=known, matching=matching)


def test_day_counts_interviews_and_shows_the_papers_of_the_next() -> None:
    interview = met("Мария Кузнецова", NOW + timedelta(hours=2))
    papers = FileList([file("Мария Кузнецова.pdf"), file("Иван Иванов.pdf")], cut=0)

    drawn = today(SOON, interview, known=people(listed(7, "Кузнецова Мария")), files=papers)

    assert (drawn["interviews_today"], drawn["upcoming"], drawn["upcoming_is_interview"]) == (
        1,
        interview,
        True,
    )
    assert (drawn["next_event"], drawn["gap"].before) == (SOON, SOON)
    assert [paper.name for paper in drawn["papers"]] == ["Мария Кузнецова.pdf"]


def test_day_without_candidates_counts_nothing_and_goes_by_titles() -> None:
    drawn = today(met("Интервью: Мария", NOW + timedelta(hours=2)), SOON)

    assert (drawn["interviews_today"], drawn["upcoming"].title) == (None, "Интервью: Мария")
    assert drawn["matched"].people is None


def test_day_leaves_out_what_was_declined_and_what_was_called_off() -> None:
    declined = met("Отклонено", NOW, response=Response.DECLINED)
    cancelled = met("Отменено", NOW, status=EventStatus.CANCELLED)

    drawn = today(declined, cancelled, SOON)

    assert [each.event.title for day in drawn["days"] for each in day.occurrences] == ["Скоро"]
    assert drawn["matched"].events == [declined, SOON]


def test_day_that_is_over_gives_way_to_tomorrow() -> None:
    drawn = today(PAST, met("Завтра", NOW + timedelta(days=1)))

    assert [each.event.title for day in drawn["days"] for each in day.occurrences] == ["Завтра"]


def test_work_lists_who_awaits_a_decision_and_who_is_overdue() -> None:
    known = people(
        listed(7, "Кузнецова Мария"),
        listed(8, "Иванов Иван", days=90),
        listed(9, "Петров Пётр", days=0),
    )
    events = [met("Мария Кузнецова", ago(days=1))]

    drawn = draw_work(NOW, events=events, people=known, matching=match_people(events, known, now=NOW))

    assert [row.candidate.id for row in drawn["candidates"]] == [7, 8]
    assert [drawn[name] for name in ("in_work", "awaiting_decision", "waiting_count")] == [3, 1, 2]


def test_work_without_a_calendar_knows_of_no_decisions() -> None:
    drawn = draw_work(NOW, events=None, people=people(listed(7, "Кузнецова Мария")), matching=None)

    assert (drawn["in_work"], drawn["awaiting_decision"]) == (1, None)


def test_recent_files_count_those_of_seven_days() -> None:
    files = [
        file("новый"),
        file("старый", modified=ago(days=9)),
        file("папка", kind=FileKind.FOLDER),
    ]

    drawn = draw_recent(NOW, files=FileList(files, cut=0))

    assert ([each.name for each in drawn["files"]], drawn["changed_files"]) == (["новый", "старый"], 1)


def files(query: str, *rows: File) -> Any:
    return draw_files(QueryDict(query), NOW, listed=FileList(list(rows), cut=0))


def test_files_are_chosen_sorted_and_paged_by_the_query() -> None:
    rows = [file(f"{number:02}", modified=ago(hours=number)) for number in range(60)]

    assert files("size=50&page=2", *rows)["page"].items[0].name == "50"
    assert files("sort=-name", *rows)["page"].items[0].name == "59"
    assert files("changed=1", *rows)["page"].total_items == 13
    assert [files(query, *rows)["filtered"] for query in ("", "q=0")] == [False, True]


def test_files_stand_under_days_of_the_reader_s_zone() -> None:
    # Late in the evening in Berlin, the next day in Moscow.
    (group,) = files("", file("поздний", modified=datetime(2035, 3, 6, 23, 30, tzinfo=BERLIN)))["days"]

    assert group.day == datetime(2035, 3, 6, tzinfo=BERLIN).date()


def candidates(query: str, *, vacancy_id: int | None = None, interviews: Any = None) -> Any:
    listing = Listing(
        [ACCOUNT],
        ACCOUNT,
        NAMES,
        [listed(7, "Кузнецова Мария"), listed(8, "Иванов Иван", vacancy=6, stage=3)],
    )
    return draw_candidates(
        QueryDict(query), NOW, vacancy_id=vacancy_id, listing=listing, interviews=interviews
    )


def ids(drawn: Any) -> list[int]:
    return [row.candidate.id for row in drawn["page"].items]


def test_candidates_are_rows_of_their_organisation_with_days_up_to_the_moment() -> None:
    row = candidates("q=Мария")["page"].items[0]

    assert (row.candidate.key, row.days_in_stage, row.interviews) == ((1, 7), 4, None)


def test_candidates_of_a_vacancy_stand_on_it() -> None:
    drawn = candidates("", vacancy_id=6)

    assert drawn["vacancy"] == VACANCIES[6]
    assert {row.candidate.id: row.vacancy and row.vacancy.id for row in drawn["page"].items}[8] == 6


def test_candidates_are_filtered_by_stage_and_by_interviews_where_these_are_known() -> None:
    ahead = {(1, 8): Interviews(coming=(SOON,))}

    assert ids(candidates("stage=2")) == [7]
    assert ids(candidates("interview=on", interviews=ahead)) == [8]
    assert sorted(ids(candidates("interview=on"))) == [7, 8]


def test_reader_of_no_organisation_has_no_list() -> None:
    drawn = draw_candidates(QueryDict(), NOW, vacancy_id=None, listing=Listing([]), interviews=None)

    assert drawn == {"accounts": []}


MARIA = person(
    7,
    "Кузнецова Мария",
    account=ACCOUNT,
    links=(Link(5, 2, changed=ago(days=4), updated=ago(days=4)),),
    tag_ids=(1, 2),
)


def card(person: Candidate, tags: dict[int, str]) -> Any:
    return draw_person(NOW, account=ACCOUNT, person=person, names=replace(NAMES, tags=tags))


def test_person_stands_on_their_vacancies_with_those_tags_that_are_known() -> None:
    (row,) = card(MARIA, {2: "senior"})["applications"]

    assert (row.vacancy, row.stage, row.days_in_stage) == (VACANCIES[5], STAGES[2], 4)
    assert [card(MARIA, tags)["tags"] for tags in ({2: "senior"}, {})] == [["senior"], []]


def test_history_has_the_reasons_that_are_known() -> None:
    move = {"type": "STATUS", "vacancy": 5, "status": 2, "created": ago(days=1).isoformat()}
    log = [{**move, "id": 1, "rejection_reason": 4}]

    told = [
        draw_history(log=log, names=NAMES, reasons=reasons)["history"][0].reason
        for reasons in ({4: "Передумал"}, None)
    ]

    assert told == ["Передумал", ""]


def test_interviews_are_told_into_past_and_coming_by_the_moment() -> None:
    events = [met("Мария Кузнецова", ago(days=1), id="a"), met("Мария Кузнецова", NOW, id="b")]
    pool = CandidatePool([ACCOUNT], [], frozenset(), frozenset())

    found = draw_interviews(NOW, events=events, person=MARIA, pool=pool)["interviews"]

    assert ([each.id for each in found.past], [each.id for each in found.coming]) == (["a"], ["b"])


def test_interview_that_a_namesake_may_have_is_nobody_s() -> None:
    pool = CandidatePool([ACCOUNT], [(1, [listed(9, "Кузнецова Мария")])], frozenset(), frozenset())

    drawn = draw_interviews(NOW, events=[met("Мария Кузнецова", NOW)], person=MARIA, pool=pool)

    assert drawn["interviews"] == Interviews()


def test_papers_are_those_named_after_the_person() -> None:
    rows = [file("Мария Кузнецова"), file("Чужое"), file("Мария Кузнецова старое")]

    drawn = draw_papers(listed=FileList(rows, cut=0), person=MARIA)

    assert [each.name for each in drawn["papers"]] == ["Мария Кузнецова", "Мария Кузнецова старое"]


def test_search_puts_what_comes_before_what_was() -> None:
    events = [met("Созвон вчера", ago(days=1)), met("Созвон завтра", NOW + timedelta(days=2))]

    drawn = draw_search("созвон", NOW, candidates=None, calendar=events, drive=None)

    assert titles(drawn["findings"].events.hits) == ["Созвон завтра", "Созвон вчера"]
    assert drawn["accounts"] == []


def test_search_finds_people_vacancies_and_files() -> None:
    drawn = draw_search(
        "аналитик",
        NOW,
        candidates=people(listed(7, "Кузнецова Мария")),
        calendar=[],
        drive=FileList([file("Аналитик.pdf")], cut=0),
    )

    found = drawn["findings"]
    assert [group.total for group in (found.candidates, found.vacancies, found.files)] == [1, 1, 1]
    assert (drawn["accounts"], found.candidates.hits[0].days_in_stage) == ([ACCOUNT], 4)
