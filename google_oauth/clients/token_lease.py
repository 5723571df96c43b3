"""One refresh of a token at a time, over all threads, processes and hosts, by a lease in the database.

A lease is a random string in the row, taken with one conditional UPDATE and valid for a short time. It is also
a fence: the new token is stored only while the row holds the lease. A disconnect empties the column, so a
refresh that began earlier cannot undo it.
"""

import time
from collections.abc import Callable
from datetime import timedelta
from secrets import token_hex
from typing import Any, TypeVar

from django.db.models import Q
from django.utils import timezone

from google_oauth.models import TokenLease

LeasedRow = TypeVar("LeasedRow", bound=TokenLease)

# Longer than a token request takes, so that no second one begins beside it. A longer request loses its lease,
# and its token is not stored.
LEASE_LIFE = timedelta(seconds=30)
# Seconds that a caller waits for another's refresh.
MAX_LEASE_WAIT = 10.0
# Seconds between two reads of the row; each pause is twice the one before.
FIRST_PAUSE, MAX_REREAD_PAUSE = 0.02, 0.5


def take_token_lease(row: TokenLease) -> str:
    """Take the lease on `row`. Return its string, or "" when another caller holds it."""
    now, lease = timezone.now(), token_hex(16)
    free = Q(refresh_lease="") | Q(refresh_lease_until__isnull=True) | Q(refresh_lease_until__lte=now)
    taken = _rows(row).filter(free).update(refresh_lease=lease, refresh_lease_until=now + LEASE_LIFE)
    return lease if taken else ""


def release_token_lease(row: TokenLease, lease: str) -> None:
    """Give the lease back, if it is still ours."""
    _rows(row).filter(refresh_lease=lease).update(refresh_lease="", refresh_lease_until=None)


def store_under_lease(row: TokenLease, lease: str, **columns: Any) -> bool:
    """Write `columns` in one UPDATE; False, with nothing written, when the lease is no longer ours."""
    # `update` does not set `auto_now` fields.
    return bool(_rows(row).filter(refresh_lease=lease).update(**columns, updated_at=timezone.now()))


def refresh_once(
    row: LeasedRow,
    *,
    is_done: Callable[[LeasedRow], bool],
    refresh: Callable[[LeasedRow], dict[str, Any]],
    max_wait: float = MAX_LEASE_WAIT,
) -> LeasedRow:
    """Return the row as stored after one refresh, by this caller or by the holder of the lease.

    `is_done(row)`: whether the row, just read, holds the wanted token already. `refresh(row)` makes the HTTP
    call, outside of transactions, and returns the columns to store. Both may raise, which ends the lease.
    Raises TimeoutError after `max_wait` seconds of waiting, and the model's DoesNotExist when the row is gone.
    """
    deadline, pause = time.monotonic() + max_wait, FIRST_PAUSE
    while True:
        current = read_again(row)
        if is_done(current):
            return current
        lease = take_token_lease(current)
        if lease:
            try:
                current = read_again(row)
                if is_done(current) or store_under_lease(current, lease, **refresh(current)):
                    return read_again(row)
            finally:
                release_token_lease(row, lease)
        if time.monotonic() + pause > deadline:
            raise TimeoutError("another process is still refreshing the token")
        time.sleep(pause)
        pause = min(pause * 2, MAX_REREAD_PAUSE)


def read_again(row: LeasedRow) -> LeasedRow:
    """Read the row from the database; `row` does not change."""
    return type(row)._default_manager.get(pk=row.pk)  # noqa: SLF001 - Django's documented name


def _rows(row: TokenLease) -> Any:
    return type(row)._default_manager.filter(pk=row.pk)  # noqa: SLF001 - Django's documented name
