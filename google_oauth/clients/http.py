"""HTTP exchanges for everything that Google's API library does not do, bounded in time and in bytes."""

import time
from collections.abc import Iterator, Mapping
from contextlib import contextmanager
from dataclasses import dataclass, field
from io import BytesIO
from typing import Any

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError

from google_oauth.exceptions import UpstreamUnavailable

PIECE_BYTES = 65_536

Param = int | str | list[str]


@dataclass(frozen=True, slots=True)
class Bounds:
    """Seconds to connect, between two pieces of an answer, and for an exchange as a whole; bytes of a body."""

    connect: float
    read: float
    whole: float
    max_bytes: int


@dataclass(frozen=True, slots=True)
class Request:
    """A request. Its repr, and so logs and tracebacks, show neither the token nor the body."""

    method: str
    url: str
    token: str = field(default="", repr=False)
    params: Mapping[str, Param] = field(default_factory=dict)
    body: Mapping[str, str] | None = field(default=None, repr=False)
    form: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer of any status. Its body may hold personal data, so the repr does not show it."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


class OversizedAnswerError(requests.RequestException):
    """The body is longer than the bounds allow."""


class BoundedAdapter(HTTPAdapter):
    """Reads each answer into memory, within `bounds`; `timeout` is that of the whole exchange in seconds.

    Raises requests.Timeout and OversizedAnswerError.
    """

    def __init__(self, bounds: Bounds, **options: Any) -> None:
        self.bounds = bounds
        super().__init__(**options)

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        bounds = self.bounds
        whole = min(options.pop("timeout", None) or bounds.whole, bounds.whole)
        ends = time.monotonic() + whole
        timeout = (min(bounds.connect, whole), min(bounds.read, whole))
        response = super().send(request, **{**options, "timeout": timeout, "stream": True})
        with response:
            body = _read_body(response, ends=ends, max_bytes=bounds.max_bytes)
        response.raw = BytesIO(body)
        return response


def send(
    upstream: str,
    request: Request,
    *,
    adapter: BoundedAdapter,
    timeout: float | None = None,
    headers: Mapping[str, str] | None = None,
) -> Answer:
    """Send `request` once and return the answer, whatever its status. A redirect is returned, not followed.

    Raises UpstreamUnavailable: "timeout", "connection", or "malformed" for an answer that is too long.
    """
    # Not shared: it would send the cookies of one user with another's request.
    with raising_upstream_errors(upstream), requests.Session() as session:
        session.mount("https://", adapter)
        session.mount("http://", adapter)
        session.headers.update(headers or {})
        response = session.request(
            request.method,
            request.url,
            params=request.params,
            data=request.form,
            json=request.body,
            auth=_Bearer(request.token),
            timeout=timeout,
            allow_redirects=False,
        )
        return Answer(response.status_code, response.headers, response.content)


@contextmanager
def raising_upstream_errors(upstream: str) -> Iterator[None]:
    try:
        yield
    except OversizedAnswerError as exc:
        raise UpstreamUnavailable(upstream, "malformed") from exc
    except requests.Timeout as exc:
        raise UpstreamUnavailable(upstream, "timeout") from exc
    except requests.RequestException as exc:
        raise UpstreamUnavailable(upstream, "connection") from exc


def _read_body(response: requests.Response, *, ends: float, max_bytes: int) -> bytes:
    body = bytearray()
    try:
        # `iter_content` waits until a whole piece is there, however slowly it comes; `read1` does not.
        while piece := response.raw.read1(PIECE_BYTES, decode_content=True):
            body += piece
            if len(body) > max_bytes:
                raise OversizedAnswerError(f"more than {max_bytes} bytes")
            if time.monotonic() > ends:
                raise requests.ReadTimeout("the answer came too slowly")
    except ReadTimeoutError as exc:
        raise requests.ReadTimeout(exc) from exc
    except HTTPError as exc:
        raise requests.ConnectionError(exc) from exc
    return bytes(body)


class _Bearer(requests.auth.AuthBase):
    """The token. Always set, even if empty: without it, requests reads ~/.netrc."""

    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request
