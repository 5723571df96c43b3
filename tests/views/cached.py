"""The cache page as a person reads it, and what tests of it keep asking."""

import re
from typing import Any

from django.contrib.auth.models import User

from google_oauth.cache_service import GoogleAPICache
from google_oauth.exceptions import UpstreamUnavailable
from google_oauth.services.cache_page import status
from google_oauth.services.cache_page.status import Scope


def words(response: Any) -> str:
    """What a person reads on the page, in one line."""
    text = re.sub(r"<[^>]+>", " ", response.content.decode())
    return re.sub(r"\s+", " ", text)


def kept(service: str | None = None, user: User | None = None) -> int:
    """How many entries there are."""
    return status.count_in(Scope(service, user.pk if user else None))


def fail_to_refresh(user: User, reason: str = "server_error", **options: Any) -> None:
    """Let a refresh of the user's spreadsheets fail."""

    def fetch(_: Any) -> None:
        raise UpstreamUnavailable("google", reason, **options)

    GoogleAPICache.fetch_sheets(user.pk, fetch, force=True)
