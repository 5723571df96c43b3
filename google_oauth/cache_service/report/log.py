"""The three lines by which the log tells what the cache did; they name no person and carry no data.

They are Russian because operators search for them word for word; the noun comes from the data set.
"""

import logging
from typing import Any

from google_oauth.cache_service.datasets import DataSet, declared
from google_oauth.cache_service.entry import CacheEntry

logger = logging.getLogger("google_oauth.cache")


def log_hit(data_set: DataSet, entry: CacheEntry) -> None:
    """An answer came from the cache."""
    if logger.isEnabledFor(logging.INFO):
        noun = data_set.noun
        logger.info(
            "📦 Получены %s из кэша: %d %s",
            noun.nominative,
            count(entry.data),
            noun.counted,
            extra={"service": data_set.service, "outcome": "stale" if entry.is_stale else "fresh"},
        )


def log_stored(data_set: DataSet, data: Any, *, duration: float | None = None) -> None:
    """An answer was stored; `duration` is how many seconds it took to fetch, where it was fetched."""
    noun = data_set.noun
    logger.info(
        "💾 Сохранены %s в кэш: %d %s",
        noun.nominative,
        count(data),
        noun.counted,
        extra={"service": data_set.service, "outcome": "stored", "duration": duration},
    )


def log_sync(entry: CacheEntry) -> None:
    """A forced refresh brought `entry`; for the services' `sync_*`, which call it when one did."""
    noun = declared(entry.service).noun
    logger.info(
        "🔄 Синхронизация %s: %d %s (кэшированы)",
        noun.genitive,
        count(entry.data),
        noun.counted,
        extra={"service": entry.service, "outcome": "synced"},
    )


def count(data: Any) -> int:
    """How many things an answer holds: the length of a list, of the list under "items", or one."""
    things = data.get("items", data) if isinstance(data, dict) else data
    return len(things) if isinstance(things, list) else int(data is not None)
