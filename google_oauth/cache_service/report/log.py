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
        outcome = "stale" if entry.is_stale else "fresh"
        _log("📦 Получены %s из кэша: %d %s", data_set.noun.nominative, data_set, entry.data, outcome=outcome)


def log_stored(data_set: DataSet, data: Any, *, duration: float | None = None) -> None:
    """Log a store; `duration` is the time of the fetch in seconds."""
    line = "💾 Сохранены %s в кэш: %d %s"
    _log(line, data_set.noun.nominative, data_set, data, outcome="stored", duration=duration)


def log_sync(entry: CacheEntry) -> None:
    data_set = data_set_of(entry.service)
    line = "🔄 Синхронизация %s: %d %s (кэшированы)"
    _log(line, data_set.noun.genitive, data_set, entry.data, outcome="synced")


def count_items(data: Any) -> int:
    """The length of a list, or of the list under "items"; 1 for other data, 0 for None."""
    items = data.get("items", data) if isinstance(data, dict) else data
    return len(items) if isinstance(items, list) else int(data is not None)


def _log(line: str, noun: str, data_set: DataSet, data: Any, **extra: Any) -> None:
    extra["service"] = data_set.service
    logger.info(line, noun, count_items(data), data_set.noun.counted, extra=extra)
