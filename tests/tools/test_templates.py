"""Every word that a person reads comes from a translation tag."""

import io
from pathlib import Path

import pytest

from tools.templates import main, untranslated


@pytest.mark.parametrize(
    "template",
    [
        "<p>{% translate 'Today' %}</p>",
        "<p>{% blocktranslate count n=n %}{{ n }} event{% plural %}{{ n }} events{% endblocktranslate %}</p>",
        "<p title=\"{% translate 'Today' %}\">{{ event.title }}</p>",
        "{# A note to the reader #}{% comment %}another{% endcomment %}<!-- and one for the browser -->",
        "<p class='card wide' data-source='drive'>12:30 — 3,5 · x</p>",
        "<img alt=''><input type='hidden' value='calendar'>",
        "<script src='app.js'>let word = 1;</script><style>body { color: red }</style>",
        "<b>Google</b>",
        '{# Attributes #}\nhx-target="#{{ results }}"\n     hx-swap="outerHTML"\n',
    ],
)
def test_text_that_is_translated_or_not_read_passes(template: str) -> None:
    assert untranslated(template) == []


@pytest.mark.parametrize(
    ("template", "words"),
    [
        ("<p>Сегодня</p>", [(1, "Сегодня")]),
        ("<p>\n  {{ count }} events\n</p>", [(2, "events")]),
        ("{% if x %}\nfirst{% else %}\nsecond{% endif %}", [(2, "first"), (3, "second")]),
        ("{% blocktranslate %}\nOne\n{% endblocktranslate %}\n<a title='Open it'>", [(4, "Open"), (4, "it")]),
        ("<input type='submit' value='Send'>", [(1, "Send")]),
        ("<script>x</script><p>after</p>", [(1, "after")]),
        ("<p>caf&eacute;</p>", [(1, "café")]),
        ('hx-swap="outerHTML"\ntitle="Open"', [(1, "Open")]),
    ],
)
def test_a_word_outside_the_tags_is_found_with_its_line(template: str, words: list[tuple[int, str]]) -> None:
    assert untranslated(template) == words


def test_the_command_names_file_line_and_word(tmp_path: Path) -> None:
    (tmp_path / "templates").mkdir()
    (tmp_path / "templates" / "page.html").write_text("<p>\nHello</p>")
    out = io.StringIO()

    assert main(tmp_path, out) == 1
    assert out.getvalue() == "templates/page.html:2: 'Hello' stands outside the translation tags\n"


def test_the_command_is_silent_without_faults(tmp_path: Path) -> None:
    out = io.StringIO()

    assert (main(tmp_path, out), out.getvalue()) == (0, "")
