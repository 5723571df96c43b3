"""What the cache spares the upstreams, and whom it never mixes up, seen from outside."""

import pytest

from sandbox.world.hiring import ROMASHKA, first_vacancy
from tests.e2e.kept import Kept
from tests.e2e.steps import LISTS, wait_for_quiet
from tests.e2e.visitor import Visitor
from tests.sandbox_control import SandboxControl
from tests.stack import Stack


@pytest.fixture
def _nothing_cached(upstreams: SandboxControl, kept: Kept, anna_visits: Visitor) -> None:
    """An empty cache, and counts that begin at nothing when no refresh of an earlier test is on its way."""
    wait_for_quiet(upstreams)
    kept.clear()
    upstreams.reset_counts()


def counted(upstreams: SandboxControl, prefix: str) -> dict[str, int]:
    """How often each operation was called whose name begins so."""
    return {name: count for name, count in upstreams.counts().items() if name.startswith(prefix)}


@pytest.mark.usefixtures("_nothing_cached")
def test_two_loads_of_the_calendar_cost_one_call(upstreams: SandboxControl, anna_visits: Visitor) -> None:
    first, second = anna_visits.settled("/calendar/"), anna_visits.settled("/calendar/")

    assert first.count('class="name"') == second.count('class="name"') > 0
    assert counted(upstreams, "calendar.events") == {"calendar.events.list": 1}


@pytest.mark.usefixtures("_nothing_cached")
def test_two_loads_of_a_vacancy_with_90_candidates_cost_three_calls(
    upstreams: SandboxControl, anna_visits: Visitor
) -> None:
    path = f"/candidates/?account={ROMASHKA}&vacancy={first_vacancy(ROMASHKA)}&size=100"
    first, second = anna_visits.settled(path), anna_visits.settled(path)

    assert first.count('<th scope="row">') == second.count('<th scope="row">') == 90
    assert counted(upstreams, "huntflow.applicants") == {"huntflow.applicants.list": 3}


@pytest.mark.usefixtures("_nothing_cached")
def test_the_commands_see_and_remove_what_pages_cached(stack: Stack, anna_visits: Visitor) -> None:
    for path in LISTS:
        anna_visits.settled(path)

    before = stack.manage("cache_stats").splitlines()
    cleared = stack.manage("clear_cache", "--confirm")

    assert "  google_calendar_events: 1 ключей" in before
    assert "  google_drive_files: 1 ключей" in before
    assert "  google_sheets: 1 ключей" in before
    assert cleared == f"✅ Кэш API очищен, удалено записей: {before[1].removeprefix('Всего ключей: ')}\n"
    assert stack.manage("cache_stats") == "📊 Статистика кэша API данных:\nВсего ключей: 0\n"
    assert "anna.smirnova@example.com" in anna_visits.page("/settings/"), "the session must survive"
