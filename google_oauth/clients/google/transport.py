"""Authorised calls to Google's APIs, bounded in time and bytes, on connections of one thread each.

httplib2.Http is not thread-safe: shared, it returned one user's answer to another. A Resource holds no
connection, so one per process serves all threads.
"""

import json
import os
import threading
import time
from contextlib import ExitStack
from functools import lru_cache
from http.client import HTTPResponse, IncompleteRead
from typing import Any

import httplib2
from django.conf import settings
from google_auth_httplib2 import AuthorizedHttp
from googleapiclient.discovery import Resource, build_from_document
from googleapiclient.discovery_cache import get_static_doc
from googleapiclient.http import HttpRequest

from google_oauth.clients.google.errors import (
    GOOGLE,
    MISREADINGS,
    AnswerTooLargeError,
    malformed,
    translated,
)
from google_oauth.clients.google.tokens import StoredCredentials
from google_oauth.clients.http import PIECE_BYTES
from google_oauth.exceptions import UpstreamUnavailable
from google_oauth.models import GoogleOAuthAccount

# Seconds to connect, and between two pieces of an answer.
SOCKET_TIMEOUT = 10.0
# Seconds for one answer as a whole: a trickle must not hold a thread.
ANSWER_TIMEOUT = 20.0
# Seconds within which the last call of a fetch may begin. Google may return an empty page with a next one, so a
# failing server could page endlessly.
FETCH_TIMEOUT = 30.0
MAX_ANSWER_BYTES = 10 * 1024 * 1024


class Connection:
    """One user's calls in one fetch of at most `FETCH_TIMEOUT` seconds, in the thread that made it."""

    def __init__(self, account: GoogleOAuthAccount) -> None:
        self._deadline = time.monotonic() + FETCH_TIMEOUT
        self._http = AuthorizedHttp(
            StoredCredentials(account),
            http=thread_http(),
            # A second refresh does not help a fresh token that was refused.
            max_refresh_attempts=1,
        )

    def execute(self, request: HttpRequest) -> dict[str, Any]:
        """Execute `request` once and return the JSON object of its answer. Raises the UpstreamError tree."""
        # Without retries, which would ignore Retry-After and the backoff of the cache.
        with translated():
            return self.execute_raw(request)

    def execute_raw(self, request: HttpRequest) -> dict[str, Any]:
        """Like `execute`, but raises the exceptions of Google's libraries."""
        if time.monotonic() > self._deadline:
            raise UpstreamUnavailable(GOOGLE, "timeout")
        try:
            answer = request.execute(http=self._http)
        except OSError:
            # Not a misreading, though a refused certificate is a ValueError too.
            raise
        except MISREADINGS as exc:
            raise malformed() from exc
        if not isinstance(answer, dict):
            raise malformed()
        return answer


def resource(api: str, version: str) -> Resource:
    return _resource(api, version, settings.GOOGLE_API_BASE_URL)


@lru_cache(maxsize=8)
def _resource(api: str, version: str, base_url: str) -> Resource:
    document = json.loads(get_static_doc(api, version))
    document["rootUrl"] = f"{base_url.rstrip('/')}/"
    # Never used: each request is executed with the Http of its thread.
    return build_from_document(document, http=httplib2.Http(timeout=SOCKET_TIMEOUT))


class BoundedResponse(HTTPResponse):
    """An answer of at most `MAX_ANSWER_BYTES`, read within `ANSWER_TIMEOUT` seconds."""

    def read(self, _amount: int | None = None) -> bytes:
        body, deadline = bytearray(), time.monotonic() + ANSWER_TIMEOUT
        while piece := self.read1(PIECE_BYTES):
            body += piece
            if len(body) > MAX_ANSWER_BYTES:
                raise AnswerTooLargeError
            if time.monotonic() > deadline:
                raise TimeoutError("the answer came too slowly")
        if self.length:
            raise IncompleteRead(bytes(body), self.length)
        # The body is complete. This call shows http.client the end, so that the connection can be used again.
        return bytes(body) + super().read()


class _HTTPConnection(httplib2.HTTPConnectionWithTimeout):
    response_class = BoundedResponse


class _HTTPSConnection(httplib2.HTTPSConnectionWithTimeout):
    response_class = BoundedResponse


class BoundedHttp(httplib2.Http):
    """An Http with the bounds of this module. Drops its connections when a request fails."""

    def __init__(self) -> None:
        super().__init__(timeout=SOCKET_TIMEOUT, decode_limit_hard=MAX_ANSWER_BYTES)
        # Google's APIs do not redirect, and the token must not follow a redirect.
        self.follow_redirects = False

    def request(self, uri: str, *args: Any, **kwargs: Any) -> tuple[httplib2.Response, bytes]:
        """Request as httplib2 does. The unread rest of a failed answer never meets the next request."""
        kwargs["connection_type"] = _HTTPSConnection if uri.startswith("https:") else _HTTPConnection
        with ExitStack() as unless_answered:
            unless_answered.callback(self.close)
            answer: tuple[httplib2.Response, bytes] = super().request(uri, *args, **kwargs)
            unless_answered.pop_all()
        return answer

    def __del__(self) -> None:
        """Close the sockets of a thread that has ended."""
        self.close()


class _Thread(threading.local):
    """The Http of each thread, made at the thread's first use of this object."""

    def __init__(self) -> None:
        self.renew()

    def renew(self) -> None:
        self.http = BoundedHttp()


_thread = _Thread()
# Two processes must not talk on one socket.
os.register_at_fork(after_in_child=_thread.renew)


def thread_http() -> BoundedHttp:
    """Return this thread's Http, which keeps its connection from one fetch to the next."""
    return _thread.http
