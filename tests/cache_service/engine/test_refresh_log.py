"""What a refresh tells operators: a line with its service, outcome and duration, and a metric of the same."""

from typing import Any

import pytest

from google_oauth.cache_service import Fetched, GoogleAPICache, NotModified
from google_oauth.core import metrics
from google_oauth.exceptions import ReconnectRequired, UpstreamUnavailable
from tests.cache_service.asking import TIMEOUT, put, read
from tests.cache_service.upstream import Clock, Upstream
from tests.waiting import eventually


def refreshes(outcome: str) -> float:
    """How many refreshes of the sheets ended so."""
    [family] = metrics.REFRESHES.labels("google_sheets", outcome).collect()
    return next(sample.value for sample in family.samples if sample.name.endswith("_count"))


def extras(caplog: pytest.LogCaptureFixture, start: str) -> tuple[str, str, str]:
    """Level, service and outcome of the one line that begins so, after a look at its duration."""
    [record] = [record for record in caplog.records if record.getMessage().startswith(start)]
    assert 0 <= record.duration < TIMEOUT  # type: ignore[attr-defined]
    return record.levelname, record.service, record.outcome  # type: ignore[attr-defined]


def test_stored_answer(caplog: pytest.LogCaptureFixture) -> None:
    before = refreshes("stored")

    read(Upstream())

    assert extras(caplog, "💾") == ("INFO", "google_sheets", "stored")
    assert eventually(lambda: refreshes("stored") == before + 1)


@pytest.mark.parametrize(
    ("error", "line"),
    [
        (UpstreamUnavailable("google", "timeout"), ("WARNING", "google_sheets", "timeout")),
        (ReconnectRequired("google", "revoked"), ("INFO", "google_sheets", "revoked")),
        (ValueError("crash"), ("ERROR", "google_sheets", "crashed")),
    ],
)
def test_failed_refresh(error: Exception, line: Any, caplog: pytest.LogCaptureFixture) -> None:
    before = refreshes(line[2])

    with pytest.raises(type(error)):
        read(Upstream(error))

    assert extras(caplog, "A refresh of google_sheets") == line
    assert eventually(lambda: refreshes(line[2]) == before + 1)


def test_answer_that_still_stands(clock: Clock) -> None:
    before = refreshes("not_modified")
    read(Upstream(Fetched(["fresh"], "validator")))
    clock.move(TIMEOUT + 1)

    read(Upstream(NotModified("validator")))

    assert eventually(lambda: refreshes("not_modified") == before + 1)


def test_hits_tell_fresh_from_stale(clock: Clock, caplog: pytest.LogCaptureFixture) -> None:
    put("old")
    GoogleAPICache.get_sheets(7)
    clock.move(TIMEOUT + 1)

    for _ in ("by the one who tried", "while the upstream rests"):
        read(Upstream(UpstreamUnavailable("google", "timeout")))

    hits = [record.outcome for record in caplog.records if record.getMessage().startswith("📦")]  # type: ignore[attr-defined]
    assert hits == ["fresh", "stale"]
