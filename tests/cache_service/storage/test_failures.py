"""Notes of failures, and errors that travel between processes and threads."""

import pytest

from google_oauth.cache_service.storage.failures import copy_error, format_error, note_failure, parse_error
from google_oauth.exceptions import NotFound, ReconnectRequired, UpstreamRejected, UpstreamUnavailable
from tests.cache_service.upstream import Clock


@pytest.mark.parametrize("kind", [NotFound, ReconnectRequired, UpstreamRejected])
def test_permanent_error_travels(kind: type[NotFound]) -> None:
    special = type("Special", (kind,), {})

    error = parse_error(format_error(special("google", "why")))

    assert (type(error), error.upstream, error.reason) == (kind, "google", "why")


def test_copy_says_the_same() -> None:
    error = UpstreamUnavailable("google", "timeout", retry_after=3)

    copied = copy_error(error)

    assert copied is not error
    assert (type(copied), str(copied), vars(copied)) == (type(error), str(error), vars(error))


@pytest.mark.parametrize(("asked", "rest"), [(0, 1), (-5, 1), (2.5, 2.5), (10**9, 24 * 3600)])
def test_rest_that_an_upstream_asks_for_is_bounded(asked: float, rest: float, clock: Clock) -> None:
    note = note_failure(UpstreamUnavailable("google", retry_after=asked), None)

    assert (note.retry_at - clock.now, note.asked) == (rest, True)
