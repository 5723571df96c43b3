"""Tolerant readers for single values of foreign JSON: the value when it fits, an empty one when not."""

from collections.abc import Mapping
from datetime import UTC, date, datetime
from enum import StrEnum
from typing import TypeVar

from google_oauth.domain.parsing.text import one_line, plain_text

Choice = TypeVar("Choice", bound=StrEnum)

# A day to spare at both ends of the calendar, so that a change of zone or "the day after" cannot overflow.
_FIRST_YEAR, _LAST_YEAR = 2, 9998
_INT64_DIGITS = 19
_INT64_MAX = 2**63 - 1


def record(value: object) -> Mapping[str, object]:
    """Return the JSON object, or an empty one."""
    return value if isinstance(value, dict) else {}


def records(value: object) -> list[Mapping[str, object]]:
    """Return the objects of a JSON array, without whatever else it holds."""
    return [item for item in value if isinstance(item, dict)] if isinstance(value, list) else []


def text(value: object) -> str:
    """Return the string as one safe line, or ""."""
    return one_line(value) if isinstance(value, str) else ""


def prose(value: object) -> str:
    """Return the string, which may be HTML, as plain text with its line breaks, or ""."""
    return plain_text(value) if isinstance(value, str) else ""


def flag(value: object) -> bool:
    """Return True for JSON's true and for nothing else."""
    return value is True


def whole(value: object) -> int | None:
    """Return a whole number from 0 to the largest int64; Google sends such numbers as strings of digits."""
    if isinstance(value, str) and value.isascii() and value.isdecimal() and len(value) <= _INT64_DIGITS:
        value = int(value)
    if isinstance(value, int) and not isinstance(value, bool) and 0 <= value <= _INT64_MAX:
        return value
    return None


def moment(value: object) -> datetime | None:
    """Read an aware datetime from ISO 8601; one without an offset, as old Huntflow data have it, is in UTC."""
    if not isinstance(value, str):
        return None
    try:
        parsed = datetime.fromisoformat(value)
    except ValueError:
        return None
    if not _FIRST_YEAR <= parsed.year <= _LAST_YEAR:
        return None
    return parsed if parsed.tzinfo else parsed.replace(tzinfo=UTC)


def calendar_day(value: object) -> date | None:
    """Read a floating calendar day from `yyyy-mm-dd`; it has no zone and is never moved into one."""
    if not isinstance(value, str):
        return None
    try:
        parsed = date.fromisoformat(value)
    except ValueError:
        return None
    return parsed if _FIRST_YEAR <= parsed.year <= _LAST_YEAR else None


def choice(value: object, default: Choice) -> Choice:
    """Return the member of `default`'s enumeration that has this value, else `default`."""
    if not isinstance(value, str):
        return default
    try:
        return type(default)(value)
    except ValueError:
        return default
