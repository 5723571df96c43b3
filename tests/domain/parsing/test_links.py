import pytest
from hypothesis import given

from google_oauth.domain.parsing.links import meeting_link_in, safe_link
from tests.domain.strategies import any_text, json_values


@pytest.mark.parametrize(
    "link",
    [
        "https://calendar.google.com/calendar/event?eid=abc",
        "http://example.com",
        "HTTPS://Example.com:8443/a#b",
        "https://[::1]/a",
        "https://пример.рф/резюме",
    ],
)
def test_http_links_are_kept_as_they_are(link: str) -> None:
    assert safe_link(link) == link


@pytest.mark.parametrize(
    "link",
    [
        None,
        7,
        "",
        "javascript:alert(1)",
        "JavaScript:alert(1)//https://example.com",
        "java\tscript:alert(1)",
        " https://example.com",
        "https://example.com/a b",
        "https://example.com/\x00",
        "https://example.com/\ud800",
        "https://example.com\\@evil.example",
        "https://google.com@evil.example/",
        "data:text/html,x",
        "ftp://example.com",
        "//example.com",
        "/calendar/",
        "https://",
        "https:///path",
        "https:example.com",
        "http://[::1",
        'https://example.com/"onclick=x',
    ],
)
def test_other_links_are_refused(link: object) -> None:
    assert safe_link(link) == ""


@given(json_values)
def test_safe_link_of_any_json_is_empty_or_http(value: object) -> None:
    assert safe_link(value) == "" or safe_link(value).lower().startswith(("http://", "https://"))


@given(any_text)
def test_meeting_link_in_any_text_is_safe(text: str) -> None:
    found = meeting_link_in(f"https://{text} https://[{text}")

    assert found == safe_link(found)


@pytest.mark.parametrize(
    ("text", "expected"),
    [
        ("https://zoom.us/j/1", "https://zoom.us/j/1"),
        ("Zoom: https://us02web.zoom.us/j/1?pwd=a.b.", "https://us02web.zoom.us/j/1?pwd=a.b"),
        ("(https://telemost.yandex.ru/j/1)", "https://telemost.yandex.ru/j/1"),
        ("https://example.com https://acme.ktalk.ru/x", "https://acme.ktalk.ru/x"),
        ("HTTPS://MEET.GOOGLE.COM/abc", "HTTPS://MEET.GOOGLE.COM/abc"),
        ("https://zoom.us.evil.example/j/1", ""),
        ("https://notzoom.us/j/1", ""),
        ("https://evil.example/?https://zoom.us", ""),
        ("Переговорная 3, zoom.us", ""),
        ("", ""),
    ],
)
def test_meeting_link_is_the_first_address_of_a_known_service(text: str, expected: str) -> None:
    assert meeting_link_in(text) == expected


@pytest.mark.timeout(5)
def test_meeting_link_in_a_long_hostile_text_takes_no_long_time() -> None:
    assert meeting_link_in("https://" * 100_000) == ""
