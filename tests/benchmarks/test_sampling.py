from collections.abc import Callable

import pytest

from benchmarks.harness.sampling import Spread, interleave, percentile, ratio


def sampler(name: str, order: list[str], seconds: float) -> Callable[[], float]:
    def sample() -> float:
        order.append(name)
        return seconds

    return sample


def test_spread_is_the_median_and_the_quartiles() -> None:
    assert Spread.of([5.0, 1.0, 3.0, 2.0, 4.0]) == Spread(3.0, 2.0, 4.0)
    assert Spread.of([7.0]) == Spread(7.0, 7.0, 7.0)


def test_spread_is_written_with_the_format_that_was_asked_for() -> None:
    assert f"{Spread(1.256, 1.0, 2.0):.2f}" == "1.26 (1.00–2.00)"


def test_interleaved_rounds_hold_each_once_in_changing_orders() -> None:
    order: list[str] = []
    samplers = {name: sampler(name, order, 0.5) for name in "abc"}

    taken = interleave(samplers, rounds=20)

    rounds = ["".join(order[begin : begin + 3]) for begin in range(0, 60, 3)]
    assert {"".join(sorted(each)) for each in rounds} == {"abc"}
    assert len(set(rounds)) > 1
    assert taken == {name: [0.5] * 20 for name in "abc"}


def test_ratio_is_taken_round_by_round() -> None:
    # The second round was slow for both.
    assert ratio([2.0, 20.0, 2.0], [1.0, 10.0, 1.0]) == Spread(2.0, 2.0, 2.0)


def test_ratio_of_different_rounds_is_refused() -> None:
    with pytest.raises(ValueError, match="argument 2 is shorter"):
        ratio([1.0, 2.0], [1.0])


def test_percentile_is_a_sample() -> None:
    samples = [float(number) for number in range(100)]

    assert [percentile(samples, share) for share in (0.0, 0.5, 0.99, 1.0)] == [0.0, 50.0, 99.0, 99.0]
