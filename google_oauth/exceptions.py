"""The exceptions of the application, one per reaction.

The cause is always chained. Messages and reasons carry no personal data and no tokens.
"""

from datetime import datetime
from typing import ClassVar


class UpstreamError(Exception):
    """An upstream did not give the answer.

    `upstream` is "google" or "huntflow". `reason` is a short stable code for logs and pages, such as "timeout",
    "connection", "server_error", "rate_limited", "malformed", "revoked".
    """

    default_reason: ClassVar[str] = "failed"

    def __init__(self, upstream: str, reason: str = "") -> None:
        self.upstream = upstream
        self.reason = reason or self.default_reason
        super().__init__(f"{upstream}: {self.reason}")


class UpstreamUnavailable(UpstreamError):
    """Transient: the upstream is slow, down, over a temporary quota, or its answer is malformed.

    Stale data may replace the answer.
    `retry_after` is the time in seconds that the upstream asked for, or None. The `reason` "rate_limited" makes all
    requests with this user's token back off. `failed_at` is set for a recorded failure that is raised again.
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
    """The caller's wait is over; the refresh goes on, and its answer will be stored."""

    default_reason = "still_refreshing"


class NotFound(UpstreamError):
    """The object does not exist, or this user may not see it."""

    default_reason = "not_found"


class ReconnectRequired(UpstreamError):
    """The user must connect the upstream: never connected, grant revoked, scope missing, token pair invalid."""

    default_reason = "revoked"


class UpstreamRejected(UpstreamError):
    """The upstream refuses for good: a bad request, a missing right, an unpaid plan, an API not enabled."""

    default_reason = "rejected"


class CacheUnavailable(Exception):
    """Redis did not confirm a removal, so entries may still be there."""


class RedisUnavailable(Exception):
    """Redis is away or refuses a command; the caller goes on without it, and pages never see it.

    `code` is "away", "connections" (our pool is at its limit), or the server's error word, such as "READONLY".
    """

    def __init__(self, code: str) -> None:
        self.code = code
        super().__init__(code)


class SignInRefused(Exception):
    """A sign-in failed; trying again, or another account, may help.

    `reason` is a short stable code for the page: "denied", "wrong_state", "invalid_code",
    "invalid_identity", "unverified_email", "wrong_domain", "other_account", "inactive".
    """

    def __init__(self, reason: str) -> None:
        self.reason = reason
        super().__init__(reason)
