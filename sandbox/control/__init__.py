"""The control surface under `/_sandbox/`, for tests and demonstrations.

    GET    /_sandbox/accounts   {"accounts": [{"email", "name", "sub", "huntflow": {"access_token", "refresh_token"} | null}]}
    GET    /_sandbox/requests   {"calendar.events.list": 3, ...}, since the last reset
    DELETE /_sandbox/requests   the counts begin at nothing
    POST   /_sandbox/faults     see `faults.Fault`; targets are upstreams or single operations
    DELETE /_sandbox/faults     all well again
    POST   /_sandbox/data       {"op": "add_event", ...}; see `operations`
    POST   /_sandbox/reset      data, grants, faults, limits and counts as at the start

Bad input answers 400 with {"error": "what is wrong"}.
"""

from typing import Any

from sandbox import google, huntflow
from sandbox.control.operations import OPERATIONS
from sandbox.control.reading import BadInputError, read_fault, run
from sandbox.http import Refused, Response, json_response
from sandbox.routes import Call, Route, route

NO_CONTENT = Response(204)


def accounts(call: Call) -> Response:
    """Who can sign in, and the Huntflow pair that acts for each."""
    world = call.sandbox.world
    listed = []
    for account in world.accounts.values():
        pair = world.huntflow.pairs.of(account.email)
        tokens = pair and {"access_token": pair.access_token, "refresh_token": pair.refresh_token}
        listed.append({"email": account.email, "name": account.name, "sub": account.sub, "huntflow": tokens})
    return json_response({"accounts": listed})


def requests(call: Call) -> Response:
    """The counts by operation."""
    return json_response(call.sandbox.counts.as_dict())


def reset_requests(call: Call) -> Response:
    """Forget the counts."""
    call.sandbox.counts.reset()
    return NO_CONTENT


def add_fault(call: Call) -> Response:
    """Let something go wrong from now on."""
    known = {entry.operation for entry in (*google.ROUTES, *huntflow.ROUTES)}
    body = _body(call)
    try:
        call.sandbox.faults.add(read_fault(body, known | {name.partition(".")[0] for name in known}))
    except BadInputError as problem:
        raise _refused(problem) from problem
    return NO_CONTENT


def clear_faults(call: Call) -> Response:
    """All well again."""
    call.sandbox.faults.clear()
    return NO_CONTENT


def change_data(call: Call) -> Response:
    """Run one operation on the world; answers with what it returns."""
    body = _body(call)
    try:
        return json_response(run(OPERATIONS, call.sandbox, body))
    except BadInputError as problem:
        raise _refused(problem) from problem


def reset(call: Call) -> Response:
    """Everything as at the start."""
    call.sandbox.reset()
    return NO_CONTENT


def no_icon(call: Call) -> Response:  # noqa: ARG001 - every handler takes the call
    """Browsers ask for an icon with every page; a 404 would show as an error in their console."""
    return NO_CONTENT


def _body(call: Call) -> dict[str, Any]:
    try:
        body = call.request.json()
    except ValueError as problem:
        raise _refused("the body must be JSON") from problem
    if not isinstance(body, dict):
        raise _refused("the body must be a JSON object")
    return body


def _refused(problem: object) -> Refused:
    return Refused(json_response({"error": str(problem)}, status=400))


ROUTES: tuple[Route, ...] = (
    route("control.accounts", "GET", "/_sandbox/accounts", accounts),
    route("control.requests", "GET", "/_sandbox/requests", requests),
    route("control.requests.reset", "DELETE", "/_sandbox/requests", reset_requests),
    route("control.faults.add", "POST", "/_sandbox/faults", add_fault),
    route("control.faults.clear", "DELETE", "/_sandbox/faults", clear_faults),
    route("control.data", "POST", "/_sandbox/data", change_data),
    route("control.reset", "POST", "/_sandbox/reset", reset),
    route("control.icon", "GET", "/favicon.ico", no_icon),
)
