"""One HTTP exchange with Huntflow, bounded in time and in bytes. Knows nothing of what is asked."""

import functools
import os
import socket
import time
from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any

import requests
from django.conf import settings
from requests.adapters import HTTPAdapter
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import HTTPError, NewConnectionError
from urllib3.exceptions import TimeoutError as ReadTimeout

from google_oauth.clients.huntflow import hosts
from google_oauth.exceptions import UpstreamRejected, UpstreamUnavailable

UPSTREAM = "huntflow"

# Seconds. The read timeout is between two pieces of an answer, the last one for an answer as a whole.
CONNECT_TIMEOUT, READ_TIMEOUT, ANSWER_TIMEOUT = 2.0, 5.0, 7.0
LARGEST_ANSWER = 10_000_000
PIECE = 65_536

Param = int | str | list[str]


@dataclass(frozen=True, slots=True)
class Request:
    """What to ask. The token and the body stay out of every repr, and so out of logs and tracebacks."""

    method: str
    url: str
    token: str = field(default="", repr=False)
    params: Mapping[str, Param] = field(default_factory=dict)
    body: Mapping[str, str] | None = field(default=None, repr=False)


@dataclass(frozen=True, slots=True)
class Answer:
    """A complete answer, whatever its status. The body holds personal data, so no repr shows it."""

    status: int
    headers: Mapping[str, str] = field(repr=False)
    body: bytes = field(repr=False)


def exchange(request: Request, *, deadline: float) -> Answer:
    """Send `request` once and read the whole answer, by `deadline` (of `time.monotonic()`) at the latest.

    Raises UpstreamUnavailable: "timeout", "connection", or "malformed" for more than 10 MB, and UpstreamRejected
    "bad_address" for a host that the settings do not allow (any more). Redirects are answers like any other: a
    token goes to no address that was not configured.
    """
    if not hosts.is_allowed(request.url):
        raise UpstreamRejected(UPSTREAM, "bad_address")
    ends = min(deadline, time.monotonic() + ANSWER_TIMEOUT)
    try:
        with _session() as session, _send(session, request, ends) as response:
            return Answer(response.status_code, response.headers, _body(response, ends))
    except (requests.Timeout, ReadTimeout) as exc:
        raise UpstreamUnavailable(UPSTREAM, "timeout") from exc
    except (requests.RequestException, HTTPError) as exc:
        raise UpstreamUnavailable(UPSTREAM, "connection") from exc


def _send(session: requests.Session, request: Request, ends: float) -> requests.Response:
    left = _left(ends)
    return session.request(
        request.method,
        request.url,
        params=request.params,
        json=request.body,
        # An auth object of our own: without one, requests lets ~/.netrc speak for us.
        auth=_Bearer(request.token),
        timeout=(min(CONNECT_TIMEOUT, left), min(READ_TIMEOUT, left)),
        allow_redirects=False,
        stream=True,
    )


def _body(response: requests.Response, ends: float) -> bytes:
    """The decoded body, read piece by piece so that neither a flood nor a trickle goes on for ever."""
    body = bytearray()
    # `iter_content` waits until a whole piece is there, however slowly it comes; `read1` does not.
    while piece := response.raw.read1(PIECE, decode_content=True):
        body += piece
        if len(body) > LARGEST_ANSWER:
            raise UpstreamUnavailable(UPSTREAM, "malformed")
        _left(ends)
    return bytes(body)


def _left(ends: float) -> float:
    """Seconds left, more than none."""
    left = ends - time.monotonic()
    if left <= 0:
        raise UpstreamUnavailable(UPSTREAM, "timeout")
    return left


def _session() -> requests.Session:
    """A session for one exchange on the process's pool of connections.

    A Session is not documented to be thread-safe, and its cookies would be shared by all users; the
    adapter's pool (urllib3's) is thread-safe, and it is what saves the TLS handshakes.
    """
    session = requests.Session()
    session.mount("https://", _adapter())
    session.mount("http://", _adapter())
    # Huntflow v1 answers 400 without a User-Agent, and its documentation asks for a contact in it.
    contact = f" ({settings.HUNTFLOW_CONTACT})" if settings.HUNTFLOW_CONTACT else ""
    session.headers["User-Agent"] = f"recruiter-dashboard/0.1{contact}"
    session.headers["Accept"] = "application/json"
    return session


class _Guarded(HTTPConnection):
    """A connection that goes no further when the name leads into a network that it was not allowed to.

    Looked at is the address that was reached: a name may be answered otherwise from one question to the next.
    """

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        if hosts.may_be_inside(self.host) or hosts.is_outside(connected.getpeername()[0]):
            return connected
        connected.close()
        raise NewConnectionError(self, "the address is not one of the internet")


class _GuardedTls(_Guarded, HTTPSConnection):
    """The same over TLS, of which nothing is said to a wrong address."""


class _GuardedPool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _GuardedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTls


class _Pool(HTTPAdapter):
    """An adapter that outlives the sessions which borrow it."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        """Make the manager of the pools, with connections that are guarded; behind a proxy, that one decides."""
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _GuardedPool, "https": _GuardedTlsPool}

    def close(self) -> None:
        """Keep the connections: `Session.close` closes its adapters."""


@functools.cache
def _adapter() -> _Pool:
    return _Pool(pool_connections=4, pool_maxsize=16)


# Two processes must not talk on one socket.
os.register_at_fork(after_in_child=_adapter.cache_clear)


class _Bearer(requests.auth.AuthBase):
    def __init__(self, token: str) -> None:
        self._token = token

    def __call__(self, request: Any) -> Any:
        if self._token:
            request.headers["Authorization"] = f"Bearer {self._token}"
        return request
