"""Several people, several threads, and tokens that end under them."""

from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from random import Random
from threading import Barrier
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import connection

from google_oauth.cache_service import CacheEntry
from google_oauth.exceptions import ReconnectRequired, UpstreamUnavailable
from google_oauth.models import GoogleOAuthAccount
from google_oauth.services import (
    GoogleCalendarService,
    GoogleDriveService,
    GoogleOAuthService,
    GoogleSheetsService,
)
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, IVAN, cached_bytes, connect

pytestmark = [pytest.mark.django_db(transaction=True), pytest.mark.usefixtures("sandbox_settings")]

Read = Callable[[GoogleOAuthService, bool], CacheEntry]
READS: dict[str, Read] = {
    "events": lambda oauth, force: GoogleCalendarService(oauth).events_entry(force=force),
    "few events": lambda oauth, force: GoogleCalendarService(oauth).events_entry(max_results=20, force=force),
    "calendars": lambda oauth, force: GoogleCalendarService(oauth).calendars_entry(force=force),
    "files": lambda oauth, force: GoogleDriveService(oauth).files_entry(max_results=300, force=force),
    "sheets": lambda oauth, force: GoogleSheetsService(oauth).spreadsheets_entry(force=force),
}


@pytest.fixture
def no_backoff(monkeypatch: pytest.MonkeyPatch) -> None:
    """google-auth waits about three seconds between its tries at a token endpoint in trouble."""
    monkeypatch.setattr("google.auth._exponential_backoff.time.sleep", lambda _: None)


def in_threads(work: Callable[[Any], Any], things: list[Any]) -> list[Any]:
    """Do the work over eight threads, each with a database connection that is closed behind it."""

    def closing(thing: Any) -> Any:
        try:
            return work(thing)
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        return list(pool.map(closing, things))


def alone(user: User) -> dict[str, Any]:
    return {name: read(GoogleOAuthService(user), False).data for name, read in READS.items()}


def test_no_answer_holds_another_persons_data(sandbox: RunningSandbox, empty_cache: None) -> None:
    people = [connect(sandbox, ANNA), connect(sandbox, IVAN)]
    expected = {person.pk: alone(person) for person in people}
    chance = Random(4)
    questions = [(chance.choice(people), chance.choice([*READS]), number) for number in range(200)]

    def ask(question: tuple[User, str, int]) -> tuple[int, str, Any]:
        person, name, number = question
        if number == 100:
            sandbox.change(op="expire_tokens", upstream="google")
        entry = READS[name](GoogleOAuthService(person), number % 3 == 0)
        assert entry.failure is None
        return person.pk, name, entry.data

    answers = in_threads(ask, questions)

    assert all(data == expected[user_id][name] for user_id, name, data in answers)
    assert expected[people[0].pk]["events"] != expected[people[1].pk]["events"]


def test_expired_token_is_refreshed_once_for_all_threads(sandbox: RunningSandbox) -> None:
    user = connect(sandbox)
    sandbox.change(op="expire_tokens", upstream="google")
    together = Barrier(len(READS))

    def ask(read: Read) -> int:
        together.wait()
        return len(read(GoogleOAuthService(user), False).data)

    counts = in_threads(ask, [*READS.values()])

    assert all(counts)
    assert sandbox.counts()["oauth.token"] == 1


def test_token_that_ends_between_pages_is_refreshed_and_stored(sandbox: RunningSandbox) -> None:
    user = connect(sandbox)
    before = GoogleOAuthAccount.objects.get().access_token
    GoogleDriveService(GoogleOAuthService(user)).get_files(10)
    sandbox.change(op="expire_tokens", upstream="google", account=ANNA)

    files = GoogleDriveService(GoogleOAuthService(user)).sync_files(10)

    account = GoogleOAuthAccount.objects.get()
    assert len(files) == 10
    assert (account.access_token != before, account.refresh_lease) == (True, "")


def test_revoked_grant_asks_to_reconnect_and_is_not_tried_again(sandbox: RunningSandbox) -> None:
    user = connect(sandbox)
    sandbox.change(op="revoke_grant", account=ANNA)

    reasons = [reason_of(user), reason_of(user)]

    account = GoogleOAuthAccount.objects.get()
    assert reasons == ["revoked", "revoked"]
    assert (account.access_token, account.refresh_token) == ("", "")
    assert sandbox.counts()["oauth.token"] == 1


def test_revoked_grant_removes_what_is_cached(sandbox: RunningSandbox) -> None:
    user = connect(sandbox)
    file = GoogleDriveService(GoogleOAuthService(user)).get_files()[0]
    sandbox.change(op="revoke_grant", account=ANNA)

    with pytest.raises(ReconnectRequired):
        GoogleDriveService(GoogleOAuthService(user)).sync_files()

    assert file["id"].encode() not in cached_bytes()


def reason_of(user: User) -> str:
    with pytest.raises(ReconnectRequired) as caught:
        GoogleDriveService(GoogleOAuthService(user)).get_files()
    return caught.value.reason


def test_token_endpoint_in_trouble_disconnects_nobody(sandbox: RunningSandbox, no_backoff: None) -> None:
    user = connect(sandbox)
    sandbox.change(op="expire_tokens", upstream="google")
    sandbox.fail("oauth", "status", status=503)

    with pytest.raises(UpstreamUnavailable):
        GoogleCalendarService(GoogleOAuthService(user)).get_events()

    sandbox.recover()
    assert GoogleOAuthAccount.objects.get().refresh_token
    assert GoogleCalendarService(GoogleOAuthService(user)).sync_events()


@pytest.fixture(autouse=True)
def quiet_end() -> Iterator[None]:
    """Connections that threads of the cache opened are closed by them; this thread's is closed here."""
    yield
    connection.close()
