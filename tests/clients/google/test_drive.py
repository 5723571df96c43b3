"""What is asked of Drive v3: the change feed first, then pages of files."""

from collections.abc import Callable
from typing import Any

import pytest

from google_oauth.clients.google.drive import FILES_QUERY, SPREADSHEETS_QUERY, list_files
from google_oauth.clients.google.listing import Listing, Unchanged
from google_oauth.exceptions import UpstreamUnavailable
from google_oauth.models import GoogleOAuthAccount
from tests.clients.google.fakes import FakeHttp, Request, Response, install

START, CHANGES, LIST = "/drive/v3/changes/startPageToken", "/drive/v3/changes", "/drive/v3/files"


@pytest.fixture
def account(db: None) -> GoogleOAuthAccount:
    return GoogleOAuthAccount(access_token="ya29.token")


def drive(**answers: Response) -> Callable[[Request], Response]:
    """A Drive of three files; `changes` and `files` replace its answers."""
    bodies = {
        START: Response({"startPageToken": "7"}),
        CHANGES: answers.get("changes", Response({"changes": [], "newStartPageToken": "9"})),
        LIST: answers.get("files", Response({"files": [{"id": "a"}]})),
    }
    return lambda request: bodies[request.path]


def paths(http: FakeHttp) -> list[str]:
    return [request.path for request in http.requests]


def test_first_list_takes_its_page_token_before_the_files(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, drive())

    answer = list_files(account, FILES_QUERY, max_results=100)

    assert answer == Listing([{"id": "a"}], {"page_token": "7"})
    assert paths(http) == [START, LIST]


@pytest.mark.parametrize("query", [FILES_QUERY, SPREADSHEETS_QUERY])
def test_files_are_asked_for_without_trash_newest_first(
    query: str, account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, drive())

    list_files(account, query, max_results=100)

    asked = http.requests[-1].query
    assert (asked["q"], asked["orderBy"], asked["pageSize"]) == (query, "modifiedTime desc", "100")
    assert "trashed = false" in asked["q"]
    assert "thumbnailLink" not in asked["fields"]


def test_unchanged_drive_costs_one_question(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, drive())

    answer = list_files(account, FILES_QUERY, max_results=100, validator={"page_token": "7"})

    assert answer == Unchanged({"page_token": "9"})
    assert (paths(http), http.requests[0].query["pageToken"]) == ([CHANGES], "7")


@pytest.mark.parametrize(
    "changes",
    [
        Response({"changes": [{"fileId": "a"}], "newStartPageToken": "9"}),
        # Nothing on this page, but the feed goes on.
        Response({"changes": [], "nextPageToken": "8"}),
        # Tokens that are not taken any more.
        Response({"error": {"message": "m", "errors": [{"reason": "invalid"}]}}, 400),
        Response({"error": {"message": "m", "errors": [{"reason": "notFound"}]}}, 404),
    ],
)
def test_anything_but_unchanged_means_a_new_list(
    changes: Response, account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, drive(changes=changes))

    answer = list_files(account, FILES_QUERY, max_results=100, validator={"page_token": "7"})

    assert answer == Listing([{"id": "a"}], {"page_token": "7"})
    assert paths(http) == [CHANGES, START, LIST]


def test_trouble_with_the_feed_is_not_hidden_by_a_list(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, drive(changes=Response({}, 503)))

    with pytest.raises(UpstreamUnavailable):
        list_files(account, FILES_QUERY, max_results=100, validator={"page_token": "7"})

    assert paths(http) == [CHANGES]


def test_pages_are_followed_only_as_far_as_needed(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    page = [{"id": str(number)} for number in range(1000)]
    http = install(monkeypatch, drive(files=Response({"files": page, "nextPageToken": "more"})))

    answer = list_files(account, FILES_QUERY, max_results=2000)

    sizes = [request.query["pageSize"] for request in http.requests if request.path == LIST]
    assert isinstance(answer, Listing)
    assert (len(answer.items), sizes) == (2000, ["1000", "1000"])


@pytest.mark.parametrize("body", [{}, {"files": None}, {"files": ["a"]}, b"<html>"])
def test_answer_without_a_list_of_files_is_malformed(
    body: Any, account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, drive(files=Response(body)))

    with pytest.raises(UpstreamUnavailable) as caught:
        list_files(account, FILES_QUERY, max_results=100)

    assert caught.value.reason == "malformed"


def test_missing_page_token_is_malformed(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, lambda _: Response({}))

    with pytest.raises(UpstreamUnavailable) as caught:
        list_files(account, FILES_QUERY, max_results=100)

    assert caught.value.reason == "malformed"
