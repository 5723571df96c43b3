"""Whatever upstreams answer, in whatever field: it is shown as text, and never becomes markup or a way to a script.

Each answer that the cache keeps is walked, and at random, but the same in every run, an evil text takes the place of
a real one. What that breaks may be missing on the page; the rest of it must not be.
"""

import random
import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.test import Client

from google_oauth.models import GoogleOAuthAccount
from tests.safety.answers import Answer, Path, leaves
from tests.safety.markup import Page
from tests.views.browser import Browser

MARK = "Зло"
BREAKOUTS = """"'`><script>alert(1)</script><img src=x onerror=alert(1)><svg/onload=alert(1)></title></textarea>
--></style><a href=javascript:alert(1)>x</a>{{ settings.SECRET_KEY }}{% debug %}&lt;script&gt;alert(1)&lt;/script&gt;
\u2028\u202e\x00\x0b"""
WAYS = (
    "javascript:alert(1)",
    " \tJaVaScRiPt:alert(1)",
    "java\nscript:alert(1)",
    "\x01javascript:alert(1)",
    "javascript&colon;alert(1)",
    "data:text/html,<script>alert(1)</script>",
    "vbscript:alert(1)",
    'https://evil.example/"onmouseover="alert(1)',
    "https://evil.example/'onmouseover='alert(1)",
    "https://evil.example/><script>alert(1)</script>",
)
VIEWS = (
    ("/", {}),
    ("/calendar/", {"days_ahead": "100"}),
    ("/calendar/", {"view": "day"}),
    ("/calendar/", {"view": "week"}),
    ("/calendar/", {"view": "month"}),
    ("/drive/", {}),
    ("/sheets/", {}),
    ("/candidates/", {}),
    ("/candidates/", {"sort": "-updated"}),
    ("/search/", {"q": MARK}),
    ("/search/", {"q": BREAKOUTS}),
    ("/cache/", {"all": "huntflow_candidates"}),
    ("/settings/", {}),
)
ROUNDS = 2


def poisoned(answers: list[Answer], chance: random.Random, numbers: dict[Path, int]) -> list[Answer]:
    """The answers with a third of their texts replaced, each by a text that names its place."""

    def evil(path: Path, leaf: Any) -> Any:
        if not isinstance(leaf, str) or chance.random() > 1 / 3:
            return leaf
        if leaf.startswith("http"):
            return chance.choice(WAYS)
        return f"{MARK}{numbers[path]}.{BREAKOUTS}"

    return [answer.changed(evil) for answer in answers]


def shown(page: Any) -> set[int]:
    return {int(number) for number in re.findall(rf"{MARK}(\d+)\.", page.content.decode())}


def test_no_field_of_any_answer_becomes_markup_on_any_page(
    browser: Browser, anna: User, answers: list[Answer], cards: list[str]
) -> None:
    numbers = {
        path: number
        for number, path in enumerate(sorted({path for each in answers for path, _ in leaves(each)}))
    }
    seen: set[int] = set()

    for seed in range(ROUNDS):
        for answer in poisoned(answers, random.Random(seed), numbers):
            answer.keep(anna)
        for path, query in (*VIEWS, *((card, {}) for card in cards)):
            page = browser.page(path, **query)
            assert page.status_code in {200, 404}, path
            assert list(Page(page.content.decode()).dangers()) == [], (path, seed)
            seen |= shown(page)

    # That the texts arrive: of each upstream, the fields that a page cannot do without.
    arrived = {path[0] + "." + path[-1] for path, number in numbers.items() if number in seen}
    assert arrived >= {
        "google_calendar_events.summary",
        "google_calendar_events.description",
        "google_drive_files.name",
        "google_sheets.name",
        "huntflow_candidate_lists.last_name",
        "huntflow_candidates.position",
        "huntflow_vacancy_lists.position",
        "huntflow_statuses.name",
    }


def test_no_name_of_the_reader_becomes_markup(browser: Browser, anna: User) -> None:
    evil = f"{MARK}{BREAKOUTS}".replace("\x00", "")
    User.objects.filter(pk=anna.pk).update(first_name=evil[:150], last_name=evil[:150], email=evil[:254])
    GoogleOAuthAccount.objects.update(name=evil[:255], email=evil[:254])

    for path in ("/", "/settings/", "/cache/"):
        page = browser.page(path)
        assert (page.status_code, list(Page(page.content.decode()).dangers())) == (200, [])


QUERIES = (
    "q",
    "next",
    "block",
    "service",
    "sort",
    "stage",
    "all",
    "date",
    "day",
    "view",
    "page",
    "user",
    "span",
)


def test_no_query_becomes_markup(ivans: Browser) -> None:
    for path in {path for path, _ in VIEWS}:
        page = ivans.page(path, **dict.fromkeys(QUERIES, f"{MARK}{BREAKOUTS}"))
        assert (list(Page(page.content.decode()).dangers()), path) == ([], path)


@pytest.mark.django_db
@pytest.mark.parametrize("path", ["/sign-in/", "/google/start/", "/google/callback/", "/no/such/page/"])
def test_no_query_of_a_stranger_becomes_markup_or_a_header(path: str, client: Client) -> None:
    for name in ("next", "error", "state", "code", "feature", "error_description", "hd"):
        response = client.get(path, {name: f"{MARK}\r\nX-Injected: yes\r\n\r\n{BREAKOUTS}"})

        assert list(Page(response.content.decode()).dangers()) == []
        assert "X-Injected" not in response.headers
        assert not re.search(r"[\r\n]", "".join(response.headers.values()))


@pytest.mark.parametrize(
    "markup",
    [
        "<img src=x onerror=alert(1)>",
        "<a href=' javascript:alert(1)'>",
        "<a href='java&#10;script:alert(1)'>",
        "<script>alert(1)</script>",
        "<script src=https://evil.example/x.js></script>",
        "<iframe src=/></iframe>",
        "<p style='x'>",
        "<form action='data:text/html,x'>",
    ],
)
def test_what_is_dangerous_is_seen(markup: str) -> None:
    assert list(Page(markup).dangers()) != []
