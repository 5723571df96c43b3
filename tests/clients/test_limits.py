"""The limits of the clients, as literals: a changed value is a decision and not a slip."""

from datetime import timedelta
from typing import Any

import pytest
import requests

from google_oauth.clients import token_lease
from google_oauth.clients.google import calendar, drive, identity, oauth
from google_oauth.clients.google import transport as google
from google_oauth.clients.http import BoundedAdapter, Bounds
from google_oauth.clients.huntflow import addresses, api, applicants, errors, pace, tokens, vacancies
from google_oauth.clients.huntflow import transport as huntflow

LIMITS: dict[str, tuple[Any, Any]] = {
    "OAuth": (oauth.OAUTH_BOUNDS, Bounds(connect=3.0, read=8.0, whole=10.0, max_bytes=1_000_000)),
    "Huntflow": (huntflow.BOUNDS, Bounds(connect=2.0, read=5.0, whole=7.0, max_bytes=10_000_000)),
    "Google's sockets": (google.SOCKET_TIMEOUT, 10.0),
    "Google's answers": ((google.ANSWER_TIMEOUT, google.MAX_ANSWER_BYTES), (20.0, 10_485_760)),
    "operations": ((google.FETCH_TIMEOUT, api.OPERATION_TIMEOUT), (30.0, 50.0)),
    "Google's pages": (
        (calendar.MAX_EVENTS_PER_PAGE, calendar.MAX_CALENDARS_PER_PAGE, drive.MAX_FILES_PER_PAGE),
        (2500, 250, 1000),
    ),
    "guests": (calendar.MAX_GUESTS, 100),
    "Google's keys": ((identity.KEYS_LIFETIME, identity.MAX_TOKEN_CLOCK_SKEW), (3600.0, 10)),
    "token leases": ((token_lease.LEASE_LIFE, token_lease.MAX_LEASE_WAIT), (timedelta(seconds=30), 10.0)),
    "Huntflow's pages": (
        (applicants.APPLICANTS_PER_PAGE, applicants.MOVES_PER_PAGE, vacancies.VACANCIES_PER_PAGE),
        (30, 100, 100),
    ),
    "Huntflow's lists": ((applicants.MAX_MOVES, vacancies.MAX_VACANCIES), (500, 5000)),
    "Huntflow's pace": ((pace.INTERVAL, pace.BURST, pace.MAX_TURN_WAIT), (1 / 6, 3, 5.0)),
    "Huntflow's tries": ((api.PAUSES, api.TRIES_WITHIN, api.MAX_TOKEN_TRIES), ((0.3, 0.6), 2.0, 3)),
    "Huntflow's Retry-After": (errors.MAX_RETRY_AFTER, 86_400.0),
    "Huntflow's refresh": (tokens.MAX_REFRESH_WAIT, 7.5),
    "Huntflow's addresses": (addresses.MAX_LENGTH, 255),
}


@pytest.mark.parametrize("name", LIMITS)
def test_limit(name: str) -> None:
    actual, expected = LIMITS[name]

    assert actual == expected


@pytest.mark.parametrize(
    ("timeout", "passed_on"),
    [(None, (2.0, 5.0)), (7.0, (2.0, 5.0)), (4.0, (2.0, 4.0)), (1.0, (1.0, 1.0)), (100.0, (2.0, 5.0))],
)
def test_timeout_of_an_exchange_bounds_its_parts_in_seconds(
    timeout: float | None, passed_on: tuple[float, float], monkeypatch: pytest.MonkeyPatch
) -> None:
    given: dict[str, Any] = {}

    def send(_: Any, request: Any, **options: Any) -> None:
        given.update(options)
        raise requests.ConnectionError

    monkeypatch.setattr(requests.adapters.HTTPAdapter, "send", send)
    with pytest.raises(requests.ConnectionError):
        BoundedAdapter(huntflow.BOUNDS).send(requests.PreparedRequest(), timeout=timeout)

    assert (given["timeout"], given["stream"]) == (passed_on, True)
