import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.candidates import Candidate
from google_oauth.domain.matching.names import index_names, people_named
from tests.domain.making import NORTHWIND, person
from tests.domain.strategies import any_text


def named(text: str, *people: Candidate) -> list[Candidate]:
    (found,) = people_named([text], index_names(people))
    return found


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Интервью: Мария Кузнецова – Python", "Кузнецова Мария"),
        ("Кузнецова Мария, второй этап", "Кузнецова Мария"),
        ("МАРИЯ КУЗНЕЦОВА", "Кузнецова Мария"),
        ("Семен Семенов", "Семёнов Семён"),
        ("Семён Семёнов", "Семенов Семен"),
        ("Мария Ивановна Кузнецова", "Кузнецова Мария Ивановна"),
        ("Кузнецова Мария Ивановна", "Кузнецова Мария Ивановна"),
        ("Interview: Maria Kuznetsova", "Кузнецова Мария"),
        ("Kuznetsova Mariia, 2nd round", "Кузнецова Мария"),
        ("Maria Ivanovna Kuznetsova", "Кузнецова Мария Ивановна"),
        ("Интервью: Эмма Шмидт", "Schmidt Emma"),
        ("Julia Ivanova", "Ivanova Yulia"),
        ("Thomas Muller-Ludenscheidt", "Müller-Lüdenscheidt Thomas"),
        ("Daniel O’Connor", "O'Connor Daniel"),
        ("CV_Kuznetsova_Maria.pdf", "Кузнецова Мария"),
        ("Резюме Кузнецова Мария 12.docx", "Кузнецова Мария"),
    ],
)
def test_full_name_is_found_in_either_alphabet_and_order(text: str, name: str) -> None:
    candidate = person(1, name)

    assert named(text, candidate) == [candidate]


@pytest.mark.parametrize(
    ("text", "name"),
    [
        ("Мария", "Кузнецова Мария"),
        ("Кузнецова", "Кузнецова Мария"),
        ("Мария из Кузнецова", "Кузнецова Мария"),
        ("Мария Петровна Кузнецова", "Кузнецова Мария Ивановна"),
        ("Анна Мария Кузнецовалова", "Кузнецова Мария"),
        ("Наталия Иванова", "Иванова Наталья"),
        ("Ivan Petrov", "Кузнецова Мария"),
        ("Мария Кузнецова", "Кузнецова"),
        ("Мария Кузнецова", ""),
        ("", "Кузнецова Мария"),
    ],
)
def test_part_of_a_name_or_another_name_is_not_found(text: str, name: str) -> None:
    assert named(text, person(1, name)) == []


def test_namesakes_are_all_found() -> None:
    first, second = person(1, "Кузнецова Мария"), person(1, "Кузнецова Мария", account=NORTHWIND)

    assert named("Мария Кузнецова", first, second) == [first, second]


def test_name_that_is_written_so_wins_over_one_that_sounds_so() -> None:
    russian, latin = person(1, "Кузнецова Мария"), person(2, "Kuznetsova Maria")

    assert named("Мария Кузнецова", latin, russian) == [russian]
    assert named("Maria Kuznetsova", russian, latin) == [latin]
    assert named("Mariia Kuznetcova", russian, latin) == [latin, russian]


def test_names_are_read_in_the_first_600_characters() -> None:
    candidate = person(1, "Кузнецова Мария")

    assert named("я" * 584 + " Мария Кузнецова", candidate) == [candidate]
    assert named("я" * 585 + " Мария Кузнецова", candidate) == []


def test_texts_are_answered_one_by_one() -> None:
    candidate = person(1, "Кузнецова Мария")

    assert people_named(["Обед", "Мария Кузнецова"], index_names([candidate])) == [[], [candidate]]


@given(st.lists(any_text), any_text, any_text)
def test_names_of_any_text_in_any_text_never_raise(texts: list[str], first: str, last: str) -> None:
    candidate = Candidate(1, 5, first_name=first, last_name=last)

    named_in = people_named(texts, index_names([candidate]))

    assert len(named_in) == len(texts)
    assert all(found in ([], [candidate]) for found in named_in)


@pytest.mark.timeout(5)
def test_names_in_a_long_text_take_no_long_time() -> None:
    index = index_names([person(number, "Кузнецова Мария") for number in range(500)])

    assert people_named(["мария " * 100_000] * 20, index) == [[]] * 20


def test_word_without_a_sound_does_not_move_those_beside_it() -> None:
    candidates = [person(1, "Ь Ъ"), person(2, "Кузнецова Мария"), person(3, "Ъъ Ьь")]

    assert named("Ь Maria Kuznetsova Ъ", *candidates) == [candidates[1]]


def test_name_without_a_sound_is_found_only_as_it_is_written() -> None:
    candidate = person(1, "Ь Ъ")

    assert named("Ъ Ь", candidate) == [candidate]
    assert named("Ь Ь", candidate) == []
