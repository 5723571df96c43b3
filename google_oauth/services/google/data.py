"""What the services of Google's data sets have in common: a scope, a client's list, the cache's entry."""

from collections.abc import Callable
from typing import Any

from google_oauth.cache_service import CacheEntry, Fetched, NotModified
from google_oauth.clients.google.answers import Answer, Unchanged, Validator
from google_oauth.exceptions import ReconnectRequired
from google_oauth.models import GoogleOAuthAccount
from google_oauth.services.google.account import GoogleOAuthService, forget_scope

Ask = Callable[[GoogleOAuthAccount, Validator], Answer | Unchanged]


class GoogleDataService:
    """Reads data sets of one signed-in user."""

    def __init__(self, oauth_service: GoogleOAuthService) -> None:
        self._oauth = oauth_service

    def _entry(
        self,
        cached: Callable[..., CacheEntry],
        ask: Ask,
        /,
        *,
        scope: str,
        **manner_and_params: Any,
    ) -> CacheEntry:
        """Read through the cache what `ask(account, validator)` lists; without `scope`, nothing is asked."""
        user = self._oauth.user
        self._oauth.require(scope)

        def fetch(previous: CacheEntry | None) -> Fetched | NotModified:
            # Read anew, now that this refresh can be overtaken by a removal: a disconnect since the read above
            # has removed what was cached before it, and must not be followed by an answer to its tokens.
            account = GoogleOAuthService(user).require(scope)
            try:
                answer = ask(account, previous.validator if previous else None)
            except ReconnectRequired as exc:
                if exc.reason == "scope_missing":
                    forget_scope(account, scope)
                raise
            if isinstance(answer, Unchanged):
                return NotModified(answer.validator)
            return Fetched(answer.items, answer.validator)

        return self._oauth.reader.read(cached, fetch, **manner_and_params)
