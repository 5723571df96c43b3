"""The catalogue check finds every way in which a catalogue can lag behind the source."""

import gettext
import io
from pathlib import Path

import pytest

from tools.catalogue import extracted, main

CODE = """
from django.utils.translation import gettext as _, ngettext, pgettext_lazy
_("Today")
ngettext("%(n)d file", "%(n)d files", 2) % {"n": 2}
# Translators: the month
pgettext_lazy("month", "May")
"""
TEMPLATE = """
{% load i18n %}
    <p>{% translate "Refresh" %} {{ name|default:_("Nobody") }}</p>
  <p>{% blocktranslate count n=n trimmed %}
      {{ n }} person
    {% plural %}
      {{ n }} people
  {% endblocktranslate %}</p>
"""
HEADER = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=3; plural=(n%10==1 && n%100!=11 ? 0 : n%10>=2 && n%10<=4 && (n%100<12 || n%100>14) ? 1 : 2);\n"
"""
COMPLETE = (
    HEADER
    + """
msgid "Today"
msgstr "Сегодня"

msgid "%(n)d file"
msgid_plural "%(n)d files"
msgstr[0] "%(n)d файл"
msgstr[1] "%(n)d файла"
msgstr[2] "%(n)d файлов"

msgctxt "month"
msgid "May"
msgstr "май"

msgid "Refresh"
msgstr "Обновить"

msgid "Nobody"
msgstr "Никто"

