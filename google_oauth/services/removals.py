"""Removals from the cache that are kept in mind until Redis has confirmed them.

The row comes first and goes last, so neither a Redis that is away nor a process that dies in between can make
one forgotten.
"""

import logging

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.exceptions import CacheUnavailable
from google_oauth.models import PendingRemoval

logger = logging.getLogger(__name__)

CACHES = {"google": GoogleAPICache, "huntflow": HuntflowAPICache}


def intend(user_id: int, upstream: str) -> None:
    """Note that what `upstream` answered to the user has to go, before anything else is done about it."""
    PendingRemoval.objects.get_or_create(user_id=user_id, upstream=upstream)


def settle(user_id: int, upstream: str) -> bool:
    """Do the removal that is still due, if one is; False when Redis did not confirm it."""
    row = PendingRemoval.objects.filter(user_id=user_id, upstream=upstream).first()
    if row is None:
        return True
    try:
        CACHES[upstream].invalidate_user_cache(user_id)
    except CacheUnavailable:
        logger.warning("A removal of cached answers of %s is still due", upstream)
        return False
    row.delete()
    return True
