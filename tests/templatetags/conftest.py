from collections.abc import Iterator

import pytest
import time_machine
from django.utils import timezone, translation

from tests.templatetags.events import MOSCOW, NOW


@pytest.fixture(autouse=True)
def _wednesday_in_moscow() -> Iterator[None]:
    with time_machine.travel(NOW, tick=False), timezone.override(MOSCOW), translation.override("ru"):
        yield
