"""Many people at once, on whichever database the suite runs: nothing that was stored is lost."""

from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from threading import Barrier
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth import get_user_model
from django.contrib.auth.models import User
from django.db import connection
from django.utils import timezone

from google_oauth.clients import token_lease
from google_oauth.clients.google.identity import Identity
from google_oauth.clients.google.oauth import Grant
from google_oauth.models import GoogleOAuthAccount
from google_oauth.services.google import authorization

pytestmark = pytest.mark.django_db(transaction=True)
CROWD = 8
ROUNDS = 5


def at_once(*works: Callable[[], Any]) -> None:
    """Do all of it at the same time, each in a thread with a connection of its own."""
    together = Barrier(len(works))

    def run(work: Callable[[], Any]) -> None:
        try:
            together.wait(10)
            work()
        finally:
            connection.close()

    with ThreadPoolExecutor(len(works)) as pool:
        for future in [pool.submit(run, work) for work in works]:
            future.result()


def signed_in(sub: str) -> None:
    """Store what somebody's first sign-in brings."""
    identity = Identity(sub, f"{sub}@example.com", "example.com", f"Person {sub}", "Person", sub)
    grant = Grant(f"access {sub}", f"refresh {sub}", timezone.now(), ["openid"], "")
    authorization._store(identity, grant)


def refreshed(account: GoogleOAuthAccount) -> None:
    """Refresh somebody's token again and again, as many refreshes as rounds."""
    for number in range(ROUNDS):
        token = f"token {number}"
        token_lease.refresh_once(
            account,
            is_done=lambda row, token=token: row.access_token == token,
            refresh=lambda _, token=token: {"access_token": token},
        )


def test_sign_ins_and_token_refreshes_of_many_people_lose_nothing() -> None:
    accounts = [
        GoogleOAuthAccount.objects.create(
            user=get_user_model().objects.create_user(f"old-{number}"), google_id=f"old-{number}"
        )
        for number in range(CROWD)
    ]

    at_once(
        *(lambda number=number: signed_in(f"new-{number}") for number in range(CROWD)),
        *(lambda account=account: refreshed(account) for account in accounts),
    )

    stored = {
        account.google_id: (account.access_token, account.refresh_token, account.refresh_lease)
        for account in GoogleOAuthAccount.objects.all()
    }
    assert stored == {
        **{f"new-{number}": (f"access new-{number}", f"refresh new-{number}", "") for number in range(CROWD)},
        **{f"old-{number}": (f"token {ROUNDS - 1}", "", "") for number in range(CROWD)},
    }
    assert User.objects.count() == 2 * CROWD


def test_one_person_in_many_browsers_stays_one_while_the_token_is_refreshed() -> None:
    signed_in("1")
    account = GoogleOAuthAccount.objects.get()

    at_once(*[lambda: signed_in("1")] * CROWD, lambda: refreshed(account))

    [account] = GoogleOAuthAccount.objects.all()
    assert account.refresh_token == "refresh 1"
    assert account.access_token in {"access 1", f"token {ROUNDS - 1}"}
    assert account.refresh_lease == ""


@pytest.mark.skipif(
    settings.DATABASES["default"]["ENGINE"] != "django.db.backends.sqlite3", reason="SQLite's own ways"
)
def test_sqlite_writes_ahead_waits_for_its_turn_and_begins_by_taking_it() -> None:
    with connection.cursor() as cursor:
        journal = cursor.execute("PRAGMA journal_mode").fetchone()[0]
        patience = cursor.execute("PRAGMA busy_timeout").fetchone()[0]

    assert (journal, patience) == ("wal", 10_000)
    assert connection.transaction_mode == "IMMEDIATE"
