"""Each sign-in and sign-out is logged, for investigations."""

import logging
from typing import Any

from django.contrib.auth.models import User
from django.contrib.auth.signals import user_logged_in, user_logged_out
from django.dispatch import receiver
from django.http import HttpRequest

from google_oauth.sessions import service as sessions

logger = logging.getLogger("google_oauth.security")


@receiver(user_logged_in)
def _signed_in(*, request: HttpRequest, user: User, **_: Any) -> None:
    sessions.record_sign_in(request.session, user_agent=request.headers.get("User-Agent", ""))
    logger.info("User %d signed in", user.pk, extra={"outcome": "signed_in"})


@receiver(user_logged_out)
def _signed_out(*, user: User | None, **_: Any) -> None:
    if user is not None:
        logger.info("User %d signed out", user.pk, extra={"outcome": "signed_out"})
