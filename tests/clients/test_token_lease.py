"""One refresh at a time, and what a lost lease may still write."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier, Lock
from typing import Any

import pytest
from django.contrib.auth import get_user_model
from django.db import connection
from django.utils import timezone

from google_oauth.clients import token_lease
from google_oauth.models import GoogleOAuthAccount


@pytest.fixture
def account() -> GoogleOAuthAccount:
    user = get_user_model().objects.create_user("google-1")
    return GoogleOAuthAccount.objects.create(
        user=user, google_id="1", email="a@example.com", access_token="old"
    )


def has_new_token(row: GoogleOAuthAccount) -> bool:
    return row.access_token == "new"


def bring_new_token(_: GoogleOAuthAccount) -> dict[str, Any]:
    return {"access_token": "new"}


@pytest.mark.django_db
def test_lease_is_taken_once_until_released(account: GoogleOAuthAccount) -> None:
    lease = token_lease.take_token_lease(account)

    second_try = token_lease.take_token_lease(account)
    token_lease.release_token_lease(account, lease)

    assert (bool(lease), second_try, bool(token_lease.take_token_lease(account))) == (True, "", True)


@pytest.mark.django_db
def test_lease_of_a_crashed_holder_is_taken_over_after_its_end(account: GoogleOAuthAccount) -> None:
    token_lease.take_token_lease(account)
    ended = timezone.now() - timedelta(milliseconds=1)
    GoogleOAuthAccount.objects.update(refresh_lease_until=ended)

    assert token_lease.take_token_lease(account)


@pytest.mark.django_db
def test_release_by_a_former_holder_leaves_the_new_lease(account: GoogleOAuthAccount) -> None:
    lease = token_lease.take_token_lease(account)

    token_lease.release_token_lease(account, "f" * 32)

    assert GoogleOAuthAccount.objects.get().refresh_lease == lease


@pytest.mark.django_db
def test_refresh_is_stored_before_it_is_returned_and_frees_the_lease(account: GoogleOAuthAccount) -> None:
    row = token_lease.refresh_once(account, is_done=has_new_token, refresh=bring_new_token)

    stored = GoogleOAuthAccount.objects.get()
    assert (row.access_token, stored.access_token, stored.refresh_lease) == ("new", "new", "")
    assert stored.updated_at > account.updated_at


@pytest.mark.django_db
def test_refresh_is_left_out_when_another_process_was_first(account: GoogleOAuthAccount) -> None:
    GoogleOAuthAccount.objects.filter(pk=account.pk).update(access_token="new")

    def refused(_: GoogleOAuthAccount) -> dict[str, Any]:
        raise AssertionError("refreshed twice")

    row = token_lease.refresh_once(account, is_done=has_new_token, refresh=refused)

    assert row.access_token == "new"


@pytest.mark.django_db
def test_failed_refresh_frees_the_lease(account: GoogleOAuthAccount) -> None:
    def fail(_: GoogleOAuthAccount) -> dict[str, Any]:
        raise ConnectionError

    with pytest.raises(ConnectionError):
        token_lease.refresh_once(account, is_done=has_new_token, refresh=fail)

    assert token_lease.take_token_lease(account)


@pytest.mark.django_db
def test_disconnect_during_a_refresh_keeps_its_result_out(account: GoogleOAuthAccount) -> None:
    class DisconnectedError(Exception):
        pass

    def is_done(row: GoogleOAuthAccount) -> bool:
        if not row.access_token:
            raise DisconnectedError
        return False

    def refresh_while_disconnecting(row: GoogleOAuthAccount) -> dict[str, Any]:
        GoogleOAuthAccount.objects.filter(pk=row.pk).update(access_token="", refresh_lease="")
        return {"access_token": "new"}

    with pytest.raises(DisconnectedError):
        token_lease.refresh_once(account, is_done=is_done, refresh=refresh_while_disconnecting)

    assert GoogleOAuthAccount.objects.get().access_token == ""


@pytest.mark.django_db
def test_waiting_for_a_holder_ends_with_patience(account: GoogleOAuthAccount) -> None:
    token_lease.take_token_lease(account)

    with pytest.raises(TimeoutError):
        token_lease.refresh_once(account, is_done=has_new_token, refresh=bring_new_token, max_wait=0.05)


@pytest.mark.django_db(transaction=True)
def test_eight_threads_with_one_dead_token_refresh_once(account: GoogleOAuthAccount) -> None:
    together, lock = Barrier(8), Lock()
    refreshes: list[int] = []

    def refresh(_: GoogleOAuthAccount) -> dict[str, Any]:
        with lock:
            refreshes.append(1)
        return {"access_token": "new"}

    def work(_: int) -> str:
        together.wait()
        return token_lease.refresh_once(account, is_done=has_new_token, refresh=refresh).access_token

    assert _in_threads(work, 8) == ["new"] * 8
    assert len(refreshes) == 1


def _in_threads(work: Callable[[int], str], count: int) -> list[str]:
    def closing(number: int) -> str:
        try:
            return work(number)
        finally:
            connection.close()

    with ThreadPoolExecutor(count) as pool:
        return list(pool.map(closing, range(count)))
