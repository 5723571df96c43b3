"""The token pair: where it lives, and how it is renewed.

Huntflow refuses a refresh while the access token is good and takes each refresh token once (staff in
github.com/huntflow/api, threads 608, 620 and 660). So nobody refreshes by the clock: only a call that was
refused for its token does, one at a time over all processes, and the new pair is in the database before
anybody uses it.
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

# What a header can carry; the library's own complaint about anything else would show the token.
TOKEN = re.compile(r"[\x21-\x7e]{1,4096}")
# Seconds that a call waits while somebody else refreshes: one whole exchange and a little.
MAX_REFRESH_WAIT = BOUNDS.whole + 0.5


@dataclass(frozen=True, slots=True)
class Pair:
    """A host and the tokens that belong to it. UpstreamRejected("bad_token") for what can be no token."""

    base_url: str
    access_token: str = field(repr=False)
    refresh_token: str = field(repr=False)

    def __post_init__(self) -> None:
        if not all(TOKEN.fullmatch(token) for token in (self.access_token, self.refresh_token)):
            raise UpstreamRejected(UPSTREAM, "bad_token")


class Tokens(Protocol):
    """Whose pair a call uses."""

    def current(self) -> Pair:
        """The pair to use now. Raises ReconnectRequired when there is none."""

    def renewed(self, refused: Pair) -> Pair:
        """The pair to use after `refused` was not accepted: another's new one, or ours after a refresh.

        It is `refused` itself when Huntflow says that it is still good. Raises ReconnectRequired when the
        pair is dead, UpstreamUnavailable when nobody could tell.
        """


class StoredTokens:
    """The pair that the database holds for a user."""

    def __init__(self, user_id: int) -> None:
        self._user_id = user_id

    def current(self) -> Pair:
        """Read from the database each time: another process may have renewed it."""
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
    """A pair that somebody has just entered. `keep` is called with a renewed one, at once: the old is spent."""

    def __init__(self, pair: Pair, keep: Callable[[Pair], None]) -> None:
        self._pair = pair
        self._keep = keep

    def current(self) -> Pair:
        """The pair as entered, or as renewed since."""
        return self._pair

    def renewed(self, refused: Pair) -> Pair:
        """A refresh by nobody else is possible: nobody else has this pair."""
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
    """What a refresh changes in the row: both tokens, or both emptied when the pair is dead, or nothing."""
    pair = _pair(row)
    renewed = _refresh(pair)
    if renewed == pair:
        return {}
    return {
        "access_token": renewed.access_token if renewed else "",
        "refresh_token": renewed.refresh_token if renewed else "",
    }


def _refresh(pair: Pair) -> Pair | None:
    """Ask for a new pair, once: the same one when it is too early, None when the pair is dead.

    Anything else is raised, and the old pair stays: after an answer that was lost, only the next refresh
    tells whether the refresh token was spent.
    """
    request = Request("POST", f"{pair.base_url}/token/refresh", body={"refresh_token": pair.refresh_token})
    answer = exchange(request)
    if errors.is_too_early(answer):
        return pair
    if errors.is_pair_dead(answer):
        return None
    return _renewed(pair, errors.json_object(answer))


def _renewed(pair: Pair, answer: Mapping[str, Any]) -> Pair:
    # The official client takes a null refresh token for "the old one goes on".
    access, refresh = answer.get("access_token"), answer.get("refresh_token") or pair.refresh_token
    if not isinstance(access, str) or not isinstance(refresh, str):
        raise errors.malformed()
    try:
        return replace(pair, access_token=access, refresh_token=refresh)
    except UpstreamRejected as exc:
        raise errors.malformed() from exc
