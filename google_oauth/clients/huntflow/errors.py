"""The meaning of an answer: JSON of the expected shape, a refused token, or one of our exceptions.

By its OpenAPI description, Huntflow's errors are `{"errors": [{"type", "title", "detail", "location"}]}`. The
older `{"errors": [{"type", "value"}]}` and bodies that are not JSON occur too.
"""

import json
import logging
from collections.abc import Mapping
from http import HTTPStatus
from typing import Any

from google_oauth.clients.http import Answer
from google_oauth.clients.huntflow.transport import UPSTREAM
from google_oauth.clients.retry_after import retry_after_seconds
from google_oauth.exceptions import (
    NotFound,
    ReconnectRequired,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)

logger = logging.getLogger(__name__)

# Seconds.
MAX_RETRY_AFTER = 86_400.0
# `detail` of a 401 after which a refresh of the token helps.
CURABLE = {"token_expired", "Invalid access token"}
ROBOT_TOKEN_NOT_FOUND = "error.robot_token.not_found"  # noqa: S105 - an error's title
TOO_EARLY = "error.robot_token.refresh_too_early"
REJECTED = {
    HTTPStatus.BAD_REQUEST: "bad_request",
    HTTPStatus.PAYMENT_REQUIRED: "payment_required",
    HTTPStatus.FORBIDDEN: "forbidden",
}


def is_token_refused(answer: Answer) -> bool:
    """Whether the access token has expired or is unknown, so that a refresh may help."""
    error = _error(answer)
    if answer.status == HTTPStatus.UNAUTHORIZED:
        return error.get("detail") in CURABLE
    # Never means "this candidate is missing".
    return answer.status == HTTPStatus.NOT_FOUND and error.get("title") == ROBOT_TOKEN_NOT_FOUND


def is_transient(answer: Answer) -> bool:
    return answer.status == HTTPStatus.TOO_MANY_REQUESTS or answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR


def is_pair_dead(answer: Answer) -> bool:
    """Whether a refresh was answered "no such refresh token": used, revoked or never valid."""
    return answer.status == HTTPStatus.NOT_FOUND and _error(answer).get("type") == "not_found"


def is_too_early(answer: Answer) -> bool:
    """Whether a refresh was refused because the access token is still valid."""
    return answer.status == HTTPStatus.FORBIDDEN and _error(answer).get("title") == TOO_EARLY


def retry_after_of(answer: Answer) -> float | None:
    """Seconds to wait by the Retry-After header, at most a day; None without one."""
    wanted = retry_after_seconds(answer.headers.get("Retry-After"))
    return None if wanted is None else min(wanted, MAX_RETRY_AFTER)


def wanted_backoff(answer: Answer) -> float | None:
    """Seconds without calls that a 429 asks of its token; None for other answers and without Retry-After."""
    return retry_after_of(answer) if answer.status == HTTPStatus.TOO_MANY_REQUESTS else None


def json_object(answer: Answer) -> dict[str, Any]:
    """Return the JSON object of a 200; raise the UpstreamError that another answer means."""
    if answer.status == HTTPStatus.OK:
        parsed = _parsed(answer)
        if isinstance(parsed, dict):
            return parsed
    failure = _failure(answer)
    # Huntflow's support asks for the request id.
    logger.warning(
        "Huntflow: %s, status %d, request id %.64r",
        failure.reason,
        answer.status,
        answer.headers.get("x-request-id", ""),
    )
    raise failure


def malformed() -> UpstreamUnavailable:
    return UpstreamUnavailable(UPSTREAM, "malformed")


def _failure(answer: Answer) -> UpstreamError:
    if answer.status == HTTPStatus.TOO_MANY_REQUESTS:
        return UpstreamUnavailable(UPSTREAM, "rate_limited", retry_after=retry_after_of(answer))
    if answer.status >= HTTPStatus.INTERNAL_SERVER_ERROR:
        return UpstreamUnavailable(UPSTREAM, "server_error", retry_after=retry_after_of(answer))
    error = _error(answer)
    # Without an error body, the answer is a proxy's. "response": Huntflow's data failed its own check.
    if not error or _entity(error) == "response":
        return malformed()
    return _refusal(answer.status)


def _refusal(status: int) -> UpstreamError:
    if status == HTTPStatus.UNAUTHORIZED:
        return ReconnectRequired(UPSTREAM, "revoked")
    if status == HTTPStatus.NOT_FOUND:
        return NotFound(UPSTREAM)
    if status in REJECTED:
        return UpstreamRejected(UPSTREAM, REJECTED[HTTPStatus(status)])
    return malformed()


def _parsed(answer: Answer) -> Any:
    try:
        return json.loads(answer.body)
    except (ValueError, RecursionError):
        return None


def _error(answer: Answer) -> dict[str, Any]:
    """Return the first error of an error body; empty when there is none."""
    parsed = _parsed(answer)
    errors = parsed.get("errors") if isinstance(parsed, dict) else None
    first = errors[0] if isinstance(errors, list) and errors else None
    return first if isinstance(first, dict) else {}


def _entity(error: Mapping[str, Any]) -> Any:
    location = error.get("location")
    return location.get("entity") if isinstance(location, dict) else None
