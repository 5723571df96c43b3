import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.parsing.text import clean, plain_text, sort_key
from tests.domain.strategies import any_text


@given(any_text)
def test_cleaned_text_can_always_be_encoded(value: str) -> None:
    clean(value).encode()


def test_clean_replaces_a_lone_surrogate() -> None:
    assert clean("a\ud800b") == "a?b"


def test_clean_drops_controls_and_keeps_line_ends_and_tabs() -> None:
    assert clean("a\x00b\x1bc\x7fd\x85e\tf\ng") == "abcde\tf\ng"


def test_clean_drops_bidirectional_overrides_and_isolates() -> None:
    assert clean("cv\u202egnp.exe\u202c \u2067x\u2069") == "cvgnp.exe x"


def test_clean_keeps_direction_marks_and_right_to_left_letters() -> None:
    assert clean("ראיון\u200f 1") == "ראיון\u200f 1"


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ("", ""),
        ("просто текст", "просто текст"),
        ("<b>Анна</b> <I>Ким</I>", "Анна Ким"),
        ("одна<br>две<BR/>три", "одна\nдве\nтри"),
        ("<p>одна</p>\n\n\n<p>две</p>", "одна\n\nдве"),
        ("<ul><li>раз</li><li>два</li></ul>", "раз\n\nдва"),
        ("a\r\nb\rc", "a\nb\nc"),
        ("5 &lt; 6 &amp;&amp; 7&nbsp;&gt; 6", "5 < 6 && 7 > 6"),
        ("&lt;script&gt;alert(1)&lt;/script&gt;", "<script>alert(1)</script>"),
        ("до<script>alert('<b>')</script>после", "допосле"),
        ("до<style>p{}</p></style>после", "допосле"),
        ("до<script>alert(1)", "до"),
        ("a<!-- note -->b<!doctype html>", "ab"),
        ("Анна <anna@example.com>", "Анна <anna@example.com>"),
        ("x < y, y > z", "x < y, y > z"),
        ("<img src=x onerror=alert(1)>рядом", "рядом"),
        ("не конец <a href=", "не конец <a href="),
        ("</script>дальше", "дальше"),
    ],
)
def test_plain_text(markup: str, expected: str) -> None:
    assert plain_text(markup) == expected


@pytest.mark.parametrize(
    ("markup", "expected"),
    [
        ('<a href="https://a.example/x?b=1&amp;c=2">резюме</a>', "резюме (https://a.example/x?b=1&c=2)"),
        ("<a href='https://a.example'><b>ре</b>зюме</a>!", "резюме (https://a.example)!"),
        ("<a href=https://a.example>резюме", "резюме (https://a.example)"),
        ('<a href="https://a.example">https://a.example</a>', "https://a.example"),
        ('<a href="https://a.example"><b>https://a.example</b></a>', "https://a.example"),
        (
            '<a href="https://a.example">а<a href="https://b.example">б</a>',
            "а (https://a.example)б (https://b.example)",
        ),
        ('<a href="javascript:alert(1)">резюме</a>', "резюме"),
        ('<a href="&#106;avascript:alert(1)">резюме</a>', "резюме"),
        ('<a data-href="https://a.example">резюме</a>', "резюме"),
        ('<a href="">резюме</a>', "резюме"),
        ("<a name=x>резюме</a>", "резюме"),
    ],
)
def test_plain_text_spells_out_where_a_link_leads(markup: str, expected: str) -> None:
    assert plain_text(markup) == expected


@given(st.text(st.sampled_from("<>/!-ab \n&;=\"'href:script\x00\ud800"), max_size=200))
def test_plain_text_of_broken_markup_is_tidy(markup: str) -> None:
    shown = plain_text(markup)

    shown.encode()
    assert "\n\n\n" not in shown
    assert shown == "\n".join(line.strip() for line in shown.split("\n")).strip()


@pytest.mark.parametrize(
    "piece", ["<", "<a", "<a href=", "<script>", "</a>", "&", "<!--", "<a href='", ' href="', "<br>", "\n "]
)
@pytest.mark.timeout(5)
def test_plain_text_of_a_long_hostile_text_takes_no_long_time(piece: str) -> None:
    plain_text(piece * 100_000)


def test_plain_text_is_cut_beyond_what_google_allows_twice() -> None:
    assert plain_text("a" * 20_000) == "a" * 16_384


def test_sort_key_puts_names_in_dictionary_order() -> None:
    names = ["Жуков", "ёлкин", "Ершов", "Ёжикова", "Абаев", "абаев"]

    assert sorted(names, key=sort_key) == ["Абаев", "абаев", "Ёжикова", "ёлкин", "Ершов", "Жуков"]


def test_sort_key_takes_composed_and_decomposed_letters_as_one() -> None:
    assert sort_key("Зайцев Семе\u0308н") == sort_key("Зайцев Семен") == sort_key("За\u0438\u0306цев Семён")
