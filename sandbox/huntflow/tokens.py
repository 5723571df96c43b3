"""`POST /token/refresh`: a new pair for a refresh token, once, and not before the access token has ended."""

from sandbox.http import Response
from sandbox.huntflow.answers import answer, bad, refusal
from sandbox.routes import Call
from sandbox.world.pairs import ACCESS_SECONDS, REFRESH_SECONDS


def refresh(call: Call) -> Response:
    """Needs no access token; the refusals are those that Huntflow's staff describe (threads 608 and 660)."""
    pairs = call.sandbox.world.huntflow.pairs
    pair = pairs.by_refresh(_refresh_token(call))
    if pair is None or pair.refresh_expired:
        raise refusal(404, "not_found", "error.robot_token.not_found")
    if not pair.access_expired:
        raise refusal(403, "access_denied", "error.robot_token.refresh_too_early")
    renewed = pairs.issue(pair.email)
    return answer(
        {
            "access_token": renewed.access_token,
            "token_type": "bearer",
            "expires_in": ACCESS_SECONDS,
            "refresh_token_expires_in": REFRESH_SECONDS,
            "refresh_token": renewed.refresh_token,
        }
    )


def _refresh_token(call: Call) -> str:
    try:
        body = call.request.json()
    except ValueError:
        raise bad("value_error.jsondecode", "Invalid JSON", "", "body") from None
    token = body.get("refresh_token") if isinstance(body, dict) else None
    if token is None:
        raise bad("value_error.missing", "field required", "refresh_token", "body")
    if not isinstance(token, str):
        raise bad("type_error.str", "str type expected", "refresh_token", "body")
    return token
