"""Huntflow's API with one user's token pair: paced, retried briefly, with a renewed token."""

import random
from collections.abc import Iterator
from time import monotonic, sleep
from typing import Any

from google_oauth.clients.http import Answer, Param, Request
from google_oauth.clients.huntflow import errors
from google_oauth.clients.huntflow.masks import checked
from google_oauth.clients.huntflow.pace import back_off, wait_for_turn
from google_oauth.clients.huntflow.tokens import Pair, Tokens
from google_oauth.clients.huntflow.transport import UPSTREAM, exchange
from google_oauth.exceptions import UpstreamUnavailable

# Seconds for one operation with all its pages. Readers wait less; the refresh goes on in the background.
OPERATION_TIMEOUT = 50.0
# Seconds before the second and the third try of a GET, shortened at random to spread callers.
PAUSES = (0.3, 0.6)
# Seconds from the first try within which the last may begin. The caller handles a longer Retry-After.
TRIES_WITHIN = 2.0
# Tries of a call whose token is refused, and the seconds to wait when Huntflow calls it still valid: the clocks
# of its machines differ by less.
MAX_TOKEN_TRIES, CLOCK_PAUSE = 3, 0.5


class HuntflowApi:
    """One operation: calls with one user's pair, in at most `OPERATION_TIMEOUT` seconds together."""

    def __init__(self, tokens: Tokens) -> None:
        self._tokens = tokens
        self._deadline = monotonic() + OPERATION_TIMEOUT

    def get(self, path: str, /, **params: Param) -> dict[str, Any]:
        """GET `path` (from `/accounts` on) and return the JSON object, or raise an UpstreamError."""
        pair = self._tokens.current()
        for tries_left in reversed(range(MAX_TOKEN_TRIES)):
            answer = self._ask(pair, path, params)
            if wanted := errors.wanted_backoff(answer):
                back_off(pair.access_token, wanted)
            if not errors.is_token_refused(answer):
                return errors.json_object(answer)
            if tries_left:
                pair = self._renewed(pair)
        raise UpstreamUnavailable(UPSTREAM, "server_error")

    def items(self, path: str, /, **params: Param) -> list[Any]:
        return checked(self.get(path, **params).get("items"), list)

    def pages(self, path: str, /, *, count: int, limit: int, **params: Param) -> list[Any]:
        """GET a list page by page, `count` items each, up to `limit` items."""
        found: list[Any] = []
        for page in self._pages(path, count=count, **params):
            found += page
            if len(found) >= limit:
                break
        return found[:limit]

    def _pages(self, path: str, **params: Param) -> Iterator[list[Any]]:
        page = total = 1
        while page <= total:
            answer = self.get(path, page=page, **params)
            items, total = checked(answer.get("items"), list), checked(answer.get("total_pages"), int)
            yield items
            page = page + 1 if items else total + 1

    def _renewed(self, pair: Pair) -> Pair:
        renewed = self._tokens.renewed(pair)
        if renewed == pair:
            sleep(CLOCK_PAUSE)
        return renewed

    def _ask(self, pair: Pair, path: str, params: dict[str, Param]) -> Answer:
        """GET, and try again when that is soon and likely to help."""
        request = Request("GET", f"{pair.base_url}{path}", token=pair.access_token, params=params)
        until = min(monotonic() + TRIES_WITHIN, self._deadline)
        for pause in PAUSES:
            wait = pause * random.uniform(0.5, 1)  # noqa: S311 - no secret
            try:
                answer = self._exchange(request)
            except UpstreamUnavailable as failure:
                # The server may have closed a kept connection. A timeout would only repeat itself.
                if failure.reason != "connection" or monotonic() + wait > until:
                    raise
            else:
                wait = max(wait, errors.retry_after_of(answer) or 0)
                if not errors.is_transient(answer) or monotonic() + wait > until:
                    return answer
            sleep(wait)
        return self._exchange(request)

    def _exchange(self, request: Request) -> Answer:
        wait_for_turn(request.token, deadline=self._deadline)
        return exchange(request, deadline=self._deadline)
