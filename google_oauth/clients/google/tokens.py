"""A valid access token, refreshed once over all processes and stored before it is used.

The end of Google's grants: https://developers.google.com/identity/protocols/oauth2#expiration
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

# Permanent errors of a token endpoint: RFC 6749, section 5.2, and Google's own, see
# https://developers.google.com/identity/protocols/oauth2/web-server#authorization-errors. google-auth hides the
# status, so every other error counts as transient.
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
    def __init__(self, account: GoogleOAuthAccount) -> None:
        super().__init__(  # type: ignore[no-untyped-call]  # google-auth's has none
            token=account.access_token or None, expiry=naive_utc(account.token_expires_at)
        )
        self._owner = account

    def refresh(self, request: Request) -> None:
        """Use the token that another process has stored meanwhile, or fetch and store one.

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
    """Convert to UTC without a zone, which google-auth compares with."""
    return moment and moment.astimezone(UTC).replace(tzinfo=None)


def _is_usable(row: GoogleOAuthAccount) -> bool:
    """Whether the row's access token is valid. ReconnectRequired when the row has no grant."""
    if not row.refresh_token:
        raise ReconnectRequired(GOOGLE, "revoked")
    return bool(Credentials(token=row.access_token or None, expiry=naive_utc(row.token_expires_at)).valid)


def _refreshed(row: GoogleOAuthAccount, request: Request) -> dict[str, Any]:
    """Fetch a new access token, under the row's lease. Return the columns to store."""
    # Without scopes, which means the granted ones: more can be refused (RFC 6749, section 6).
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
        # The library expects a JSON object with an integer lifetime in every 200.
        raise malformed() from exc
    return {
        "access_token": fresh.token,
        # The library keeps the old one when the answer has none.
        "refresh_token": fresh.refresh_token,
        # The library drops the zone, which is UTC.
        "token_expires_at": fresh.expiry and fresh.expiry.replace(tzinfo=UTC),
    }


def _refusal(row: GoogleOAuthAccount, error: RefreshError) -> UpstreamError:
    """Make the exception for a refused refresh. Deletes the tokens of a dead grant."""
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
