"""The three log lines of the cache. They name no person and carry no data.

They are Russian and fixed: operators search for them word for word.
"""

import logging
from typing import Any

from google_oauth.cache_service.datasets import DataSet, data_set_of
from google_oauth.cache_service.entry import CacheEntry

logger = logging.getLogger("google_oauth.cache")


def log_hit(data_set: DataSet, entry: CacheEntry) -> None:
    if logger.isEnabledFor(logging.INFO):
        noun = data_set.noun
        logger.info(
            "📦 Получены %s из кэша: %d %s",
            noun.nominative,
            count_items(entry.data),
            noun.counted,
            extra={"service": data_set.service, "outcome": "stale" if entry.is_stale else "fresh"},
        )


def log_stored(data_set: DataSet, data: Any, *, duration: float | None = None) -> None:
    """Log a store; `duration` is the time of the fetch in seconds."""
    noun = data_set.noun
    logger.info(
        "💾 Сохранены %s в кэш: %d %s",
        noun.nominative,
        count_items(data),
        noun.counted,
        extra={"service": data_set.service, "outcome": "stored", "duration": duration},
    )


def log_sync(entry: CacheEntry) -> None:
    noun = data_set_of(entry.service).noun
    logger.info(
        "🔄 Синхронизация %s: %d %s (кэшированы)",
        noun.genitive,
        count_items(entry.data),
        noun.counted,
        extra={"service": entry.service, "outcome": "synced"},
    )


def count_items(data: Any) -> int:
    """The length of a list, or of the list under "items"; 1 for other data, 0 for None."""
    items = data.get("items", data) if isinstance(data, dict) else data
    return len(items) if isinstance(items, list) else int(data is not None)
