"""What the parts of an answer mean."""

import json
from typing import Any

import pytest

from google_oauth.clients.http import Answer
from google_oauth.clients.huntflow import errors
from google_oauth.exceptions import UpstreamError, UpstreamUnavailable


def answer(status: int, body: Any = None, **headers: str) -> Answer:
    named = {name.replace("_", "-"): value for name, value in headers.items()}
    return Answer(status, named, json.dumps(body).encode())


def error(**fields: Any) -> dict[str, Any]:
    return {"errors": [fields]}


@pytest.mark.parametrize(
    ("status", "body", "refused"),
    [
        (401, error(detail="token_expired"), True),
        (401, error(detail="Invalid access token"), True),
        (401, error(detail="something else"), False),
        (401, None, False),
        (403, error(detail="token_expired"), False),
        (404, error(title="error.robot_token.not_found"), True),
        (404, error(title="Not Found"), False),
    ],
)
def test_only_a_token_that_a_refresh_can_cure_is_refused(status: int, body: Any, refused: bool) -> None:
    assert errors.is_token_refused(answer(status, body)) is refused


@pytest.mark.parametrize(
    "body", [None, [], {}, {"errors": None}, {"errors": []}, {"errors": ["x"]}, {"errors": {"type": "x"}}]
)
def test_a_refusal_without_an_error_in_it_is_malformed(body: Any) -> None:
    with pytest.raises(UpstreamUnavailable) as caught:
        errors.json_object(answer(404, body))

    assert caught.value.reason == "malformed"


def test_an_error_of_the_older_shape_is_understood() -> None:
    with pytest.raises(UpstreamError) as caught:
        errors.json_object(
            answer(400, {"errors": [{"type": "bad_user_agent", "value": ["x"]}], "description": "x"})
        )

    assert caught.value.reason == "bad_request"


@pytest.mark.parametrize(
    "location", [None, "query", {"entity": None}, {"entity": "query", "variable": "/count"}]
)
def test_a_request_of_ours_that_is_bad_is_rejected(location: Any) -> None:
    with pytest.raises(UpstreamError) as caught:
        errors.json_object(answer(400, error(type="value_error", title="x", location=location)))

    assert caught.value.reason == "bad_request"


def test_json_nested_without_end_is_malformed() -> None:
    with pytest.raises(UpstreamUnavailable) as caught:
        errors.json_object(Answer(200, {}, b"[" * 200_000))

    assert caught.value.reason == "malformed"


@pytest.mark.parametrize(
    ("header", "wanted"), [({}, None), ({"Retry_After": "7"}, 7), ({"Retry_After": "9" * 400}, 86_400)]
)
def test_retry_after_is_at_most_a_day(header: dict[str, str], wanted: float | None) -> None:
    assert errors.retry_after_of(answer(429, None, **header)) == wanted


@pytest.mark.parametrize(
    ("status", "reason"), [(429, "rate_limited"), (500, "server_error"), (503, "server_error")]
)
@pytest.mark.parametrize("header", [{}, {"Retry_After": "7"}])
def test_a_failure_that_passes_says_when_to_try_again(
    status: int, reason: str, header: dict[str, str]
) -> None:
    with pytest.raises(UpstreamUnavailable) as caught:
        errors.json_object(answer(status, None, **header))

    assert (caught.value.reason, caught.value.retry_after) == (reason, 7 if header else None)


@pytest.mark.parametrize(("status", "wanted"), [(429, 7), (503, None), (200, None)])
def test_only_a_429_wants_a_backoff_of_the_token(status: int, wanted: float | None) -> None:
    assert errors.wanted_backoff(answer(status, None, Retry_After="7")) == wanted


def test_a_request_id_cannot_write_log_lines_of_its_own(caplog: pytest.LogCaptureFixture) -> None:
    with pytest.raises(UpstreamError):
        errors.json_object(answer(500, None, x_request_id="a\nERROR: forged" + "x" * 200))

    (record,) = caplog.records
    assert "\n" not in record.getMessage()
    assert len(record.getMessage()) < 150
