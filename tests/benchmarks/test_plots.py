from xml.etree import ElementTree as ET

import pytest

from benchmarks.harness.plots import HEIGHT, WIDTH, Plot, Series, label, ticks

SVG = "{http://www.w3.org/2000/svg}"


@pytest.mark.parametrize(
    ("values", "marks"),
    [
        ([3.0, 40.0], [2.0, 5.0, 10.0, 20.0, 50.0]),
        ([0.02, 0.02], [0.02, 0.05]),
        ([1000.0, 1_000_000.0], [1000.0, 2000.0, 5000.0, 1e4, 2e4, 5e4, 1e5, 2e5, 5e5, 1e6]),
        ([0.001, 900.0], [0.001, 0.01, 0.1, 1.0, 10.0, 100.0, 1000.0]),
    ],
)
def test_marks_hold_all_values_and_are_few(values: list[float], marks: list[float]) -> None:
    assert ticks(values) == pytest.approx(marks)


def test_marks_are_written_short() -> None:
    assert [label(mark) for mark in (0.00002, 0.2, 50.0, 20_000.0, 1e6)] == [
        "0.00002",
        "0.2",
        "50",
        "20 k",
        "1 M",
    ]


def test_drawing_has_a_line_and_a_name_for_each_series_and_stays_on_its_canvas() -> None:
    lines = [Series("ours & theirs", [(1.0, 2.0), (100.0, 9.0)]), Series("limit", [(1.0, 1.0), (100.0, 9.0)])]

    root = ET.fromstring(Plot("x", "A <title>", "KB", "ms", lines, "What it shows.").svg())  # noqa: S314 - drawn here

    texts = root.findall(f"{SVG}text")
    assert len(root.findall(f"{SVG}polyline")) == 2
    assert [each.text for each in texts][-2:] == ["ours & theirs", "limit"]
    # Names at the same height would cover each other.
    assert len({each.get("y") for each in texts[-2:]}) == 2
    places = [(float(each.get("cx", "")), float(each.get("cy", ""))) for each in root.iter(f"{SVG}circle")]
    assert all(0 < x < WIDTH and 0 < y < HEIGHT for x, y in places)


def test_larger_values_are_drawn_higher_and_further_right() -> None:
    root = ET.fromstring(Plot("x", "t", "x", "y", [Series("s", [(1.0, 1.0), (10.0, 10.0)])], "c").svg())  # noqa: S314 - drawn here

    first, second = root.iter(f"{SVG}circle")
    assert float(first.get("cx", "")) < float(second.get("cx", ""))
    assert float(first.get("cy", "")) > float(second.get("cy", ""))
