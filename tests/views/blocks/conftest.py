import pytest

from google_oauth.views.blocks import reads
from tests.views.blocks.upstream import Clock, Upstream


@pytest.fixture
def clock(monkeypatch: pytest.MonkeyPatch) -> Clock:
    """The clock of all deadlines and of every `Upstream`."""
    made = Clock()
    monkeypatch.setattr(reads, "monotonic", made.monotonic)
    monkeypatch.setattr(Upstream, "clock", made)
    return made
