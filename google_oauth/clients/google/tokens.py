"""An access token that is alive, refreshed once over all processes and stored before it is used.

How Google's grants die: https://developers.google.com/identity/protocols/oauth2#expiration
"""

from datetime import UTC, datetime
from typing import Any

from django.conf import settings
from google.auth.exceptions import RefreshError
from google.auth.transport import Request
from google.oauth2.credentials import Credentials

from google_oauth.clients import token_lease
from google_oauth.clients.google.errors import GOOGLE, MISREADINGS, malformed, translated
from google_oauth.exceptions import ReconnectRequired, UpstreamError, UpstreamRejected, UpstreamUnavailable
from google_oauth.models import GoogleOAuthAccount

# What a token endpoint says of a client or a request that is wrong for good: RFC 6749, section 5.2, and Google's
# own, see https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors. google-auth
# does not hand on the status, so any other word is taken for trouble that passes.
REFUSALS = {
    "admin_policy_enforced",
    "deleted_client",
    "disabled_client",
    "invalid_client",
    "invalid_request",
    "invalid_scope",
    "org_internal",
    "unauthorized_client",
    "unsupported_grant_type",
}


class StoredCredentials(Credentials):
    """The credentials of an account, whose refresh is everybody's: the database decides who makes it."""

    def __init__(self, account: GoogleOAuthAccount) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # google-auth's has none
            token=account.access_token or None, expiry=naive_utc(account.token_expires_at)
        )
        self._owner = account

    def refresh(self, request: Request) -> None:
        """Take over the token that another process brought meanwhile, or bring one.

        Raises ReconnectRequired when the grant is gone and UpstreamUnavailable when the token endpoint is.
        """
        refused = self.token

        def is_done(row: GoogleOAuthAccount) -> bool:
            return row.access_token != refused and _is_usable(row)

        try:
            with translated():
                row = token_lease.refresh_once(
                    self._owner, is_done=is_done, refresh=lambda row: _refreshed(row, request)
                )
        except GoogleOAuthAccount.DoesNotExist as exc:
            raise ReconnectRequired(GOOGLE, "not_connected") from exc
        self.token, self.expiry = row.access_token, naive_utc(row.token_expires_at)


def naive_utc(moment: datetime | None) -> datetime | None:
    """Convert to what google-auth compares with: UTC without a zone; an aware datetime is a TypeError there."""
    return moment and moment.astimezone(UTC).replace(tzinfo=None)


def aware(moment: datetime | None) -> datetime | None:
    """Convert google-auth's UTC without a zone to what the database keeps."""
    return moment and moment.replace(tzinfo=UTC)


def _is_usable(row: GoogleOAuthAccount) -> bool:
    """Whether the row's access token can be used now; raises ReconnectRequired when it holds none at all."""
    if not row.refresh_token:
        raise ReconnectRequired(GOOGLE, "revoked")
    return bool(Credentials(token=row.access_token or None, expiry=naive_utc(row.token_expires_at)).valid)


def _refreshed(row: GoogleOAuthAccount, request: Request) -> dict[str, Any]:
    """Ask the token endpoint for a new access token: the columns to store. Called under the row's lease."""
    # Without scopes, the grant's own: asking for more than was granted can be refused (RFC 6749, section 6).
    fresh = Credentials(
        token=None,
        refresh_token=row.refresh_token,
        token_uri=settings.GOOGLE_OAUTH_TOKEN_URI,
        client_id=settings.GOOGLE_OAUTH_CLIENT_ID,
        client_secret=settings.GOOGLE_OAUTH_CLIENT_SECRET,
    )
    try:
        fresh.refresh(request)
    except RefreshError as exc:
        raise _refusal(row, exc) from exc
    except MISREADINGS as exc:
        # The library takes every 200 for a JSON object with an integer lifetime.
        raise malformed() from exc
    return {
        "access_token": fresh.token,
        # The old one, kept by the library, as long as Google's answer holds none.
        "refresh_token": fresh.refresh_token,
        "token_expires_at": aware(fresh.expiry),
    }


def _refusal(row: GoogleOAuthAccount, error: RefreshError) -> UpstreamError:
    """Make the exception for a refused refresh; the tokens of a dead grant are dropped on the way."""
    body = error.args[1] if len(error.args) > 1 else None
    if not isinstance(body, dict) or "error" not in body:
        return malformed()
    if body["error"] == "invalid_grant":
        token_lease.store_under_lease(
            row, row.refresh_lease, access_token="", refresh_token="", token_expires_at=None
        )
        return ReconnectRequired(GOOGLE, "revoked")
    if isinstance(body["error"], str) and body["error"] in REFUSALS:
        return UpstreamRejected(GOOGLE, "bad_request")
    return UpstreamUnavailable(GOOGLE, "server_error")
