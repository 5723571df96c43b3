"""The two forms of Retry-After, and what is neither."""

from datetime import UTC, datetime

import pytest
import time_machine

from google_oauth.clients.retry_after import retry_after_seconds


@pytest.mark.parametrize(
    ("header", "expected"),
    [
        ("60", 60),
        (" 0 ", 0),
        ("Tue, 24 Nov 2026 10:01:00 GMT", 60),
        ("Tue, 24 Nov 2026 10:01:00", 60),
        ("Tue, 24 Nov 2026 09:00:00 GMT", 0),
        (None, None),
        ("", None),
        ("-5", None),
        ("soon", None),
        ("٣", None),
    ],
)
@time_machine.travel(datetime(2026, 11, 24, 10, 0, tzinfo=UTC), tick=False)
def test_retry_after(header: str | None, expected: float | None) -> None:
    assert retry_after_seconds(header) == expected
