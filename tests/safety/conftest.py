"""The fixtures of the pages, which these tests look at from outside, and real answers to show there."""

from tests.safety.fixtures import answers, cards  # noqa: F401 - fixtures for this room
from tests.views.conftest import (  # noqa: F401 - fixtures for this room
    anna,
    browser,
    browser_of,
    empty_cache,
    ivan,
    ivans,
    olga,
    olgas,
    quiet,
    unpaced,
)
