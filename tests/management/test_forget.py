"""Forgetting a user, and a candidate whom users have looked at."""

from collections.abc import Iterator
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.test import Client
from django_redis import get_redis_connection

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache
from google_oauth.models import (
    GoogleOAuthAccount,
    HuntflowConnection,
    PendingRemoval,
    Preferences,
    UserSession,
)
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, IVAN, cached_bytes, connect


@pytest.fixture
def anna(sandbox: RunningSandbox, sandbox_settings: Any, transactional_db: None) -> User:
    """A recruiter of whom everything is kept that can be."""
    user = connect(sandbox, ANNA)
    HuntflowConnection.objects.create(
        user=user, base_url=f"{sandbox.url}/v2", access_token="a", refresh_token="r"
    )
    Preferences.objects.create(user=user)
    GoogleAPICache.set_sheets(user.pk, [{"name": "Бюджет"}])
    HuntflowAPICache.set_candidate(user.pk, {"last_name": "Иванова"}, account_id=1, candidate_id=2)
    for _ in range(2):
        Client().force_login(user)
    return user


@pytest.fixture
def ivan(anna: User, sandbox: RunningSandbox) -> User:
    """Another, who stays."""
    user = connect(sandbox, IVAN)
    GoogleAPICache.set_sheets(user.pk, [])
    Client().force_login(user)
    return user


@pytest.fixture
def output(capsys: pytest.CaptureFixture[str]) -> Iterator[Any]:
    """Run a command; what it wrote on both streams."""

    def run(*arguments: str) -> tuple[str, str]:
        capsys.readouterr()
        call_command(*arguments)
        return tuple(capsys.readouterr())  # type: ignore[return-value]  # its two fields

    return run


def test_user_is_forgotten_to_the_last_byte(
    anna: User, ivan: User, output: Any, sandbox: RunningSandbox
) -> None:
    number = anna.pk

    out, err = output("forget_user", ANNA.upper())

    assert err == ""
    assert out.splitlines() == [
        f"👤 Пользователь {number}:",
        "  сессий: 2",
        "  записей кэша: 2",
        "  подключения: Google, Huntflow",
        f"✅ Пользователь {number} забыт: токены, сессии и кэш удалены",
    ]
    assert list(User.objects.all()) == [ivan]
    assert [account.user for account in GoogleOAuthAccount.objects.all()] == [ivan]
    assert [str(model.objects.count()) for model in (HuntflowConnection, Preferences, PendingRemoval)] == [
        "0"
    ] * 3
    assert [each.user for each in UserSession.objects.all()] == [ivan]
    assert list(get_redis_connection().scan_iter(f"*{{{number}}}*")) == []
    assert sandbox.counts()["oauth.revoke"] == 1
    assert GoogleAPICache.get_sheets(ivan.pk) == []


def test_dry_run_tells_and_removes_nothing(anna: User, output: Any, sandbox: RunningSandbox) -> None:
    out, _ = output("forget_user", ANNA, "--dry-run")

    assert out.splitlines()[1:] == [
        "  сессий: 2",
        "  записей кэша: 2",
        "  подключения: Google, Huntflow",
        "Ничего не удалено (ключ --dry-run)",
    ]
    assert GoogleOAuthAccount.objects.get().access_token
    assert CacheService.get_cache_stats()["total_keys"] == 2
    assert "oauth.revoke" not in sandbox.counts()


def test_google_that_does_not_answer_is_said_and_stops_nothing(
    anna: User, output: Any, sandbox: RunningSandbox
) -> None:
    sandbox.fail("oauth.revoke", "status", status=503)

    out, err = output("forget_user", ANNA)

    assert "myaccount.google.com" in err
    assert out.endswith("токены, сессии и кэш удалены\n")
    assert not User.objects.exists()


def test_removal_that_redis_does_not_confirm_is_an_error_and_can_be_repeated(
    anna: User, output: Any, redis_without_removals: None
) -> None:
    with pytest.raises(CommandError, match="Redis не подтвердил удаление кэша: повторите"):
        call_command("forget_user", ANNA)

    assert not GoogleOAuthAccount.objects.get().access_token
    assert not UserSession.objects.exists()
    get_redis_connection().execute_command("ACL", "SETUSER", "default", "+unlink", "+del")
    output("forget_user", ANNA)
    assert (User.objects.exists(), cached_bytes()) == (False, b"")


def test_user_whom_nobody_knows_is_an_error(db: None) -> None:
    with pytest.raises(CommandError, match=r"nobody@example\.com нет"):
        call_command("forget_user", "nobody@example.com")


def test_candidate_is_gone_for_all_users(output: Any) -> None:
    for user in (7, 8):
        HuntflowAPICache.set_candidate(user, {"last_name": "Иванова"}, account_id=1, candidate_id=2)
        HuntflowAPICache.set_candidate_log(user, [{"comment": "Иванова"}], account_id=1, candidate_id=2)
        HuntflowAPICache.set_candidates(user, [{"last_name": "Иванова"}], account_id=1)
        HuntflowAPICache.set_accounts(user, [{"name": "Ромашка"}])

    dry, _ = output("forget_candidate", "1", "2", "--dry-run")
    assert (dry.splitlines()[0], "Иванова".encode() in cached_bytes()) == ("Будет удалено записей: 6", True)
    out, _ = output("forget_candidate", "1", "2")

    assert out.splitlines()[0] == "✅ Удалено записей о кандидатах: 6"
    assert "В самом Huntflow кандидат 2 организации 1 остаётся" in out
    assert CacheService.get_cache_stats()["services"] == {"huntflow_accounts": 2}
    assert "Иванова".encode() not in cached_bytes()


@pytest.mark.parametrize(
    "arguments", [["forget_candidate", "1", "2"], ["forget_candidate", "1", "2", "--dry-run"]]
)
def test_redis_unreachable_is_an_error(arguments: list[str], redis_at: Any) -> None:
    redis_at("redis://127.0.0.1:1/0")

    with pytest.raises(CommandError, match="Redis недоступен"):
        call_command(*arguments)
