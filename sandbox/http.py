"""Requests and answers as the rooms of the sandbox see them: plain values, no sockets."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from typing import Any
from urllib.parse import parse_qsl

Headers = tuple[tuple[str, str], ...]


@dataclass(frozen=True)
class Request:
    """One request. `headers` has lower-case names; `base_url` is this server's own, without a slash at the end."""

    method: str
    path: str
    query: tuple[tuple[str, str], ...]
    headers: Mapping[str, str]
    body: bytes
    base_url: str

    def parameter(self, name: str, default: str = "") -> str:
        """The last value of the query parameter `name`, or `default`."""
        return dict(self.query).get(name, default)

    def parameters(self, name: str) -> list[str]:
        """All values of the repeated query parameter `name`, in order."""
        return [value for key, value in self.query if key == name]

    @property
    def bearer(self) -> str:
        """The token of the Authorization header, or an empty string."""
        kind, _, token = self.headers.get("authorization", "").partition(" ")
        return token.strip() if kind.lower() == "bearer" else ""

    def json(self) -> Any:
        """The body as JSON; ValueError when it is none."""
        return json.loads(self.body)

    def form(self) -> list[tuple[str, str]]:
        """The pairs of a urlencoded body; bytes that are not UTF-8 become replacement characters."""
        return parse_qsl(self.body.decode(errors="replace"), keep_blank_values=True)


@dataclass(frozen=True)
class Response:
    """One answer."""

    status: int = 200
    body: bytes = b""
    headers: Headers = ()


class Refused(Exception):
    """Raised by a handler to answer with `response` and go no further."""

    def __init__(self, response: Response) -> None:
        self.response = response
        super().__init__(response.status)


def json_response(
    data: object, *, status: int = 200, headers: Headers = (), indent: int | None = None
) -> Response:
    """`data` as UTF-8 JSON."""
    separators = None if indent else (",", ":")
    text = json.dumps(data, ensure_ascii=False, indent=indent, separators=separators)
    return Response(status, text.encode(), (("Content-Type", "application/json; charset=UTF-8"), *headers))


def html_response(text: str, *, status: int = 200) -> Response:
    """A page."""
    return Response(status, text.encode(), (("Content-Type", "text/html; charset=UTF-8"),))


def redirect(location: str) -> Response:
    """A 302 to `location`."""
    return Response(302, b"", (("Location", location),))
