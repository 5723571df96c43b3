"""Clearing the cache, and nothing else."""

import sys
from collections.abc import Callable

import pytest
from django.core.management import CommandError, call_command
from redis import Redis

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache


@pytest.fixture(autouse=True)
def _three_entries() -> None:
    HuntflowAPICache.set_candidate(7, {"id": 1}, account_id=1, candidate_id=1)
    GoogleAPICache.set_drive_files(7, [])
    GoogleAPICache.set_drive_files(8, [])


@pytest.fixture
def _terminal(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sys.stdin, "isatty", lambda: True, raising=False)


def output(capsys: pytest.CaptureFixture[str], *arguments: str) -> str:
    capsys.readouterr()
    call_command("clear_cache", *arguments)
    return capsys.readouterr().out


def kept() -> dict[str, int]:
    services: dict[str, int] = CacheService.get_cache_stats()["services"]
    return services


def test_confirmed_clears_and_says_how_many(capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "--confirm") == "✅ Кэш API очищен, удалено записей: 3\n"
    assert kept() == {}


def test_foreign_keys_stay(redis: Redis) -> None:
    foreign = {
        "session:abc": "1",
        "api_cache": "2",
        "api_cache:other": "3",
        "api_cache_of_another:{1}:x": "4",
        "my:api_cache:{1}:google_sheets": "5",
        "api_cache:{anna}:google_sheets": "6",
    }
    redis.mset(foreign)

    call_command("clear_cache", "--confirm")

    assert {
        key.decode(): redis.get(key).decode() for key in redis.scan_iter() if redis.type(key) == b"string"
    } == foreign


@pytest.mark.parametrize(
    ("arguments", "removed", "rest"),
    [
        (["--user", "7"], 2, {"google_drive_files": 1}),
        (["--service", "google_drive_files"], 2, {"huntflow_candidates": 1}),
        (
            ["--user", "7", "--service", "google_drive_files"],
            1,
            {"google_drive_files": 1, "huntflow_candidates": 1},
        ),
    ],
)
def test_filters_narrow_what_goes(
    arguments: list[str], removed: int, rest: dict[str, int], capsys: pytest.CaptureFixture[str]
) -> None:
    assert output(capsys, "--dry-run", *arguments) == f"Будет удалено записей: {removed}\n"
    assert output(capsys, "--confirm", *arguments) == f"✅ Кэш API очищен, удалено записей: {removed}\n"
    assert kept() == rest


def test_dry_run_removes_nothing(capsys: pytest.CaptureFixture[str]) -> None:
    assert output(capsys, "--dry-run") == "Будет удалено записей: 3\n"
    assert sum(kept().values()) == 3


def test_without_a_terminal_it_refuses() -> None:
    with pytest.raises(CommandError):
        call_command("clear_cache")

    assert sum(kept().values()) == 3


@pytest.mark.usefixtures("_terminal")
@pytest.mark.parametrize(("answer", "left"), [("y", 0), ("Да", 0), ("", 3), ("n", 3)])
def test_on_a_terminal_it_asks(answer: str, left: int, monkeypatch: pytest.MonkeyPatch) -> None:
    questions = []
    monkeypatch.setattr("builtins.input", lambda question: questions.append(question) or answer)

    try:
        call_command("clear_cache")
    except CommandError:
        assert left == 3

    assert questions == ["Удалить записи кэша API (3)? [y/N] "]
    assert sum(kept().values()) == left


def test_unknown_service_is_refused() -> None:
    with pytest.raises(CommandError, match="invalid choice"):
        call_command("clear_cache", "--confirm", "--service", "nonsense")


@pytest.mark.parametrize("arguments", [["--confirm"], ["--dry-run"], ["--confirm", "--user", "7"]])
def test_redis_unreachable_is_an_error(arguments: list[str], redis_at: Callable[[str], None]) -> None:
    redis_at("redis://127.0.0.1:1/0")

    with pytest.raises(CommandError, match="Redis недоступен"):
        call_command("clear_cache", *arguments)
