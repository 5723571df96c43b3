"""What the catalogues make of numbers, dates and people, in Russian and in English."""

import re
from collections.abc import Iterator
from datetime import date, datetime
from pathlib import Path
from zoneinfo import ZoneInfo

import pytest
from babel.messages.catalog import Message
from django.conf import settings
from django.contrib.humanize.templatetags.humanize import intcomma
from django.template.defaultfilters import filesizeformat
from django.utils import timezone
from django.utils.formats import get_format
from django.utils.translation import ngettext, override

from google_oauth.templatetags import dates
from tests.environment import ROOT
from tools.catalogue import LOOSE_NUMBER, load

NBSP = "\N{NO-BREAK SPACE}"
LANGUAGES = [code for code, _name in settings.LANGUAGES]
# Which form stands after a number: one, few or many.
FORMS = {
    0: 2, 1: 0, 2: 1, 4: 1, 5: 2, 11: 2, 12: 2, 14: 2, 21: 0, 22: 1, 25: 2, 101: 0, 111: 2, 112: 2, 121: 0,
}  # fmt: skip
COUNTED = [
    ("%(count)s candidate", "{} кандидат", "{} кандидата", "{} кандидатов"),
    ("%(count)s file", "{} файл", "{} файла", "{} файлов"),
    ("%(count)s entry", "{} запись", "{} записи", "{} записей"),
    ("%(count)s guest", "{} гость", "{} гостя", "{} гостей"),
    ("%(count)s row", "{} строка", "{} строки", "{} строк"),
    ("%(count)s day", "{} день", "{} дня", "{} дней"),
    ("%(count)d minute ago", "{} минуту назад", "{} минуты назад", "{} минут назад"),
    ("%(count)d hour ago", "{} час назад", "{} часа назад", "{} часов назад"),
    ("%(count)d day ago", "{} день назад", "{} дня назад", "{} дней назад"),
    ("in %(count)d minute", "через {} минуту", "через {} минуты", "через {} минут"),
    ("in %(count)d hour", "через {} час", "через {} часа", "через {} часов"),
    ("%(count)d guest declined", "отказ {} гостя", "отказы {} гостей", "отказы {} гостей"),
]
MONTHS = [
    "января", "февраля", "марта", "апреля", "мая", "июня",
    "июля", "августа", "сентября", "октября", "ноября", "декабря",
]  # fmt: skip
# Past tense and participles that fit a man alone, where the one meant is a person.
GENDERED = re.compile(
    r"\((а|я|ла|ась|лась)\)|(добавил|изменил|создал|принял|отклонил|отменил|отказался|обновил|удалил|вош[её]л)\b"
    r"|^(Добавлен|Приглаш[её]н|Принят|Нанят|Отклон[её]н)\b",
    re.IGNORECASE,
)


def messages(language: str) -> Iterator[Message]:
    catalogue = load(ROOT / "locale" / language / "LC_MESSAGES" / "django.po")
    return (message for message in catalogue if message.id)


def strings(message: Message) -> tuple[str, ...]:
    return tuple(message.string) if message.pluralizable else (message.string,)


def counted(text: str) -> str:
    """The text with plain spaces; which of them may break is another question."""
    return text.replace(NBSP, " ")


@pytest.mark.parametrize(("message", "one", "few", "many"), COUNTED)
def test_russian_words_have_the_form_of_their_number(message: str, one: str, few: str, many: str) -> None:
    with override("ru"):
        said = [counted(ngettext(message, "", count) % {"count": count}) for count in FORMS]

    assert said == [(one, few, many)[form].format(count) for count, form in FORMS.items()]


@pytest.mark.parametrize(("count", "text"), [(0, "0 files"), (1, "1 file"), (2, "2 files"), (21, "21 files")])
def test_english_noun_has_the_form_of_its_number(count: int, text: str) -> None:
    with override("en"):
        assert counted(ngettext("%(count)s file", "%(count)s files", count) % {"count": count}) == text


@pytest.mark.parametrize("language", LANGUAGES)
def test_number_and_unit_stay_on_one_line(language: str) -> None:
    units = ["%(count)d minute ago", "%(count)d hour ago", "%(count)d day ago", "in %(count)d minute"]
    by_id = {message.id[0]: strings(message) for message in messages(language) if message.pluralizable}

    assert [unit for unit in units if any(map(LOOSE_NUMBER.search, by_id[unit]))] == []


def test_russian_dates_have_months_in_the_genitive_and_hours_to_24() -> None:
    zone = ZoneInfo("Europe/Moscow")
    with override("ru"), timezone.override(zone):
        said = [dates.full_moment(datetime(2025, month, 1, 19, 5, tzinfo=zone)) for month in range(1, 13)]

    assert said == [f"1 {month} 2025, 19:05" for month in MONTHS]


def test_english_dates_have_english_months_and_hours_to_24() -> None:
    zone = ZoneInfo("Europe/Moscow")
    with override("en"), timezone.override(zone):
        assert dates.full_moment(datetime(2025, 3, 4, 19, 5, tzinfo=zone)) == "4 March 2025, 19:05"
        assert dates.day_title(date(2025, 3, 4)) == "Tuesday, 4 March 2025"


def test_russian_numbers_have_a_comma_and_sizes_a_space_that_does_not_break() -> None:
    with override("ru"):
        said = (filesizeformat(1536), intcomma(12345), get_format("FIRST_DAY_OF_WEEK"))

    assert said == (f"1,5{NBSP}КБ", f"12{NBSP}345", 1)


def test_english_numbers_have_a_point_and_sizes_a_space_that_does_not_break() -> None:
    with override("en"):
        assert (filesizeformat(1536), intcomma(12345)) == (f"1.5{NBSP}KB", "12,345")


@pytest.mark.parametrize(
    ("words", "gendered"),
    [("изменил(а)", True), ("Анна добавил файл", True), ("Автор: Анна", False), ("Google отклонил", True)],
)
def test_gendered_words_are_told_from_others(words: str, gendered: bool) -> None:
    assert bool(GENDERED.search(words)) is gendered


def test_nobody_is_taken_for_a_man() -> None:
    assert [text for message in messages("ru") for text in strings(message) if GENDERED.search(text)] == []


def test_english_has_no_russian_in_it() -> None:
    cyrillic = re.compile("[а-яё]", re.IGNORECASE)
    told = [text for message in messages("en") for text in strings(message)]
    source = [message.id if isinstance(message.id, str) else message.id[0] for message in messages("ru")]

    assert [text for text in (*told, *source) if cyrillic.search(text)] == []


def test_there_is_a_catalogue_for_every_language() -> None:
    found = {path.parent.parent.name for path in Path(ROOT / "locale").glob("*/LC_MESSAGES/django.mo")}

    assert found == set(LANGUAGES)