msgid "%(n)s person"
msgid_plural "%(n)s people"
msgstr[0] "%(n)s человек"
msgstr[1] "%(n)s человека"
msgstr[2] "%(n)s человек"
"""
)


@pytest.fixture
def root(tmp_path: Path) -> Path:
    """A project with one module, one template and an empty Russian catalogue."""
    for directory in ("google_oauth", "templates", "locale/ru/LC_MESSAGES"):
        (tmp_path / directory).mkdir(parents=True)
    (tmp_path / "google_oauth" / "page.py").write_text(CODE)
    (tmp_path / "templates" / "page.html").write_text(TEMPLATE)
    po(tmp_path).write_text(HEADER)
    return tmp_path


def po(root: Path) -> Path:
    return root / "locale" / "ru" / "LC_MESSAGES" / "django.po"


def run(action: str, root: Path) -> list[str]:
    """What the command says, and as its last line its exit status."""
    out = io.StringIO()
    status = main(action, root, out)
    return [*out.getvalue().replace("locale/ru/LC_MESSAGES/django.po: ", "").splitlines(), str(status)]


def test_messages_are_found_in_code_and_templates(root: Path) -> None:
    found = {(message.id, message.context) for message in extracted(root) if message.id}

    assert found == {
        ("Today", None),
        (("%(n)d file", "%(n)d files"), None),
        ("May", "month"),
        ("Refresh", None),
        ("Nobody", None),
        (("%(n)s person", "%(n)s people"), None),
    }


def test_a_complete_and_compiled_catalogue_passes(root: Path) -> None:
    po(root).write_text(COMPLETE)
    run("update", root)

    assert run("check", root) == ["0"]


def test_update_keeps_translations_and_compiles_what_django_can_read(root: Path) -> None:
    po(root).write_text(COMPLETE)

    run("update", root)

    with po(root).with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.gettext("Today") == "Сегодня"
    assert catalogue.pgettext("month", "May") == "май"
    assert catalogue.ngettext("%(n)s person", "%(n)s people", 3) == "%(n)s человека"


def test_update_adds_what_is_new_and_says_what_wants_a_translation(root: Path) -> None:
    assert run("update", root) == [
        "not translated: '%(n)d file'",
        "not translated: '%(n)s person'",
        "not translated: 'May'",
        "not translated: 'Nobody'",
        "not translated: 'Refresh'",
        "not translated: 'Today'",
        "1",
    ]
    assert "#: templates/page.html\n" in po(root).read_text()
    assert "#. Translators: the month\n" in po(root).read_text()


@pytest.mark.parametrize(
    ("before", "after", "fault"),
    [
        ('msgid "Today"\nmsgstr "Сегодня"\n', "", "missing: 'Today'"),
        ('msgstr "Сегодня"', 'msgstr ""', "not translated: 'Today'"),
        ('msgstr[2] "%(n)d файлов"', 'msgstr[2] ""', "not translated: '%(n)d file'"),
        ('msgid "Today"', '#, fuzzy\nmsgid "Today"', "fuzzy: 'Today'"),
        ('msgid "Today"', 'msgid "Gone"\nmsgstr "Нет"\n\nmsgid "Today"', "obsolete: 'Gone'"),
        ('msgid "Today"', '#~ msgid "Gone"\n#~ msgstr "Нет"\n\nmsgid "Today"', "obsolete: 'Gone'"),
        ('msgctxt "month"\n', "", "missing: 'May'"),
    ],
)
def test_a_fault_is_named(root: Path, before: str, after: str, fault: str) -> None:
    assert before in COMPLETE
    po(root).write_text(COMPLETE.replace(before, after))

    assert fault in run("check", root)


def test_a_lost_placeholder_is_a_fault(root: Path) -> None:
    po(root).write_text(COMPLETE.replace('"%(n)d файл"', '"%(m)d файл"'))

    assert any(line.endswith(": '%(n)d file'") for line in run("check", root))


def test_a_catalogue_that_was_not_compiled_is_a_fault(root: Path) -> None:
    po(root).write_text(COMPLETE)
    run("update", root)
    po(root).write_text(po(root).read_text().replace("Сегодня", "Нынче"))

    assert run("check", root) == ["django.mo is not what this file compiles to", "1"]


ENGLISH = r"""
msgid ""
msgstr ""
"Content-Type: text/plain; charset=utf-8\n"
"Plural-Forms: nplurals=2; plural=(n != 1);\n"
"""
HOURS = """
from django.utils.translation import gettext, ngettext
gettext("Today")
ngettext("in %(n)d hour", "in %(n)d hours", 2) % {"n": 2}
"""


@pytest.fixture
def english(root: Path) -> Path:
    """The project with a complete Russian and an empty English catalogue; returns the English one."""
    po(root).write_text(COMPLETE)
    path = root / "locale" / "en" / "LC_MESSAGES" / "django.po"
    path.parent.mkdir(parents=True)
    path.write_text(ENGLISH)
    return path


def test_english_lacks_its_plurals_alone(root: Path, english: Path) -> None:
    run("update", root)
    english.write_text(ENGLISH)

    assert run("check", root) == [
        "locale/en/LC_MESSAGES/django.po: django.mo is not what this file compiles to",
        "locale/en/LC_MESSAGES/django.po: missing: '%(n)d file'",
        "locale/en/LC_MESSAGES/django.po: missing: '%(n)s person'",
        "1",
    ]


def test_update_words_english_plurals_as_the_source_does(root: Path, english: Path) -> None:
    assert run("update", root) == ["0"]

    with english.with_suffix(".mo").open("rb") as file:
        catalogue = gettext.GNUTranslations(file)
    assert catalogue.ngettext("%(n)s person", "%(n)s people", 3) == "%(n)s people"
    assert "Today" not in english.read_text()


def test_update_keeps_what_english_says_in_other_words(root: Path, english: Path) -> None:
    english.write_text(ENGLISH + '\nmsgid "Today"\nmsgstr "This day"\n')

    assert run("update", root) == ["0"]

    assert 'msgstr "This day"' in english.read_text()


def test_english_for_what_is_gone_is_obsolete(root: Path, english: Path) -> None:
    run("update", root)
    english.write_text(english.read_text() + '\nmsgid "Gone"\nmsgstr "Away"\n')

    assert "locale/en/LC_MESSAGES/django.po: obsolete: 'Gone'" in run("check", root)


def test_update_lets_no_line_break_between_number_and_unit(root: Path, english: Path) -> None:
    (root / "google_oauth" / "page.py").write_text(HOURS)
    russian = ('"через %(n)d час"', '"через %(n)d часа"', '"через %(n)d часов"')
    forms = "".join(f"msgstr[{index}] {form}\n" for index, form in enumerate(russian))
    po(root).write_text(f'{COMPLETE}\nmsgid "in %(n)d hour"\nmsgid_plural "in %(n)d hours"\n{forms}')

    assert run("update", root) == ["0"]

    assert "через %(n)d\N{NO-BREAK SPACE}часов" in po(root).read_text()
    assert "in %(n)d\N{NO-BREAK SPACE}hours" in english.read_text()


def test_a_number_that_a_line_could_part_from_its_unit_is_a_fault(root: Path, english: Path) -> None:
    (root / "google_oauth" / "page.py").write_text(HOURS)
    run("update", root)
    english.write_text(english.read_text().replace("\N{NO-BREAK SPACE}", " "))

    fault = "a line may break between number and unit: 'in %(n)d hour'"
    assert f"locale/en/LC_MESSAGES/django.po: {fault}" in run("check", root)
