from sandbox.limits import RateLimits


def allowed(limits: RateLimits, target: str, token: str, times: int) -> int:
    return sum(limits.allow(target, token) for _ in range(times))


def test_huntflow_allows_ten_a_second_and_token() -> None:
    limits = RateLimits()

    assert allowed(limits, "huntflow", "a", 15) == 10
    assert allowed(limits, "huntflow", "b", 15) == 10


def test_window_slides(monkeypatch) -> None:  # noqa: ANN001
    limits, now = RateLimits(), [100.0]
    monkeypatch.setattr("sandbox.limits.time.monotonic", lambda: now[0])
    allowed(limits, "huntflow", "a", 6)
    now[0] += 0.6
    allowed(limits, "huntflow", "a", 4)

    assert allowed(limits, "huntflow", "a", 1) == 0
    now[0] += 0.4
    assert allowed(limits, "huntflow", "a", 9) == 6


def test_no_limit_lets_everything_pass_and_reset_brings_the_real_ones() -> None:
    limits = RateLimits()
    limits.set("huntflow", None)
    limits.set("calendar", 1)

    assert (allowed(limits, "huntflow", "a", 50), allowed(limits, "calendar", "a", 5)) == (50, 1)
    limits.reset()
    assert (allowed(limits, "huntflow", "a", 50), allowed(limits, "calendar", "a", 5)) == (10, 5)
