"""The table of operations: which request is which, by the names that the request counts use.

A room (google, huntflow, control) declares `ROUTES`, a tuple of `route(...)`; the first that matches wins, so
`/applicants/search` stands before `/applicants/{applicant_id}`. A handler takes the `Call` and returns a
`Response`, or raises `Refused`. It runs under the sandbox's lock, so it may read and change the world freely
and must not wait for anything.
"""

import re
from collections.abc import Callable, Iterable
from dataclasses import dataclass
from typing import TYPE_CHECKING
from urllib.parse import unquote

from sandbox.http import Request, Response

if TYPE_CHECKING:
    from sandbox.state import Sandbox


@dataclass(frozen=True)
class Call:
    """A request that found its route. `arguments` holds the unquoted parts of the path by their names."""

    sandbox: "Sandbox"
    request: Request
    operation: str
    arguments: dict[str, str]


Handler = Callable[[Call], Response]


@dataclass(frozen=True)
class Route:
    """An operation, such as `calendar.events.list`, and where it is found."""

    operation: str
    method: str
    pattern: re.Pattern[str]
    handler: Handler

    @property
    def target(self) -> str:
        """The upstream that faults name: calendar, drive, oauth, huntflow; or control."""
        return self.operation.partition(".")[0]


def route(operation: str, method: str, path: str, handler: Handler) -> Route:
    """A route; `{name}` in `path` matches one segment, `{name:int}` one of digits only."""
    pattern = re.sub(r"\{(\w+):int\}", r"(?P<\1>[0-9]+)", path)
    pattern = re.sub(r"\{(\w+)\}", r"(?P<\1>[^/]+)", pattern)
    return Route(operation, method, re.compile(pattern), handler)


def find(routes: Iterable[Route], method: str, path: str) -> tuple[Route, dict[str, str]] | None:
    """The first route for `method` and the still quoted `path`, with the unquoted path arguments."""
    for candidate in routes:
        if candidate.method == method and (match := candidate.pattern.fullmatch(path)):
            return candidate, {name: unquote(value) for name, value in match.groupdict().items()}
    return None
