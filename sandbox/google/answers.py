"""Answers and errors of Google's APIs, in Google's words."""

from collections.abc import Mapping
from typing import Any

from sandbox.http import Headers, Refused, Response, json_response

PRETTY_SPACES = 1
HEADERS = (
    ("Cache-Control", "private, max-age=0, must-revalidate, no-transform"),
    ("Vary", "Origin, X-Origin, Referer"),
)

CREDENTIAL_ADVICE = (
    "Expected OAuth 2 access token, login cookie or other valid authentication credential. "
    "See https://developers.google.com/identity/sign-in/web/devconsole-project."
)
SERVICES = {"calendar": "calendar-json.googleapis.com", "drive": "drive.googleapis.com"}


def answer(data: Mapping[str, Any], *, pretty: bool, headers: Headers = ()) -> Response:
    """A resource."""
    return json_response(data, headers=(*HEADERS, *headers), indent=PRETTY_SPACES if pretty else None)


def refusal(
    status: int,
    reason: str,
    message: str,
    *,
    domain: str = "global",
    place: tuple[str, str] | None = None,
    grpc: Mapping[str, Any] | None = None,
) -> Refused:
    """An error. `place` is the type and name of what is wrong; `grpc` the `status` and `details` of newer errors."""
    item = {"message": message, "domain": domain, "reason": reason}
    if place is not None:
        item |= {"locationType": place[0], "location": place[1]}
    error = {"code": status, "message": message, "errors": [item], **(grpc or {})}
    return Refused(json_response({"error": error}, status=status, headers=HEADERS, indent=PRETTY_SPACES))


def bad_parameter(name: str, message: str, *, reason: str = "invalid", domain: str = "global") -> Refused:
    """400 for a parameter."""
    return refusal(400, reason, message, domain=domain, place=("parameter", name))


def not_found(message: str = "Not Found", *, parameter: str | None = None) -> Refused:
    """404 for an object that is not there or not for this user."""
    return refusal(404, "notFound", message, place=("parameter", parameter) if parameter else None)


def unauthenticated(*, missing: bool) -> Refused:
    """401, for no token or for one that is not good."""
    words = (
        "is missing required authentication credential"
        if missing
        else "had invalid authentication credentials"
    )
    grpc = {"status": "UNAUTHENTICATED"}
    refused = refusal(
        401,
        "required" if missing else "authError",
        f"Request {words}. {CREDENTIAL_ADVICE}",
        place=("header", "Authorization"),
        grpc=grpc,
    )
    challenge = ("WWW-Authenticate", 'Bearer realm="https://accounts.google.com/", error="invalid_token"')
    response = refused.response
    return Refused(Response(response.status, response.body, (*response.headers, challenge)))


def scope_missing(api: str, method: str) -> Refused:
    """403 for a token whose scopes do not cover the method."""
    info = {
        "@type": "type.googleapis.com/google.rpc.ErrorInfo",
        "reason": "ACCESS_TOKEN_SCOPE_INSUFFICIENT",
        "domain": "googleapis.com",
        "metadata": {"service": SERVICES[api], "method": f"{api}.v3.{method}"},
    }
    grpc = {"status": "PERMISSION_DENIED", "details": [info]}
    message = "Request had insufficient authentication scopes."
    return refusal(403, "insufficientPermissions", message, grpc=grpc)


def rate_limited() -> Refused:
    """403 for a user who asks too often."""
    return refusal(403, "rateLimitExceeded", "Rate Limit Exceeded", domain="usageLimits")
