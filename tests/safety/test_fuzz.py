"""What nobody would send, sent: whatever comes, the worst is a block that says so or a page that is not there.

`make fuzz` tries tens of thousands of examples, `make test` the same few in every run.
"""

import json
import logging
import os
import sys
from collections.abc import Callable, Iterator
from contextlib import suppress
from typing import Any

import httplib2
import pytest
from django.contrib.auth.models import User
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from google_oauth.cache_service import datasets
from google_oauth.cache_service.storage import codec, failures
from google_oauth.cache_service.storage.keys import key_for
from google_oauth.cache_service.storage.metadata import Metadata, seal_body, seal_metadata, times_in
from google_oauth.cache_service.storage.stored import parse
from google_oauth.clients.google import calendar, drive, transport
from google_oauth.clients.google.calendar import EventsQuery
from google_oauth.clients.http import Answer as HuntflowAnswer
from google_oauth.clients.huntflow import accounts, api, applicants, vacancies
from google_oauth.clients.huntflow.api import HuntflowApi
from google_oauth.clients.huntflow.tokens import Pair
from google_oauth.exceptions import UpstreamError
from google_oauth.models import GoogleOAuthAccount
from tests.safety.answers import Answer, answers_of
from tests.safety.markup import Page
from tests.safety.mutations import HOSTILE, VALUES, few, spoilt
from tests.views.browser import Browser

# Examples in all; 0 is the small set.
EXAMPLES = int(os.environ.get("FUZZ", "0"))
# Of a hundred examples, how many are whose; and how many in the small set.
SHARES = {
    "pages": (15, 30),
    "queries": (20, 40),
    "bytes": (25, 150),
    "google": (20, 60),
    "huntflow": (20, 60),
}
QUERIES = (
    "q", "page", "size", "sort", "kind", "owner", "stage", "account", "vacancy", "state", "tag", "days_ahead", "days_back",
    "date", "day", "view", "block", "next", "all", "span", "service", "user", "calendar", "time", "mine", "overdue",
)  # fmt: skip


def fuzzed(name: str) -> settings:
    """How often the test of that name runs; a long run is another one each time."""
    share, small = SHARES[name]
    return settings(
        max_examples=EXAMPLES * share // 100 or small,
        derandomize=not EXAMPLES,
        database=None,
        deadline=None,
        print_blob=True,
        suppress_health_check=list(HealthCheck),
    )


@pytest.fixture(autouse=True)
def told(request: pytest.FixtureRequest) -> Iterator[Callable[[], None]]:
    """Call it at each example: tells every thousandth of a long run."""
    done = 0

    def one_more() -> None:
        nonlocal done
        done += 1
        if EXAMPLES and done % 1000 == 0:
            sys.stderr.write(f"{request.node.name}: {done} examples\n")

    # Each page would write ten lines.
    logging.disable(logging.CRITICAL)
    yield one_more
    logging.disable(logging.NOTSET)


@pytest.fixture
def views(answers: list[Answer], cards: list[str]) -> list[tuple[str, dict[str, str]]]:
    """Every page that shows answers."""
    return [
        ("/", {}),
        ("/calendar/", {"days_ahead": "100"}),
        ("/calendar/", {"view": "day"}),
        ("/calendar/", {"view": "week"}),
        ("/calendar/", {"view": "month"}),
        ("/drive/", {}),
        ("/sheets/", {"sort": "-modified"}),
        ("/candidates/", {"sort": "stage"}),
        ("/search/", {"q": "а"}),
        ("/cache/", {}),
        ("/settings/", {}),
        (cards[0], {}),
    ]


def is_fine(page: Any) -> bool:
    """Whether a page came, whole or to say that there is none, with nothing on it that is not ours."""
    return page.status_code in {200, 302, 404} and not list(Page(page.content.decode()).dangers())


def test_pages_over_answers_that_make_no_sense(
    browser: Browser,
    anna: User,
    answers: list[Answer],
    views: list[tuple[str, dict[str, str]]],
    told: Callable[[], None],
) -> None:
    real = [Answer(each.service, each.parameters, few(each.data)) for each in answers]

    @fuzzed("pages")
    @given(st.data())
    def check(data: st.DataObject) -> None:
        told()
        for answer in real:
            answer.keep(anna)
        for _ in range(2):
            answer = data.draw(st.sampled_from(real))
            # What a client lets through: of Huntflow the types of its fields, of Google lists of objects.
            typed = answer.service.startswith("huntflow")
            wrong = data.draw(spoilt(answer.data, depth=0 if typed else 2, typed=typed))
            Answer(answer.service, answer.parameters, wrong).keep(anna)
        path, query = data.draw(st.sampled_from(views))
        assert is_fine(browser.page(path, **query))

    check()


def test_pages_over_queries_that_make_no_sense(
    browser: Browser,
    anna: User,
    answers: list[Answer],
    views: list[tuple[str, dict[str, str]]],
    told: Callable[[], None],
) -> None:
    texts = st.sampled_from([value for value in HOSTILE if isinstance(value, str)]) | st.text(max_size=30)
    values = texts.map(lambda text: text.encode("utf-8", "replace").decode())
    for answer in answers:
        Answer(answer.service, answer.parameters, few(answer.data)).keep(anna)

    @fuzzed("queries")
    @given(
        st.sampled_from(views),
        st.dictionaries(st.sampled_from(QUERIES), values | st.lists(values, max_size=3)),
    )
    def check(view: tuple[str, dict[str, str]], query: dict[str, Any]) -> None:
        told()
        assert is_fine(browser.page(view[0], **query))

    check()


