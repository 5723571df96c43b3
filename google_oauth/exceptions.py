"""What can go wrong, as callers tell it apart.

    UpstreamError                 Google or Huntflow did not give the answer
    ├── UpstreamUnavailable       transient: try later; stale data may stand in for the answer
    │   └── StillRefreshing       only this caller's patience ran out; the refresh goes on
    ├── NotFound                  the object does not exist, or not for this user
    ├── ReconnectRequired         the grant, a scope or the token pair is gone; the user must act
    └── UpstreamRejected          refused for good: our request, a right, a quota of the project
    CacheUnavailable              Redis did not confirm a removal
    SignInRefused                 nobody was signed in; trying again, or another account, may help
    RedisUnavailable              Redis did not do a command; callers go on without it, pages never see it

The cause is always chained. Messages and reasons carry no personal data and no tokens.
"""

from datetime import datetime
from typing import ClassVar


class UpstreamError(Exception):
    """An upstream did not give the answer.

    `upstream` is "google" or "huntflow"; `reason` a short stable code for logs and for the page to
    word, such as "timeout", "connection", "server_error", "rate_limited", "malformed", "revoked".
    """

    default_reason: ClassVar[str] = "failed"

    def __init__(self, upstream: str, reason: str = "") -> None:
        self.upstream = upstream
        self.reason = reason or self.default_reason
        super().__init__(f"{upstream}: {self.reason}")


class UpstreamUnavailable(UpstreamError):
    """The upstream is slow, down, over a quota of the moment, or talks nonsense.

    `retry_after` is the time in seconds that the upstream asked for, or None. A `reason` of
    "rate_limited" means that the upstream wants rest from this user's token, not only for this answer.
    `failed_at` is when the upstream failed, for a failure that is told again without another call.
    """

    default_reason = "unavailable"

    def __init__(
        self,
        upstream: str,
        reason: str = "",
        *,
        retry_after: float | None = None,
        failed_at: datetime | None = None,
    ) -> None:
        self.retry_after = retry_after
        self.failed_at = failed_at
        super().__init__(upstream, reason)


class StillRefreshing(UpstreamUnavailable):
    """The caller waited as long as it wanted to; the refresh goes on and its answer will be kept."""

    default_reason = "still_refreshing"


class NotFound(UpstreamError):
    """The object does not exist, or this user may not see it."""

    default_reason = "not_found"


class ReconnectRequired(UpstreamError):
    """The user must connect the upstream: never connected, grant revoked, scope missing, pair dead."""

    default_reason = "revoked"


class UpstreamRejected(UpstreamError):
    """The upstream refuses: a bad request, a missing right, an unpaid plan, an API not enabled."""

    default_reason = "rejected"


class CacheUnavailable(Exception):
    """Redis did not confirm a removal, so bytes of the cache may still be there."""


class RedisUnavailable(Exception):
    """Redis is away or refuses a command; whoever asked does without it.

    `code` is "away", "connections" (our own pool is at its limit), or the server's error word, such as
    "READONLY", "OOM" or "WRONGTYPE".
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class SignInRefused(Exception):
    """Nobody was signed in.

    `reason` is a short stable code for the page to word: "denied", "wrong_state", "invalid_code",
    "invalid_identity", "unverified_email", "wrong_domain", "other_account", "inactive".
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
