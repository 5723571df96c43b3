"""Answers and refusals as Huntflow words them: https://api.huntflow.ai/v2/docs, `ErrorResponse`.

Fields without a value are left out, as in the description, which knows no null.
"""

import secrets
from datetime import datetime
from typing import Any

from sandbox.http import Headers, Refused, Response, json_response

JSON = dict[str, Any]


def answer(data: object, *, status: int = 200, headers: Headers = ()) -> Response:
    """`data`, with the id by which Huntflow's support finds a request."""
    return json_response(data, status=status, headers=(("X-Request-Id", secrets.token_hex(16)), *headers))


def refusal(status: int, kind: str, title: str, **more: Any) -> Refused:
    """An error body with one error; `more` is its `detail` or `location`."""
    return Refused(answer({"errors": [{"type": kind, "title": title, **more}]}, status=status))


def not_found() -> Refused:
    """Missing, deleted, or hidden from this user: Huntflow does not tell which."""
    return refusal(404, "not_found", "Not Found")


def forbidden() -> Refused:
    """There, but not for this user."""
    return refusal(403, "access_denied", "Access Denied")


def bad(kind: str, title: str, variable: str, entity: str = "query") -> Refused:
    """A 400 for one value of the request; `variable` is its name."""
    return refusal(400, kind, title, location={"entity": entity, "variable": f"/{variable}"})


def without_none(**fields: Any) -> JSON:
    """The fields that have a value."""
    return {name: value for name, value in fields.items() if value is not None}


def moment(value: datetime | None) -> str | None:
    """A date and time with its offset, to the second."""
    return None if value is None else value.isoformat(timespec="seconds")
