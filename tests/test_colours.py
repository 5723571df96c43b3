"""The colours of the stylesheet, whose contrasts WCAG 2.2 bounds: 4.5 for text (1.4.3), 3 for the rest (1.4.11)."""

import re

import pytest

from tests.environment import ROOT

STYLES = (ROOT / "google_oauth/static/google_oauth/app.css").read_text(encoding="utf-8")
PAIRS = {
    name: (light, dark)
    for name, light, dark in re.findall(r"--([\w-]+): light-dark\((#\w{6}), (#\w{6})\);", STYLES)
}
GROUNDS = ("bg", "surface", "sunken")
TONES = ("success", "warning", "danger", "info", "neutral")
TEXTS = [
    *((text, ground) for text in ("text", "muted", "accent", "accent-hover") for ground in GROUNDS),
    *((tone, f"{tone}-soft") for tone in TONES),
    *(("text", f"{tone}-soft") for tone in ("info", "warning", "neutral")),
    ("accent", "info-soft"),
    ("danger", "surface"),
    ("danger", "danger-soft"),
    ("on-accent", "accent"),
    ("on-accent", "accent-hover"),
]
# Borders of controls, the ring of the focus, the line of now, the bars of charts.
SHAPES = [
    *((shape, ground) for shape in ("control", "accent") for ground in GROUNDS),
    ("danger", "surface"),
    ("warning", "surface"),
]


def luminance(colour: str) -> float:
    """The relative luminance of `#rrggbb`, as WCAG defines it."""
    shares = (int(colour[at : at + 2], 16) / 255 for at in (1, 3, 5))
    red, green, blue = (
        share / 12.92 if share <= 0.04045 else ((share + 0.055) / 1.055) ** 2.4 for share in shares
    )
    return 0.2126 * red + 0.7152 * green + 0.0722 * blue


def contrast(one: str, other: str) -> float:
    """The contrast of two colours, from 1 to 21."""
    darker, lighter = sorted((luminance(one), luminance(other)))
    return (lighter + 0.05) / (darker + 0.05)


@pytest.mark.parametrize("theme", [0, 1], ids=["light", "dark"])
@pytest.mark.parametrize(("pairs", "least"), [(TEXTS, 4.5), (SHAPES, 3)], ids=["texts", "shapes"])
def test_colours_stand_out_from_what_is_behind_them(
    pairs: list[tuple[str, str]], least: float, theme: int
) -> None:
    found = {(front, back): contrast(PAIRS[front][theme], PAIRS[back][theme]) for front, back in pairs}

    assert {pair: round(ratio, 2) for pair, ratio in found.items() if ratio < least} == {}


def test_contrast_is_that_of_wcag() -> None:
    assert contrast("#000000", "#ffffff") == 21
    assert round(contrast("#777777", "#ffffff"), 2) == 4.48
