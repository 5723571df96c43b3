"""Removals from the cache that Redis has not confirmed yet.

A row is written before the removal and deleted after it. So neither an outage of Redis nor the death of the
process loses a removal.
"""

import logging
from datetime import datetime

from django.utils import timezone

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.exceptions import CacheUnavailable
from google_oauth.models import PendingRemoval

logger = logging.getLogger(__name__)

CACHES = {"google": GoogleAPICache, "huntflow": HuntflowAPICache}


def schedule_removal(user_id: int, upstream: str) -> None:
    """Note that the user's entries of `upstream` must go. `retry_pending_removal` then removes them.

    Call it in the transaction that deletes the tokens. Otherwise a reader could remove the entries first and
    fetch new ones with the old tokens.
    """
    # A new time, so that the end of an older removal does not delete this row.
    PendingRemoval.objects.update_or_create(
        user_id=user_id, upstream=upstream, defaults={"created_at": timezone.now()}
    )


def retry_pending_removal(user_id: int, upstream: str) -> datetime | None:
    """Do the removal that is pending, if any. Return its time if Redis did not confirm it, else None."""
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
