"""Removals from the cache that are kept in mind until Redis has confirmed them.

The row comes first and goes last, so neither a Redis that is away nor a process that dies in between can make
one forgotten.
"""

import logging
from datetime import datetime

from django.utils import timezone

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.exceptions import CacheUnavailable
from google_oauth.models import PendingRemoval

logger = logging.getLogger(__name__)

CACHES = {"google": GoogleAPICache, "huntflow": HuntflowAPICache}


def intend(user_id: int, upstream: str) -> None:
    """Note that what `upstream` answered to the user has to go.

    In one transaction with the end of the tokens: a reader who saw the note alone would settle it and fetch
    once more with the tokens that are about to go.
    """
    # A note of its own time: who settles an older one does not take this one for done.
    PendingRemoval.objects.update_or_create(
        user_id=user_id, upstream=upstream, defaults={"created_at": timezone.now()}
    )


def settle(user_id: int, upstream: str) -> bool:
    """Do the removal that is still due, if one is; False when Redis did not confirm it."""
    return unsettled_since(user_id, upstream) is None


def unsettled_since(user_id: int, upstream: str) -> datetime | None:
    """Like `settle`, with the time of the removal that Redis did not confirm; None when none is due any more."""
    row = PendingRemoval.objects.filter(user_id=user_id, upstream=upstream).first()
    if row is None:
        return None
    try:
        CACHES[upstream].invalidate_user_cache(user_id)
    except CacheUnavailable:
        logger.warning("A removal of cached answers of %s is still due", upstream)
        return row.created_at
    PendingRemoval.objects.filter(pk=row.pk, created_at=row.created_at).delete()
    return None
