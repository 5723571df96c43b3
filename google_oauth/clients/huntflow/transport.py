"""One exchange with Huntflow, at an address that the settings allow."""

import functools
import os
import socket
import time
from typing import Any

from django.conf import settings
from urllib3 import HTTPConnectionPool, HTTPSConnectionPool
from urllib3.connection import HTTPConnection, HTTPSConnection
from urllib3.exceptions import NewConnectionError

from google_oauth.clients import http
from google_oauth.clients.http import Answer, BoundedAdapter, Bounds, Request
from google_oauth.clients.huntflow import hosts
from google_oauth.exceptions import UpstreamRejected, UpstreamUnavailable

UPSTREAM = "huntflow"
BOUNDS = Bounds(connect=2.0, read=5.0, whole=7.0, max_bytes=10_000_000)


def exchange(request: Request, *, deadline: float | None = None) -> Answer:
    """Send `request` once and return the whole answer, before `deadline` (of `time.monotonic()`).

    Raises UpstreamUnavailable as `http.send`, and UpstreamRejected "bad_address" for a host that the
    settings do not allow. A redirect is returned: the token goes to no address that was not configured.
    """
    if not hosts.is_allowed(request.url):
        raise UpstreamRejected(UPSTREAM, "bad_address")
    left = BOUNDS.whole if deadline is None else deadline - time.monotonic()
    if left <= 0:
        raise UpstreamUnavailable(UPSTREAM, "timeout")
    # Huntflow v1 answers 400 without a User-Agent, and its documentation asks for a contact in it.
    contact = f" ({settings.HUNTFLOW_CONTACT})" if settings.HUNTFLOW_CONTACT else ""
    headers = {"User-Agent": f"recruiter-dashboard/0.1{contact}", "Accept": "application/json"}
    return http.send(UPSTREAM, request, adapter=_adapter(), timeout=left, headers=headers)


class _Guarded(HTTPConnection):
    """Closes a connection that reached a private network, unless the settings allow its host there."""

    def _new_conn(self) -> socket.socket:
        connected = super()._new_conn()
        # The reached address is checked: a name may resolve differently from one lookup to the next.
        if hosts.may_be_inside(self.host) or hosts.is_outside(connected.getpeername()[0]):
            return connected
        connected.close()
        raise NewConnectionError(self, "the address is not one of the internet")


class _GuardedTls(_Guarded, HTTPSConnection):
    """The same over TLS; the check comes before the handshake."""


class _GuardedPool(HTTPConnectionPool):
    ConnectionCls = _Guarded


class _GuardedTlsPool(HTTPSConnectionPool):
    ConnectionCls = _GuardedTls


class _GuardedAdapter(BoundedAdapter):
    """Keeps its pool of connections, which is thread-safe, when a session is closed."""

    def init_poolmanager(self, *args: Any, **options: Any) -> None:
        # Behind a proxy, the proxy decides which addresses are reached.
        super().init_poolmanager(*args, **options)
        self.poolmanager.pool_classes_by_scheme = {"http": _GuardedPool, "https": _GuardedTlsPool}

    def close(self) -> None:
        """Keep the connections: `Session.close` closes its adapters."""


@functools.cache
def _adapter() -> _GuardedAdapter:
    return _GuardedAdapter(BOUNDS, pool_connections=4, pool_maxsize=16)


# Two processes must not talk on one socket.
os.register_at_fork(after_in_child=_adapter.cache_clear)
