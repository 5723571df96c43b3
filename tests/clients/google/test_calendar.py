"""What is asked of Calendar v3, page by page, and what becomes of its answers."""

from datetime import UTC, datetime
from typing import Any

import pytest
import time_machine

from google_oauth.clients.google.calendar import EventsQuery, list_calendars, list_events
from google_oauth.clients.google.listing import Listing, Unchanged
from google_oauth.exceptions import UpstreamUnavailable
from google_oauth.models import GoogleOAuthAccount
from tests.clients.google.fakes import Request, Response, install

QUESTION = EventsQuery("primary", max_results=100, days_ahead=100, days_back=0)


@pytest.fixture(autouse=True)
def today() -> Any:
    with time_machine.travel(datetime(2026, 11, 24, 21, 30, tzinfo=UTC), tick=False) as traveller:
        yield traveller


@pytest.fixture
def account(db: None) -> GoogleOAuthAccount:
    return GoogleOAuthAccount(access_token="ya29.token")


def events(count: int, *, first: int = 0) -> list[dict[str, str]]:
    return [{"id": f"event{number}"} for number in range(first, first + count)]


def test_window_is_whole_days_of_utc_padded_by_one(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, lambda _: Response({"etag": '"1"', "items": []}))

    list_events(account, EventsQuery("team@example.com", max_results=10, days_ahead=7, days_back=2))

    [request] = http.requests
    query = request.query
    assert request.path == "/calendar/v3/calendars/team%40example.com/events"
    assert (query["timeMin"], query["timeMax"]) == ("2026-11-21T00:00:00+00:00", "2026-12-03T00:00:00+00:00")
    assert (query["singleEvents"], query["orderBy"], query["maxResults"]) == ("true", "startTime", "60")


def test_mask_holds_what_paging_and_matching_need(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, lambda _: Response({"etag": '"1"', "items": []}))

    list_events(account, QUESTION)

    fields = http.requests[0].query["fields"]
    assert fields.startswith("etag,nextPageToken,items(")
    assert "attendees(email,displayName,self," in fields
    assert int(http.requests[0].query["maxAttendees"]) > 1


def test_single_page_gives_its_etag_with_its_address(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, lambda _: Response({"etag": '"1"', "items": events(3)}))

    answer = list_events(account, QUESTION)

    assert answer == Listing(events(3), {"etag": '"1"', "url": http.requests[0].uri})


def test_etag_that_is_no_text_is_not_kept(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, lambda _: Response({"etag": 1, "items": []}))

    assert list_events(account, QUESTION) == Listing([], None)


