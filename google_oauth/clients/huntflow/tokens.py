"""The token pair: where it is stored, and how it is renewed.

Huntflow refuses a refresh while the access token is valid, and accepts each refresh token once (staff in
github.com/huntflow/api, threads 608, 620 and 660). So only a call whose token was refused refreshes it, one at a
time over all processes. The new pair is stored before it is used.
"""

import re
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field, replace
from typing import Any, Protocol

from google_oauth.clients import token_lease
from google_oauth.clients.http import Request
from google_oauth.clients.huntflow import errors
from google_oauth.clients.huntflow.transport import BOUNDS, UPSTREAM, exchange
from google_oauth.exceptions import ReconnectRequired, UpstreamRejected, UpstreamUnavailable
from google_oauth.models import HuntflowConnection

# Valid in a header. For other characters, the library's exception would show the token.
TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
# Seconds that a call waits for another's refresh: a whole exchange and a little.
MAX_REFRESH_WAIT = BOUNDS.whole + 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """A host and its tokens. UpstreamRejected("bad_token") for a text that cannot be a token."""

    base_url: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not all(TOKEN.fullmatch(token) for token in (self.access_token, self.refresh_token)):
            raise UpstreamRejected(UPSTREAM, "bad_token")


class Tokens(Protocol):
    """The source of the pair that a call uses."""

    def current(self) -> Pair:
        """Return the pair to use. Raises ReconnectRequired when there is none."""

    def renewed(self, refused: Pair) -> Pair:
        """Return the pair to use after `refused`: one that another caller stored, or a refreshed one.

        Returns `refused` when Huntflow calls it still valid. Raises ReconnectRequired when the pair is dead,
        UpstreamUnavailable when Huntflow does not answer.
        """


class StoredTokens:
    def __init__(self, user_id: int) -> None:
        self._user_id = user_id

    def current(self) -> Pair:
        """Read from the database each time: another process may have renewed the pair."""
        return _pair(self._row())

    def renewed(self, refused: Pair) -> Pair:
        """At most one refresh over all processes; see `token_lease`."""
        try:
            row = token_lease.refresh_once(
                self._row(),
                is_done=lambda row: row.access_token != refused.access_token,
                refresh=_refreshed_columns,
                max_wait=MAX_REFRESH_WAIT,
            )
        except HuntflowConnection.DoesNotExist as exc:
            raise ReconnectRequired(UPSTREAM, "not_connected") from exc
        except TimeoutError as exc:
            raise UpstreamUnavailable(UPSTREAM, "timeout") from exc
        return _pair(row)

    def _row(self) -> HuntflowConnection:
        try:
            return HuntflowConnection.objects.get(user_id=self._user_id)
        except HuntflowConnection.DoesNotExist as exc:
            raise ReconnectRequired(UPSTREAM, "not_connected") from exc


class EnteredTokens:
    """A pair that a user has just entered. `keep` gets a renewed one at once: the old one is used up."""

    def __init__(self, pair: Pair, keep: Callable[[Pair], None]) -> None:
        self._pair = pair
        self._keep = keep

    def current(self) -> Pair:
        return self._pair

    def renewed(self, refused: Pair) -> Pair:
        """Refresh without a lease: no other process has this pair."""
        renewed = _refresh(refused)
        if renewed is None:
            raise ReconnectRequired(UPSTREAM, "pair_dead")
        if renewed != refused:
            self._keep(renewed)
        self._pair = renewed
        return renewed


def _pair(row: HuntflowConnection) -> Pair:
    if not row.access_token or not row.refresh_token:
        raise ReconnectRequired(UPSTREAM, "pair_dead")
    return Pair(row.base_url, row.access_token, row.refresh_token)


def _refreshed_columns(row: HuntflowConnection) -> dict[str, Any]:
    """Refresh, and return the columns to store: both tokens, both "" for a dead pair, or none."""
    pair = _pair(row)
    renewed = _refresh(pair)
    if renewed == pair:
        return {}
    return {
        "access_token": renewed.access_token if renewed else "",
        "refresh_token": renewed.refresh_token if renewed else "",
    }


def _refresh(pair: Pair) -> Pair | None:
    """Ask for a new pair, once. Return the same one when it is too early, None when the pair is dead.

    Every other failure is raised, and the old pair stays: after a lost answer, the next refresh shows whether
    the refresh token was used up.
    """
    request = Request("POST", f"{pair.base_url}/token/refresh", body={"refresh_token": pair.refresh_token})
    answer = exchange(request)
    if errors.is_too_early(answer):
        return pair
    if errors.is_pair_dead(answer):
        return None
    return _renewed(pair, errors.json_object(answer))


def _renewed(pair: Pair, answer: Mapping[str, Any]) -> Pair:
    # A null refresh token means that the old one stays valid, as in the official client.
    access, refresh = answer.get("access_token"), answer.get("refresh_token") or pair.refresh_token
    if not isinstance(access, str) or not isinstance(refresh, str):
        raise errors.malformed()
    try:
        return replace(pair, access_token=access, refresh_token=refresh)
    except UpstreamRejected as exc:
        raise errors.malformed() from exc
