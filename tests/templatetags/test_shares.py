"""Shares in percent."""

import pytest
from django.utils import translation

from google_oauth.templatetags.shares import share


@pytest.mark.parametrize(
    ("language", "count", "whole", "text"),
    [("en", 3, 4, "75.0%"), ("ru", 3, 4, "75,0\u00a0%"), ("en", 1, 3, "33.3%"), ("en", 0, 9, "0.0%")],
)
def test_share_is_written_as_the_language_writes_it(language: str, count: int, whole: int, text: str) -> None:
    with translation.override(language):
        assert share(count, whole) == text


def test_share_of_nothing_is_a_dash() -> None:
    assert share(0, 0) == "—"
