import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.lists.search import query_words, search_rows
from tests.domain.strategies import any_text

russian = st.text("абвгдеёжзийклмнопрстуфхцчшщъыьэюя", min_size=1, max_size=12)


def finds(query: str, *fields: str) -> bool:
    return search_rows([fields], query_words(query), tuple) == [fields]


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("Kuznetsova", "Кузнецова"),
        ("kuznetcova", "Кузнецова"),
        ("Semyonov", "Семёнов"),
        ("Semenov", "Семёнов"),
        ("Yulia", "Юлия"),
        ("Iuliia", "Юлия"),
        ("Julia", "Юлия"),
        ("Yulia", "Iuliia"),
        ("Dmitry", "Дмитрий"),
        ("Yeremin", "Ерёмин"),
        ("Shchukin", "Щукин"),
        ("Schukin", "Щукин"),
        ("Khabarov", "Хабаров"),
        ("Tchaikovsky", "Чайковский"),
        ("Sophia", "Софья"),
        ("Ksenia", "Ксения"),
        ("Xenia", "Ксения"),
        ("Solov'ev", "Соловьёв"),
        ("вебер", "Weber"),
        ("шмидт", "Schmidt"),
        ("Мюллер", "Myuller"),
        ("Muller", "Müller"),
        ("Oleksii", "Олексій"),
        ("Yilmaz", "Yılmaz"),
        ("Lukasz", "Łukasz"),
    ],
)
def test_search_finds_a_name_across_alphabets_and_spellings(query: str, name: str) -> None:
    assert finds(query, name)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("семенов", "Семёнов"),
        ("СЕМЁНОВ", "Семенов"),
        ("кузнец", "Кузнецова"),
        ("семе\u0308нов", "Семёнов"),
        ("anna.smirnova@example", "anna.smirnova@example.com"),
        ("c++", "Разработчик C++"),
    ],
)
def test_search_does_not_mind_case_yo_or_composition(query: str, name: str) -> None:
    assert finds(query, name)


@pytest.mark.parametrize(
    ("query", "name"),
    [
        ("юлия", "Ульяна"),
        ("мария", "Мара"),
        ("Ivanov", "Кузнецова"),
        ("вебер", "Вебрер"),
        ("ь", "Weber"),
        ("'", "Кузнецова"),
    ],
)
def test_search_does_not_find_another_name(query: str, name: str) -> None:
    assert not finds(query, name)


@pytest.mark.parametrize("query", ["zzz", "шш", "ss"])
def test_search_for_one_letter_many_times_finds_no_single_one(query: str) -> None:
    assert not finds(query, "Кузнецов", "Шишкин", "Smirnov")


def test_search_asks_for_every_word_in_any_field_and_order() -> None:
    assert finds("python мария", "Кузнецова Мария", "Senior Python")
    assert not finds("java мария", "Кузнецова Мария", "Senior Python")


def test_search_word_does_not_reach_over_two_fields() -> None:
    assert not finds("марияsenior", "Мария", "Senior")


@pytest.mark.parametrize("query", ["", "   ", "\0", "\0 \t"])
def test_search_without_words_finds_everything(query: str) -> None:
    assert finds(query, "Кузнецова")


def test_search_takes_a_nul_byte_as_a_blank() -> None:
    assert finds("мария\0python", "Мария", "Python")


def test_search_reads_the_first_200_characters_of_a_query() -> None:
    assert finds("а" * 200 + "б" * 10_000, "а" * 200)
    assert finds("а" * 199 + " бв", "а" * 199)
    assert not finds("а" * 198 + " бв", "а" * 198)


@given(any_text, any_text)
def test_search_finds_any_text_in_itself_and_no_less_beside_another(query: str, text: str) -> None:
    assert finds(query, query)
    assert finds(query, text) <= finds(query, text, query)


@given(russian)
def test_search_finds_what_it_is_given(name: str) -> None:
    assert finds(name, f"«{name.upper()}»")


@pytest.mark.timeout(5)
@pytest.mark.parametrize("piece", ["а", "a ", "shch", "ии", "\0"])
def test_search_for_a_long_query_in_long_texts_takes_no_long_time(piece: str) -> None:
    words = query_words(piece * 10_000)

    for _ in range(100):
        search_rows([piece * 5_000], words, lambda text: [text])
