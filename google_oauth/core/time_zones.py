"""The time zones that can be chosen."""

from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo, available_timezones

# All other names are older spellings of these, or offsets without summer time.
_REGIONS = (
    "Africa",
    "America",
    "Antarctica",
    "Arctic",
    "Asia",
    "Atlantic",
    "Australia",
    "Europe",
    "Indian",
    "Pacific",
)


def is_zone(name: str) -> bool:
    """Whether `name` is a time zone of IANA's. Never opens a file by `name`, which could be a path."""
    return name in _all_zones()


def zones_by_offset(moment: datetime) -> list[tuple[str, list[str]]]:
    """Group the zones that a user may choose by their offset at an aware moment, west first.

    Pairs of an offset, as `offset_text` formats it, and names in alphabetical order.
    """
    groups: dict[timedelta, list[str]] = {}
    for name, zone in _choosable_zones().items():
        groups.setdefault(moment.astimezone(zone).utcoffset() or timedelta(), []).append(name)
    return [(offset_text(offset), groups[offset]) for offset in sorted(groups)]


def offset_text(offset: timedelta) -> str:
    """Format an offset as "UTC+3" or "UTC-5:30"."""
    minutes = int(offset.total_seconds()) // 60
    hours, rest = divmod(abs(minutes), 60)
    sign = "-" if minutes < 0 else "+"
    return f"UTC{sign}{hours}" + (f":{rest:02}" if rest else "")


@cache
def _all_zones() -> frozenset[str]:
    return frozenset(available_timezones())


# Cached: `zoneinfo` keeps eight zones, and reading the files of all takes 50 ms.
@cache
def _choosable_zones() -> dict[str, ZoneInfo]:
    names = [name for name in _all_zones() if name.partition("/")[0] in _REGIONS]
    return {name: ZoneInfo(name) for name in [*sorted(names), "UTC"]}