def test_unchanged_events_cost_no_body(account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    def answer(request: Request) -> Response:
        if request.headers.get("if-none-match") == '"1"':
            return Response(b"", 304)
        return Response({"etag": '"1"', "items": []})

    http = install(monkeypatch, answer)
    first = list_events(account, QUESTION)

    second = list_events(account, QUESTION, validator=first.validator)

    assert second == Unchanged(first.validator)
    assert len(http.requests) == 2


def test_etag_of_another_address_is_not_sent(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch, today: Any
) -> None:
    http = install(monkeypatch, lambda _: Response({"etag": '"1"', "items": []}))
    first = list_events(account, QUESTION)
    today.move_to(datetime(2026, 11, 25, 0, 0, 1, tzinfo=UTC))

    list_events(account, QUESTION, validator=first.validator)

    assert "if-none-match" not in http.requests[1].headers


def test_etag_holds_all_day(account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch, today: Any) -> None:
    http = install(monkeypatch, lambda _: Response({"etag": '"1"', "items": []}))
    first = list_events(account, QUESTION)
    today.move_to(datetime(2026, 11, 24, 23, 59, 59, tzinfo=UTC))

    list_events(account, QUESTION, validator=first.validator)

    assert http.requests[1].headers["if-none-match"] == '"1"'


def test_cancelled_events_come_along_where_google_still_knows_when_they_were(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    dated = {"id": "off", "status": "cancelled", "start": {"date": "2026-12-01"}}
    answer = {"etag": '"1"', "items": [dated, {"id": "gone", "status": "cancelled"}]}
    http = install(monkeypatch, lambda _: Response(answer))

    assert list_events(account, QUESTION).items == [dated]
    assert http.requests[0].query["showDeleted"] == "true"


def test_cancelled_events_take_no_room_of_others(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    off = [
        {"id": f"off{each}", "status": "cancelled", "start": {"date": "2026-12-01"}} for each in range(150)
    ]
    pages = {
        "": Response({"etag": '"1"', "items": off, "nextPageToken": "b"}),
        "b": Response({"etag": '"2"', "items": events(100), "nextPageToken": "c"}),
    }
    install(monkeypatch, paged(pages))

    assert list_events(account, QUESTION).items == [*off, *events(100)]


def paged(pages: dict[str, Response]) -> Any:
    return lambda request: pages[request.query.get("pageToken", "")]


def test_pages_are_followed_without_the_first_pages_etag(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {
        "": Response({"etag": '"2"', "items": events(90), "nextPageToken": "b"}),
        # A page may be empty and have a successor.
        "b": Response({"etag": '"3"', "items": [], "nextPageToken": "c"}),
        "c": Response({"etag": '"4"', "items": events(30, first=90)}),
    }
    http = install(monkeypatch, paged(pages))
    probe = list_events(account, QUESTION)
    validator = {"etag": '"1"', "url": http.requests[0].uri}
    http.requests.clear()

    answer = list_events(account, QUESTION, validator=validator)

    assert probe == answer == Listing(events(120), None)
    assert [request.headers.get("if-none-match") for request in http.requests] == ['"1"', None, None]


def test_pages_stop_when_enough_events_have_come(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    endless = Response({"etag": '"1"', "items": events(150), "nextPageToken": "more"})
    http = install(monkeypatch, lambda _: endless)

    answer = list_events(account, QUESTION)

    assert answer == Listing(events(150), None)
    assert len(http.requests) == 1


@pytest.mark.parametrize("day", ["2026-11-23", "2026-11-25"])
def test_events_around_the_beginning_hide_none_of_the_window(
    day: str, account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    early = [{"id": f"early{number}", "start": {"dateTime": f"{day}T23:00:00Z"}} for number in range(90)]
    early += [{"id": f"day{number}", "start": {"date": day}} for number in range(60)]
    later = [{"id": f"later{number}", "start": {"date": "2026-11-26"}} for number in range(100)]
    pages = {
        "": Response({"etag": '"1"', "items": early, "nextPageToken": "b"}),
        "b": Response({"etag": '"1"', "items": later[:60], "nextPageToken": "c"}),
        "c": Response({"etag": '"1"', "items": later[60:], "nextPageToken": "d"}),
    }
    http = install(monkeypatch, paged(pages))

    answer = list_events(account, QUESTION)

    assert answer == Listing(early + later, None)
    assert [request.query["maxResults"] for request in http.requests] == ["150", "150", "90"]


def test_page_size_stays_within_googles_cap(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    http = install(monkeypatch, lambda _: Response({"etag": '"1"', "items": []}))

    list_events(account, EventsQuery("primary", max_results=2500, days_ahead=1, days_back=0))

    assert http.requests[0].query["maxResults"] == "2500"


def test_empty_window_may_come_without_items(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, lambda _: Response({"etag": '"1"'}))

    answer = list_events(account, QUESTION)

    assert isinstance(answer, Listing)
    assert answer.items == []


@pytest.mark.parametrize(
    "body", [b"<html>", b'{"items": [', b"\xff", [], "text", {}, {"items": {}}, {"items": [None]}]
)
def test_answer_that_is_no_list_of_objects_is_malformed(
    body: Any, account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    install(monkeypatch, lambda _: Response(body))

    with pytest.raises(UpstreamUnavailable) as caught:
        list_events(account, QUESTION)

    assert caught.value.reason == "malformed"


def test_trouble_is_no_304(account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch) -> None:
    install(monkeypatch, lambda _: Response({}, 503))

    with pytest.raises(UpstreamUnavailable) as caught:
        list_events(account, QUESTION, validator={"etag": '"1"', "url": ""})

    assert caught.value.reason == "server_error"


def test_calendars_are_listed_over_all_pages(
    account: GoogleOAuthAccount, monkeypatch: pytest.MonkeyPatch
) -> None:
    pages = {
        "": Response({"etag": '"1"', "items": [{"id": "a"}], "nextPageToken": "b"}),
        "b": Response({"etag": '"1"', "items": [{"id": "b"}]}),
    }
    install(monkeypatch, paged(pages))

    assert list_calendars(account) == Listing([{"id": "a"}, {"id": "b"}])
