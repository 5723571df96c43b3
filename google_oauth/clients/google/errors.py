"""Failures of Google's libraries and answers, translated into `google_oauth.exceptions`.

Meanings: https://developers.google.com/workspace/calendar/api/guides/errors and
https://developers.google.com/workspace/drive/api/guides/handle-errors
"""

import json
from collections.abc import Iterator
from contextlib import contextmanager
from http import HTTPStatus
from http.client import HTTPException
from typing import Any

from google.auth.exceptions import TransportError
from googleapiclient.errors import HttpError
from httplib2.decode import DecodeLimitError, DecodeRatioError
from httplib2.error import FailedToDecompressContent, HttpLib2Error

from google_oauth.clients.retry_after import retry_after_seconds
from google_oauth.exceptions import (
    NotFound,
    ReconnectRequired,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)

GOOGLE = "google"

RATE_LIMITS = {"rateLimitExceeded", "userRateLimitExceeded", "RATE_LIMIT_EXCEEDED"}
# "Calendar usage limits": an abuse guard that passes within hours.
QUOTAS_OF_HOURS = {"quotaExceeded"}
MISSING_SCOPES = {"insufficientPermissions", "ACCESS_TOKEN_SCOPE_INSUFFICIENT"}
REJECTIONS = {
    "accessNotConfigured": "api_not_enabled",
    "SERVICE_DISABLED": "api_not_enabled",
    "dailyLimitExceeded": "daily_quota",
}


# Raised by Google's libraries for a body of an unexpected shape: an error that is a number or has a message that
# is no text, JSON nested too deeply, a number of five thousand digits.
MISREADINGS = (AttributeError, LookupError, RecursionError, TypeError, ValueError)


class AnswerTooLargeError(HTTPException):
    """The body is longer than `transport.MAX_ANSWER_BYTES`."""


def malformed() -> UpstreamUnavailable:
    return UpstreamUnavailable(GOOGLE, "malformed")


def json_objects(items: object) -> list[dict[str, Any]]:
    """Return `items` if it is a list of JSON objects. Raises UpstreamUnavailable "malformed"."""
    if not isinstance(items, list) or not all(isinstance(item, dict) for item in items):
        raise malformed()
    return items


@contextmanager
def translated() -> Iterator[None]:
    """Raise the project's exceptions in place of those of googleapiclient, google-auth and httplib2."""
    try:
        yield
    except HttpError as exc:
        raise from_answer(exc) from exc
    except TimeoutError as exc:
        raise UpstreamUnavailable(GOOGLE, "timeout") from exc
    except (
        AnswerTooLargeError,
        DecodeLimitError,
        DecodeRatioError,
        FailedToDecompressContent,
        json.JSONDecodeError,
        UnicodeDecodeError,
    ) as exc:
        raise malformed() from exc
    except (OSError, HTTPException, HttpLib2Error, TransportError) as exc:
        raise UpstreamUnavailable(GOOGLE, "connection") from exc


def from_answer(error: HttpError) -> UpstreamError:
    status, reasons = error.status_code, _reasons(error.content)
    if status == HTTPStatus.TOO_MANY_REQUESTS or reasons & RATE_LIMITS:
        return _unavailable(error, "rate_limited")
    if status == HTTPStatus.REQUEST_TIMEOUT or status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return _unavailable(error, "server_error")
    # Google gives a reason with every refusal. Without one, the answer is a proxy's.
    return _refusal(status, reasons) if reasons else malformed()


def _refusal(status: int, reasons: set[str]) -> UpstreamError:
    if status == HTTPStatus.FORBIDDEN:
        return _forbidden(reasons)
    if status == HTTPStatus.UNAUTHORIZED:
        return ReconnectRequired(GOOGLE, "revoked")
    if status in {HTTPStatus.NOT_FOUND, HTTPStatus.GONE}:
        return NotFound(GOOGLE)
    return UpstreamRejected(GOOGLE, "bad_request")


def _unavailable(error: HttpError, reason: str) -> UpstreamUnavailable:
    return UpstreamUnavailable(GOOGLE, reason, retry_after=retry_after_seconds(error.resp.get("retry-after")))


def _forbidden(reasons: set[str]) -> UpstreamError:
    if reasons & QUOTAS_OF_HOURS:
        return UpstreamUnavailable(GOOGLE, "quota")
    if reasons & MISSING_SCOPES:
        return ReconnectRequired(GOOGLE, "scope_missing")
    known = reasons & REJECTIONS.keys()
    return UpstreamRejected(GOOGLE, REJECTIONS[known.pop()] if known else "forbidden")


def _reasons(content: bytes) -> set[str]:
    """Collect the reasons of an error body, of its older and newer shape; empty for another body."""
    try:
        error = json.loads(content)["error"]
        entries = [*error.get("errors", []), *error.get("details", [])]
        return {entry["reason"] for entry in entries if "reason" in entry} | {error.get("status", "")} - {""}
    except MISREADINGS:
        return set()
