"""Tolerant readers of single values: the value if it fits, an empty one if not.

Callers write `reading.text(...)`: the module's name is part of each function's.
"""

from collections.abc import Iterator, Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from google_oauth.domain.parsing.text import clean, plain_text

_Choice = TypeVar("_Choice", bound=StrEnum)

# One year is spare at both ends, so that a change of zone or a step of a day cannot overflow.
_MIN_YEAR, _MAX_YEAR = 2, 9998
_INT64_DIGITS = 19
_INT64_MAX = 2**63 - 1
_MAX_QUERY_DIGITS = 9


def record(value: object) -> Mapping[str, object]:
    return value if isinstance(value, dict) else {}


def records(value: object) -> list[Mapping[str, object]]:
    """Return the objects in a JSON array; other items are left out."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def identified(value: object, key: str = "id") -> Iterator[tuple[int, Mapping[str, object]]]:
    """Yield the objects in a JSON array with their ids, under `key`; items without an id are left out."""
    for item in records(value):
        item_id = integer(item.get(key))
        if item_id is not None:
            yield item_id, item


def text(value: object) -> str:
    """Return the string as one clean line, each run of white space as one space; or ""."""
    if not isinstance(value, str):
        return ""
    if value.isprintable() and "  " not in value:
        # The space is the only printable white space.
        return value.strip()
    return " ".join(clean(value).split())


def prose(value: object) -> str:
    """Return the string, HTML or not, as plain text with line breaks, or ""."""
    return plain_text(value) if isinstance(value, str) else ""


def flag(value: object) -> bool:
    return value is True


def integer(value: object) -> int | None:
    """Return an integer from 0 to the int64 maximum, also from a string of digits, as Google sends it."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _INT64_DIGITS:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _INT64_MAX:
        return value
    return None


def integer_within(raw: str, *, default: int, low: int, high: int) -> int:
    """Return the query's integer if it lies from `low` to `high`, else the default."""
    if not (raw.isascii() and raw.isdecimal() and len(raw) <= _MAX_QUERY_DIGITS):
        return default
    return int(raw) if low <= int(raw) <= high else default


def timestamp(value: object) -> datetime | None:
    """Return the aware datetime of an ISO 8601 string; without an offset, as in old Huntflow data, it is UTC."""
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not _MIN_YEAR <= parsed.year <= _MAX_YEAR:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def calendar_day(value: object) -> date | None:
    """Return the date of a `yyyy-mm-dd` string. It has no zone and is never moved into one."""
    if not isinstance(value, str):
        return None
    try:
        parsed = date.fromisoformat(value)
    except ValueError:
        return None
    return parsed if _MIN_YEAR <= parsed.year <= _MAX_YEAR else None


def choice(value: object, default: _Choice) -> _Choice:
    """Return the member of the default's enumeration with this value, else the default."""
    if not isinstance(value, str):
        return default
    try:
        return type(default)(value)
    except ValueError:
        return default
