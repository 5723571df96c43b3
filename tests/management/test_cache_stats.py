"""What operators read about the cache."""

import json
import os
import re
import subprocess
import sys
from collections.abc import Callable

import pytest
import time_machine
from django.core.management import CommandError, call_command
from redis import Redis

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.exceptions import NotFound
from tests.environment import ROOT

STORED = "2025-09-08T14:51:03.947361+00:00"


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    call_command("cache_stats", *arguments)
    return capsys.readouterr().out


@pytest.fixture
def _three_entries() -> None:
    with time_machine.travel(STORED, tick=False):
        HuntflowAPICache.set_candidate(7, {"id": 1}, account_id=1, candidate_id=1)
        GoogleAPICache.set_drive_files(7, [])
        GoogleAPICache.set_calendar_events(8, [1, 2])


def test_empty_cache_is_two_lines(capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys) == "📊 Статистика кэша API данных:\nВсего ключей: 0\n"


@pytest.mark.usefixtures("_three_entries")
def test_text_is_word_for_word(capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys) == (
        "📊 Статистика кэша API данных:\n"
        "Всего ключей: 3\n"
        "\n"
        "📋 По сервисам:\n"
        "  google_calendar_events: 1 ключей\n"
        "  google_drive_files: 1 ключей\n"
        "  huntflow_candidates: 1 ключей\n"
        "\n"
        f"⏰ Самый старый кэш: {STORED}\n"
        f"🆕 Самый новый кэш: {STORED}\n"
    )


@pytest.mark.usefixtures("_three_entries")
@pytest.mark.parametrize(
    ("arguments", "services"),
    [
        (["--user", "7"], {"google_drive_files": 1, "huntflow_candidates": 1}),
        (["--service", "google_drive_files"], {"google_drive_files": 1}),
        (["--user", "8", "--service", "google_drive_files"], {}),
    ],
)
def test_filters_narrow_what_is_counted(
    arguments: list[str], services: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    stats = json.loads(output(capsys, "--json", *arguments))

    assert (stats["services"], stats["total_keys"]) == (services, sum(services.values()))


def test_json_has_the_counters(capsys: pytest.CaptureFixture[str]) -> None:
    for _ in range(4):
        GoogleAPICache.fetch_sheets(7, lambda _: [])

    stats = json.loads(output(capsys, "--json"))

    assert stats["counters"]["last_hour"]["google_sheets"] == {
        "fresh_hits": 3,
        "misses": 1,
        "refreshes": 1,
        "hit_rate": 0.75,
        "calls_saved": 3,
    }
    assert stats["counters"]["last_week"] == stats["counters"]["last_hour"]


def test_json_of_one_service_has_its_counters_only(capsys: pytest.CaptureFixture[str]) -> None:
    GoogleAPICache.fetch_sheets(7, lambda _: [])

    stats = json.loads(output(capsys, "--json", "--service", "google_drive_files"))

    assert stats["counters"] == {
        "last_hour": {"google_drive_files": {}},
        "last_week": {"google_drive_files": {}},
    }


@pytest.mark.usefixtures("_three_entries")
def test_verbose_splits_fresh_from_stale_and_shows_counters(capsys: pytest.CaptureFixture[str]) -> None:
    GoogleAPICache.fetch_drive_files(9, lambda _: [])
    GoogleAPICache.fetch_drive_files(9, lambda _: [])
    with pytest.raises(NotFound):
        GoogleAPICache.fetch_sheets(9, refuse)

    text = output(capsys, "--verbose")

    assert "  google_drive_files: 1 свежих, 1 устаревших\n" in text
    assert (
        "📈 За последний час:\n"
        "  google_drive_files: из кэша 50.0%, сэкономлено вызовов: 1\n"
        "    fresh_hits 1, misses 1, refreshes 1\n"
        "  google_sheets: из кэша 0.0%, сэкономлено вызовов: 0\n"
        "    failures 1, misses 1, refreshes 1\n"
    ) in text
    assert "📈 За последнюю неделю:" in text


def test_verbose_of_a_service_that_nobody_asked_says_so(capsys: pytest.CaptureFixture[str]) -> None:
    assert "  google_sheets:\n    ничего\n" in output(capsys, "--verbose", "--service", "google_sheets")


def test_bodies_are_never_read(capsys: pytest.CaptureFixture[str], redis: Redis) -> None:
    GoogleAPICache.set_sheets(7, ["x" * 100_000])
    before = int(redis.info("stats")["total_net_output_bytes"])

    output(capsys)

    assert int(redis.info("stats")["total_net_output_bytes"]) - before < 20_000


def test_redis_unreachable_is_one_line(redis_at: Callable[[str], None]) -> None:
    redis_at("redis://127.0.0.1:1/0")

    with pytest.raises(CommandError, match=re.escape("Redis недоступен: away")):
        call_command("cache_stats")


@pytest.mark.parametrize("command", ["cache_stats", "clear_cache --confirm"])
def test_redis_unreachable_is_one_line_on_stderr_and_exit_code_1(command: str) -> None:
    ended = subprocess.run(
        [sys.executable, ROOT / "manage.py", *command.split()],
        env={**os.environ, "REDIS_URL": "redis://127.0.0.1:1/0"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stdout) == (1, "")
    assert ended.stderr == "CommandError: Redis недоступен: away\n"


@pytest.mark.usefixtures("_three_entries")
@pytest.mark.parametrize(
    ("arguments", "services"),
    [
        ([], {"google_calendar_events": 1, "google_drive_files": 1, "huntflow_candidates": 1}),
        (["--user", "7"], {"google_drive_files": 1, "huntflow_candidates": 1}),
        (["--service", "google_drive_files"], {"google_drive_files": 1}),
        (["--user", "7", "--service", "huntflow_candidates"], {"huntflow_candidates": 1}),
    ],
)
def test_json_for_another_program_is_json_and_nothing_else(
    arguments: list[str], services: dict[str, int]
) -> None:
    ended = subprocess.run(
        [sys.executable, ROOT / "manage.py", "cache_stats", "--json", *arguments],
        env={**os.environ, "DJANGO_SETTINGS_MODULE": "config.settings"},
        capture_output=True,
        text=True,
        check=False,
    )

    assert (ended.returncode, ended.stderr) == (0, "")
    stats = json.loads(ended.stdout)
    assert (stats["services"], stats["total_keys"]) == (services, sum(services.values()))
    assert (stats["oldest_cache"], stats["newest_cache"]) == (STORED, STORED)


def refuse(_: object) -> None:
    raise NotFound("google")


@pytest.mark.parametrize("name", ["cache_stats", "clear_cache"])
def test_progress_is_shown_on_a_terminal_only(
    name: str, capsys: pytest.CaptureFixture[str], monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr("google_oauth.management.progress.PATIENCE", 0)
    arguments = ["--confirm"] if name == "clear_cache" else []

    call_command(name, *arguments)
    assert capsys.readouterr().err == ""

    monkeypatch.setattr(sys.stderr, "isatty", lambda: True, raising=False)
    call_command(name, *arguments)
    assert re.fullmatch(r"\r█{30} 100%\r\x1b\[K", capsys.readouterr().err)
