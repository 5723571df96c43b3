"""Google's failures, as this project's exceptions."""

import json
from http.client import IncompleteRead
from typing import Any

import httplib2
import pytest
from google.auth.exceptions import TransportError
from googleapiclient.errors import HttpError

from google_oauth.clients.google.errors import AnswerTooLargeError, from_answer, translated
from google_oauth.exceptions import (
    NotFound,
    ReconnectRequired,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)


def old_shape(reason: str) -> bytes:
    return json.dumps({"error": {"code": 1, "message": "m", "errors": [{"reason": reason}]}}).encode()


def new_shape(reason: str) -> bytes:
    return json.dumps({"error": {"code": 1, "message": "m", "details": [{"reason": reason}]}}).encode()


def http_error(status: int, content: bytes, **headers: str) -> HttpError:
    return HttpError(httplib2.Response({"status": status, **headers}), content)


@pytest.mark.parametrize(
    ("status", "content", "kind", "reason"),
    [
        (403, old_shape("userRateLimitExceeded"), UpstreamUnavailable, "rate_limited"),
        (403, old_shape("rateLimitExceeded"), UpstreamUnavailable, "rate_limited"),
        (403, new_shape("RATE_LIMIT_EXCEEDED"), UpstreamUnavailable, "rate_limited"),
        (429, b"", UpstreamUnavailable, "rate_limited"),
        (403, old_shape("quotaExceeded"), UpstreamUnavailable, "quota"),
        (403, old_shape("dailyLimitExceeded"), UpstreamRejected, "daily_quota"),
        (403, old_shape("insufficientPermissions"), ReconnectRequired, "scope_missing"),
        (403, new_shape("ACCESS_TOKEN_SCOPE_INSUFFICIENT"), ReconnectRequired, "scope_missing"),
        (403, old_shape("accessNotConfigured"), UpstreamRejected, "api_not_enabled"),
        (403, new_shape("SERVICE_DISABLED"), UpstreamRejected, "api_not_enabled"),
        (403, old_shape("insufficientFilePermissions"), UpstreamRejected, "forbidden"),
        (403, b"<html>", UpstreamUnavailable, "malformed"),
        (403, b"", UpstreamUnavailable, "malformed"),
        (401, old_shape("authError"), ReconnectRequired, "revoked"),
        (401, b"<html>", UpstreamUnavailable, "malformed"),
        (404, old_shape("notFound"), NotFound, "not_found"),
        (404, json.dumps({"error": {"message": "m", "status": "NOT_FOUND"}}).encode(), NotFound, "not_found"),
        (410, old_shape("deleted"), NotFound, "not_found"),
        (400, old_shape("badRequest"), UpstreamRejected, "bad_request"),
        (408, b"", UpstreamUnavailable, "server_error"),
        (500, b"<html>", UpstreamUnavailable, "server_error"),
        (503, old_shape("backendError"), UpstreamUnavailable, "server_error"),
        (302, b"", UpstreamUnavailable, "malformed"),
        (403, b'{"error": "a string"}', UpstreamUnavailable, "malformed"),
        (403, b'{"error": {"message": "m", "errors": ["x"]}}', UpstreamUnavailable, "malformed"),
    ],
)
def test_status_and_reason(status: int, content: bytes, kind: type[UpstreamError], reason: str) -> None:
    error = from_answer(http_error(status, content))

    assert (type(error), error.upstream, error.reason) == (kind, "google", reason)


@pytest.mark.parametrize("status", [429, 503])
def test_retry_after_is_handed_on(status: int) -> None:
    error = from_answer(http_error(status, b"", **{"retry-after": "60"}))

    assert isinstance(error, UpstreamUnavailable)
    assert error.retry_after == 60


@pytest.mark.parametrize(
    ("failure", "reason"),
    [
        (TimeoutError(), "timeout"),
        (ConnectionRefusedError(), "connection"),
        (OSError(), "connection"),
        (httplib2.ServerNotFoundError(), "connection"),
        (IncompleteRead(b""), "connection"),
        (TransportError("x"), "connection"),
        (AnswerTooLargeError(), "malformed"),
        (httplib2.FailedToDecompressContent("x", None, b""), "malformed"),
        (json.JSONDecodeError("x", "", 0), "malformed"),
    ],
)
def test_failure_of_a_library_is_unavailable_with_its_cause(failure: Any, reason: str) -> None:
    with pytest.raises(UpstreamUnavailable) as caught, translated():
        raise failure

    assert (caught.value.reason, caught.value.__cause__) == (reason, failure)


def test_programming_error_is_not_translated() -> None:
    with pytest.raises(KeyError), translated():
        raise KeyError("x")