def test_bytes_that_nobody_wrote_count_as_nothing(told: Callable[[], None]) -> None:
    asked = key_for(datasets.SHEETS, 7, {"max_results": 100})
    meta = Metadata.of_answer(asked, validator={"etag": "x"})
    real = [seal_metadata(asked, meta), seal_body(asked, meta, b'["real"]'), b"a" * 32 + b" 99999999999999"]
    garbage = st.binary(max_size=60)

    def cut(field: bytes) -> st.SearchStrategy[bytes]:
        return st.tuples(st.integers(0, len(field)), garbage, st.integers(0, len(field))).map(
            lambda parts: field[: parts[0]] + parts[1] + field[parts[2] :]
        )

    fields = st.tuples(*(st.just(field) | cut(field) | garbage for field in real))

    @fuzzed("bytes")
    @given(fields, garbage)
    def check(found: tuple[bytes, ...], line: bytes) -> None:
        told()
        understood = parse(asked, list(found))
        assert (understood.meta.cached_at is not None) == (list(found[:2]) == real[:2])
        if understood.meta.cached_at is not None:
            assert understood.to_entry().data == ["real"]
        times_in(found[0])
        with suppress(ValueError):
            failures.parse_note(line)

    check()


def test_answers_of_google_that_make_no_sense(
    answers: list[Answer], monkeypatch: pytest.MonkeyPatch, told: Callable[[], None]
) -> None:
    account = GoogleOAuthAccount.objects.get()
    pages = [
        {"items": few(each.data), "files": few(each.data)} for each in answers if "google" in each.service
    ]
    asked = EventsQuery("primary", 5, 10, 10)
    calls: list[Callable[[], Any]] = [
        lambda: calendar.list_events(account, asked),
        lambda: calendar.list_events(account, asked, validator={"url": "x", "etag": "y"}),
        lambda: calendar.list_calendars(account),
        lambda: drive.list_files(account, "trashed = false", max_results=5),
    ]

    @fuzzed("google")
    @given(
        st.sampled_from(calls), st.sampled_from(pages).flatmap(spoilt) | VALUES, st.binary(max_size=20) | st.none(),
        st.sampled_from([200, 200, 200, 304, 400, 401, 403, 404, 410, 429, 500, 503]),
    )  # fmt: skip
    def check(call: Callable[[], Any], page: Any, raw: bytes | None, status: int) -> None:
        told()
        body = json.dumps(page).encode() if raw is None else raw
        monkeypatch.setattr(
            transport.BoundedHttp, "request", lambda *_, **__: (httplib2.Response({"status": status}), body)
        )
        _call(call)

    check()


class Known:
    """A pair that is good for ever."""

    def current(self) -> Pair:
        return Pair("https://api.huntflow.ru/v2", "access", "refresh")

    def renewed(self, refused: Pair) -> Pair:
        return refused


def test_answers_of_huntflow_that_make_no_sense(
    answers: list[Answer], monkeypatch: pytest.MonkeyPatch, told: Callable[[], None]
) -> None:
    real = [few(each.data) for each in answers if "huntflow" in each.service]
    pages = [
        {"items": data, "total_pages": 2, "page": 1} if isinstance(data, list) else data for data in real
    ]
    calls: list[Callable[[HuntflowApi], Any]] = [
        accounts.list_accounts,
        lambda api: accounts.list_statuses(api, 1),
        lambda api: accounts.list_tags(api, 1),
        lambda api: accounts.list_rejection_reasons(api, 1),
        lambda api: applicants.list_applicants(api, 1, max_results=5),
        lambda api: applicants.get_applicant(api, 1, 2),
        lambda api: applicants.list_moves(api, 1, 2),
        lambda api: vacancies.list_vacancies(api, 1),
        lambda api: vacancies.get_vacancy(api, 1, 2),
    ]
    monkeypatch.setattr(api, "sleep", lambda _: None)
    monkeypatch.setattr(api, "wait_for_turn", lambda *_, **__: None)

    @fuzzed("huntflow")
    @given(
        st.sampled_from(calls), st.sampled_from(pages).flatmap(spoilt) | VALUES, st.binary(max_size=20) | st.none(),
        st.sampled_from([200, 200, 200, 400, 401, 402, 403, 404, 429, 500]),
        st.dictionaries(st.sampled_from(["Retry-After", "x-request-id"]), st.text(max_size=9)),
    )  # fmt: skip
    def check(
        call: Callable[[HuntflowApi], Any], page: Any, raw: bytes | None, status: int, headers: dict[str, str]
    ) -> None:
        told()
        body = json.dumps(page).encode() if raw is None else raw
        monkeypatch.setattr(api, "exchange", lambda *_, **__: HuntflowAnswer(status, headers, body))
        _call(lambda: call(HuntflowApi(Known())))

    check()


def _call(call: Callable[[], Any]) -> None:
    """Either an answer that can be kept, or one of our exceptions; a refresh takes a ValueError for malformed."""
    try:
        answer = call()
    except UpstreamError:
        return
    with suppress(ValueError):
        codec.encode(getattr(answer, "items", answer))


def test_every_kept_answer_can_be_spoilt(answers: list[Answer], anna: User) -> None:
    """Without answers, the tests above would try nothing."""
    kept = {each.service for each in answers_of(anna)}

    assert (
        kept
        == {each.service for each in answers}
        >= set(datasets.DATA_SETS)
        - {
            "google_calendars",
            "huntflow_vacancies",
        }
    )
