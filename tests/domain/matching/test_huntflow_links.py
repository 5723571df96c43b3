from html import escape
from urllib.parse import quote

import pytest
from hypothesis import given

from google_oauth.domain.matching.huntflow_links import CandidateLink, candidate_links, huntflow_hosts
from google_oauth.domain.parsing.text import plain_text
from tests.domain.strategies import any_text

SITE = "https://huntflow.ru/my/Org499"
CARD, PLAIN = CandidateLink("org499", 7, 4), CandidateLink("org499", 7)
FORMS = [
    (f"{SITE}#vacancy/4/filter/workon/id/7", CARD),
    (f"{SITE}#/vacancy/4/filter/1234/id/7", CARD),
    (f"{SITE}#/applicants/filter/all/7", PLAIN),
    (f"{SITE}#/applicants/filter/all/id/7", PLAIN),
]


@pytest.mark.parametrize(("url", "expected"), FORMS)
@pytest.mark.parametrize(
    "around",
    [
        "{}",
        "Ссылка на кандидата: {}\n***\n",
        "({}).",
        "«{}», и ещё",
        "{}. Резюме",
        "<{}>",
        "{}?from=mail",
    ],
)
def test_link_is_found_in_each_form_and_among_words(url: str, around: str, expected: CandidateLink) -> None:
    assert candidate_links(around.format(url)) == [expected]


@pytest.mark.parametrize(("url", "expected"), FORMS)
@pytest.mark.parametrize(
    "wrapped",
    [
        lambda url: escape(url.replace("#", "&#35;")),
        lambda url: url.replace("#", "%23"),
        lambda url: quote(url, safe=""),
        lambda url: f"https://www.google.com/url?q={quote(url, safe='')}&sa=D&source=calendar",
        lambda url: f"https://www.google.com/url?q={url}&amp;sa=D",
        lambda url: (
            f"https://mail.example.com/?to={quote('https://www.google.com/url?q=' + quote(url, safe=''), safe='')}"
        ),
        lambda url: plain_text(f'<p><a href="{url}">Карточка</a>.</p>'),
        lambda url: f'<a href="{url}">Карточка</a>',
        lambda url: url.replace("https", "HTTP").replace("huntflow.ru", "Huntflow.RU"),
        lambda url: url.replace("Org499#", "Org499/?tab=1#"),
    ],
)
def test_link_is_found_however_it_is_wrapped(wrapped: object, url: str, expected: CandidateLink) -> None:
    assert callable(wrapped)
    assert candidate_links(wrapped(url)) == [expected]


@pytest.mark.parametrize(
    "host",
    [
        "huntflow.ru",
        "acme.huntflow.ru",
        "sandbox.huntflow.dev",
        "app.huntflow.ai",
        "huntflow.kz",
        "x.huntflow.uz",
        "hr.example.com",
        "hr.example.com:8443",
    ],
)
def test_link_at_a_host_of_huntflow_or_of_the_installation_counts(host: str) -> None:
    link = f"https://{host}/my/org499#/applicants/filter/all/7"

    assert candidate_links(link, hosts={"hr.example.com"}) == [PLAIN]


@pytest.mark.parametrize(
    "host",
    [
        "nothuntflow.ru",
        "huntflow.ru.example.com",
        "huntflow.ru@example.com",
        "huntflow.example.com",
        "acme.huntflow.io",
        "hr.example.com",
    ],
)
def test_link_at_another_host_does_not_count(host: str) -> None:
    assert candidate_links(f"https://{host}/my/org499#/applicants/filter/all/7") == []


@pytest.mark.parametrize(
    "path",
    [
        "/my/org499",
        "/my/org499#applicants",
        "/my/org499#/applicants/filter/all",
        "/my/org499/view/vacancy/4",
        "/my/org499#/vacancy/4/filter/workon",
        "/my/org499#/applicants/filter/all/7x",
        "/my/org499#/applicants/filter/all/" + "7" * 30,
        "/settings/orgs/org499/api",
        "/applicants/7",
    ],
)
def test_link_to_something_else_is_none(path: str) -> None:
    assert candidate_links(f"https://huntflow.ru{path}") == []


def test_links_are_listed_once_each_in_order() -> None:
    (first, card), _, (second, plain), _ = FORMS

    assert candidate_links(f"{first} {second} {first}") == [card, plain]


@pytest.mark.parametrize(
    ("address", "hosts"),
    [
        ("https://api.huntflow.ru/v2", {"api.huntflow.ru", "huntflow.ru"}),
        ("https://acme-api.huntflow.ru/v2", {"acme-api.huntflow.ru", "acme.huntflow.ru"}),
        ("https://HR.example.com:8443/v2", {"hr.example.com"}),
        ("https://localhost/v2", {"localhost"}),
        ("", set()),
    ],
)
def test_hosts_of_an_installation_are_its_own_and_the_one_without_api(address: str, hosts: set[str]) -> None:
    assert huntflow_hosts(address) == hosts


@given(any_text)
def test_link_is_found_once_among_any_text(text: str) -> None:
    assert candidate_links(f"{text} {FORMS[0][0]} {FORMS[0][0]} {text}") == [CARD]


@pytest.mark.timeout(5)
@pytest.mark.parametrize(
    "piece",
    [
        "https://",
        "https://huntflow.ru/my/",
        "https://a/my/n?",
        "https://a/my/n#vacancy/1/filter/",
        "%25",
        "&amp;",
        "a.",
        "9",
    ],
)
def test_links_of_a_long_text_take_no_long_time(piece: str) -> None:
    text = piece * (100_000 // len(piece))

    for _ in range(3):
        assert candidate_links(text) == []
