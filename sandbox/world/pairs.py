"""Huntflow's token pairs: an access token for 7 days, a refresh token for 14 that works once.

Source of the terms: Huntflow's OpenAPI description of `POST /token/refresh`.
"""

import secrets
import time
from collections.abc import Callable
from dataclasses import dataclass, replace
from typing import Self

ACCESS_SECONDS = 7 * 24 * 3600
REFRESH_SECONDS = 14 * 24 * 3600


@dataclass(frozen=True)
class Pair:
    """The pair that acts for a recruiter; ends are in seconds of the epoch."""

    email: str
    access_token: str
    refresh_token: str
    access_until: float
    refresh_until: float

    @property
    def access_expired(self) -> bool:
        """Whether the access token answers 401 `token_expired` now."""
        return time.time() >= self.access_until

    @property
    def refresh_expired(self) -> bool:
        """Whether the refresh token is too old to be used."""
        return time.time() >= self.refresh_until


class PairBook:
    """The living pair of each recruiter. A pair that is not here never existed, was spent, or was killed."""

    def __init__(self) -> None:
        self._pairs: dict[str, Pair] = {}

    def copy(self) -> Self:
        """A book of its own."""
        book = type(self)()
        book._pairs = dict(self._pairs)  # noqa: SLF001 - its own kind
        return book

    def issue(self, email: str, draw: Callable[[int], str] = secrets.token_hex) -> Pair:
        """A new pair for `email`, in place of the one it had; `draw` makes so many bytes into hex."""
        now = time.time()
        pair = Pair(email, draw(32), draw(32), now + ACCESS_SECONDS, now + REFRESH_SECONDS)
        self._pairs[email] = pair
        return pair

    def of(self, email: str) -> Pair | None:
        """The living pair of a recruiter."""
        return self._pairs.get(email)

    def by_access(self, token: str) -> Pair | None:
        """The pair with this access token, expired or not."""
        return next((pair for pair in self._pairs.values() if pair.access_token == token), None)

    def by_refresh(self, token: str) -> Pair | None:
        """The pair with this refresh token; None when it is unknown or spent."""
        return next((pair for pair in self._pairs.values() if pair.refresh_token == token), None)

    def expire(self, email: str) -> None:
        """Let the access token be past its end; KeyError when there is no pair."""
        self._pairs[email] = replace(self._pairs[email], access_until=time.time())

    def kill(self, email: str) -> None:
        """Let the pair be unknown from now on; KeyError when there is none."""
        del self._pairs[email]
