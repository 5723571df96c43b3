"""Things that go wrong on demand, to see what the caller makes of them."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from threading import Event, Lock
from typing import Any

from sandbox.http import Response, html_response, json_response

MODES = ("status", "delay", "hang", "reset", "malformed", "html")
STATUSES = range(200, 600)

HTML_PAGE = "<!DOCTYPE html><html><head><title>Sorry</title></head><body><h1>Sorry…</h1></body></html>"

GOOGLE_REASONS = {400: "badRequest", 401: "authError", 403: "rateLimitExceeded", 404: "notFound"}
GOOGLE_REASONS |= {410: "fullSyncRequired", 429: "rateLimitExceeded"}
HUNTFLOW_TYPES = {401: "authorization_error", 403: "access_denied", 402: "payment_required"}
HUNTFLOW_TYPES |= {404: "not_found", 429: "too_many_requests"}


@dataclass(frozen=True)
class Fault:
    """One fault.

    `target` is an upstream ("calendar", "drive", "huntflow", "oauth") or one operation of it
    ("oauth.token"). `seconds` is how long "delay" and "hang" wait (None: a hang lasts until the faults are
    cleared). `status` is that of "status" (None: 503) and "html" (None: 200). `times` is how many requests meet the fault, None for all.
    """

    target: str
    mode: str
    status: int | None = None
    headers: Mapping[str, str] = field(default_factory=dict)
    body: Any = None
    seconds: float | None = None
    times: int | None = None


class FaultBook:
    """At most one fault per target; the newest replaces the older. An operation's own goes before its upstream's."""

    def __init__(self) -> None:
        self._lock = Lock()
        self._faults: dict[str, Fault] = {}
        self._left: dict[str, int] = {}
        self._cleared = Event()

    def add(self, fault: Fault) -> None:
        """Let `fault` begin."""
        with self._lock:
            self._faults[fault.target] = fault
            self._left.pop(fault.target, None)
            if fault.times is not None:
                self._left[fault.target] = fault.times

    def take(self, operation: str) -> Fault | None:
        """The fault that a request for `operation` meets, counted; None when all is well."""
        with self._lock:
            for target in (operation, operation.partition(".")[0]):
                if (fault := self._faults.get(target)) is not None:
                    self._count(target)
                    return fault
        return None

    def wait(self, seconds: float | None) -> None:
        """Wait `seconds` (None: for ever), but not longer than until the faults are cleared."""
        self._cleared.wait(seconds)

    def clear(self) -> None:
        """All well again; requests that wait are let go."""
        with self._lock:
            self._faults.clear()
            self._left.clear()
            cleared, self._cleared = self._cleared, Event()
        cleared.set()

    def _count(self, target: str) -> None:
        if target in self._left:
            self._left[target] -= 1
            if not self._left[target]:
                del self._faults[target], self._left[target]


def failure(fault: Fault) -> Response:
    """The answer of a "status" or "html" fault; without a body of its own, one as the upstream words it."""
    headers = tuple((name, str(value)) for name, value in fault.headers.items())
    if fault.mode == "html":
        page = html_response(str(fault.body or HTML_PAGE), status=fault.status or 200)
        return Response(page.status, page.body, (*page.headers, *headers))
    status = fault.status or 503
    if isinstance(fault.body, str):
        return Response(status, fault.body.encode(), headers)
    body = _default_body(fault.target, status) if fault.body is None else fault.body
    return json_response(body, status=status, headers=headers)


def cut(response: Response) -> Response:
    """`response` with its body broken off in the middle, which no JSON parser accepts."""
    return Response(response.status, response.body[: len(response.body) // 2] or b"{", response.headers)


def _default_body(target: str, status: int) -> dict[str, Any]:
    upstream = target.partition(".")[0]
    if upstream == "oauth":
        return {"error": "internal_failure", "error_description": "Backend Error"}
    if upstream == "huntflow":
        kind = HUNTFLOW_TYPES.get(status, "internal_error")
        return {"errors": [{"type": kind, "title": kind.replace("_", " ").title()}]}
    reason = GOOGLE_REASONS.get(status, "backendError")
    item = {"domain": "global", "reason": reason, "message": reason}
    return {"error": {"code": status, "message": reason, "errors": [item]}}
