from datetime import UTC, datetime

import pytest
from hypothesis import given

from google_oauth.domain.calendar.events import Guest, Response
from google_oauth.domain.candidates import Vacancy, VacancyState
from google_oauth.domain.files import File, FileKind
from google_oauth.domain.hiring.applications import Application, current_application
from google_oauth.domain.lists.search import query_words
from google_oauth.domain.search_all import MAX_HITS, Haystack, HitGroup, Opening, search_everywhere
from tests.domain.hiring.test_applications import NAMES, link
from tests.domain.making import NORTHWIND, ROMASHKA, at, event, on, person
from tests.domain.strategies import any_text

NOW = at(4, 12)
MARIA = current_application(person(1, "Кузнецова Мария", links=(link(4, 12),)), NAMES, now=NOW)
INTERVIEW = event("e", at(4, 15), at(4, 16), title="Интервью: Мария Кузнецова")
RESUME = File("f", "Резюме Кузнецова Мария.pdf", FileKind.PDF)
OPENING = Opening(ROMASHKA, Vacancy(4, "Помощник Кузнецовой"))
HAYSTACK = Haystack([MARIA], [INTERVIEW], [RESUME], [OPENING])


@pytest.mark.parametrize("query", ["кузнецов", "КУЗНЕЦОВ", "Kuznetsov"])
def test_search_looks_everywhere(query: str) -> None:
    found = search_everywhere(query, HAYSTACK, now=NOW)

    assert found.candidates == HitGroup((MARIA,), 1)
    assert found.events == HitGroup((INTERVIEW,), 1)
    assert found.files == HitGroup((RESUME,), 1)
    assert found.vacancies == HitGroup((OPENING,), 1)
    assert found.total == 4


@pytest.mark.parametrize("query", ["", "  ", "Сидоров"])
def test_search_without_words_or_hits_finds_nothing(query: str) -> None:
    assert search_everywhere(query, HAYSTACK, now=NOW).total == 0


def test_search_looks_beside_the_names_too() -> None:
    guest = Guest("ivan@example.org", "Иван Петров", Response.NONE)
    beside = Haystack(
        candidates=[MARIA],
        events=[event("e", at(4, 15), guests=(guest,))],
        files=[File("f", "Отчёт", FileKind.PDF, owner="Иван Петров")],
        vacancies=[Opening(NORTHWIND, Vacancy(4, "Go", company="Петров и сын"))],
    )

    assert search_everywhere("python", beside, now=NOW).candidates.total == 1
    assert search_everywhere("петров", beside, now=NOW).total == 3


def named(*names: str) -> list[Application]:
    return [Application(person(number, name)) for number, name in enumerate(names)]


def test_search_puts_first_who_is_called_so_and_last_who_is_found_by_something_else() -> None:
    begins, word, within, other = named("Мариин Пётр", "Абрамова Мария", "Замарин Ян", "Яковлева Анна")
    other = Application(person(9, "Яковлева Анна", company="Марин и Ко"))

    found = search_everywhere("мари", Haystack(candidates=[other, within, word, begins]), now=NOW)

    assert found.candidates.hits == (begins, word, within, other)


def test_search_for_several_words_takes_them_in_any_order() -> None:
    (maria, mariam) = named("Кузнецова Мария", "Кузнецова-Мариина Яна")

    found = search_everywhere("мари кузн", Haystack(candidates=[mariam, maria]), now=NOW)

    assert found.candidates.hits == (maria, mariam)


def test_search_puts_candidates_in_work_before_others_and_then_by_name() -> None:
    later, sooner = named("Мария Я", "Мария А")

    found = search_everywhere("мария", Haystack(candidates=[later, sooner, MARIA]), now=NOW)
    working = current_application(person(5, "Мария Я", links=(link(4, 12),)), NAMES, now=NOW)
    beside = search_everywhere("мария", Haystack(candidates=[sooner, working]), now=NOW)

    assert found.candidates.hits == (sooner, later, MARIA)
    assert beside.candidates.hits == (working, sooner)


def test_search_puts_events_that_come_before_those_that_were() -> None:
    events = [
        event("undated", title="Обед"),
        event("old", at(1, 9), at(1, 10), title="Обед"),
        event("recent", at(3, 9), at(3, 10), title="Обед"),
        event("next month", at(31, 9), at(31, 10), title="Обед"),
        event("today", on(4), on(5), title="Обед"),
        event("soon", at(4, 13), at(4, 14), title="Обед"),
    ]

    found = search_everywhere("обед", Haystack(events=events), now=NOW).events

    assert [each.id for each in found.hits] == ["today", "soon", "next month", "undated", "recent"]
    assert found.total == MAX_HITS + 1


def test_search_puts_files_changed_last_first_and_open_vacancies() -> None:
    files = [
        File(name, "План", FileKind.PDF, modified=modified)
        for name, modified in (
            ("untimed", None),
            ("old", datetime(2026, 1, 1, tzinfo=UTC)),
            ("new", datetime(2026, 2, 1, tzinfo=UTC)),
        )
    ]
    openings = [
        Opening(ROMASHKA, Vacancy(number, position, state))
        for number, (position, state) in enumerate(
            [
                ("План А", VacancyState.CLOSED),
                ("План Б", VacancyState.OPEN),
                ("План В", VacancyState.HOLD),
                ("План А", VacancyState.OPEN),
            ]
        )
    ]

    found = search_everywhere("план", Haystack(files=files, vacancies=openings), now=NOW)

    assert [each.id for each in found.files.hits] == ["new", "old", "untimed"]
    assert [each.vacancy.id for each in found.vacancies.hits] == [3, 1, 2, 0]


@given(any_text)
def test_search_for_any_text_finds_what_is_called_so(query: str) -> None:
    files = [File("f", f"План {query}", FileKind.PDF)]

    found = search_everywhere(query, Haystack(files=files), now=NOW).files

    assert found == (HitGroup(tuple(files), 1) if query_words(query) else HitGroup((), 0))
