"""The Refresh button of the cache page: it works for every data set, and never for an entry of another user."""

from typing import Any

import pytest
from django.contrib.auth.models import User

from google_oauth.cache_service import GoogleAPICache, datasets
from google_oauth.cache_service.storage import clock
from google_oauth.clients.huntflow import pace
from google_oauth.exceptions import ReconnectRequired
from google_oauth.services import HuntflowService
from google_oauth.services.cache_page import status
from google_oauth.services.cache_page.refresh import entry_method, refresh_own
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, connect


@pytest.fixture
def anna(
    sandbox: RunningSandbox, sandbox_settings: Any, transactional_db: None, monkeypatch: pytest.MonkeyPatch
) -> User:
    """A recruiter with everything connected."""
    monkeypatch.setattr(pace, "INTERVAL", 0.0001)
    sandbox.change(op="set_rate_limit", target="huntflow", per_second=None)
    user = connect(sandbox, ANNA)
    HuntflowService(user).connect_sandbox_pair()
    return user


def digest_of(user: User, service: str) -> str:
    (info,) = (info for info in status.own_cache(user).entries if info.service == service)
    return info.digest


def test_every_kind_of_entry_is_asked_for_anew(anna: User, monkeypatch: pytest.MonkeyPatch) -> None:
    service = HuntflowService(anna)
    account = service.get_accounts()[0]["id"]
    vacancy = service.get_vacancies(account)[0]["id"]
    person = service.get_applicants(account, max_results=1)[0]["id"]
    service.get_vacancy(account, vacancy)
    service.get_applicant(account, person)
    service.get_applicant_log(account, person)
    service.get_statuses(account)
    service.get_tags(account)
    service.get_rejection_reasons(account)
    for name in ("google_calendar_events", "google_calendars", "google_drive_files", "google_sheets"):
        entry_method(anna, name)()
    found = {info.service: info for info in status.own_cache(anna).entries}
    assert found.keys() == datasets.DATA_SETS.keys()
    now = clock.now
    monkeypatch.setattr(clock, "now", lambda: now() + 30)

    for info in found.values():
        refreshed = refresh_own(anna, info.service, info.digest)

        assert refreshed
        assert info.cached_at
        assert (refreshed.is_newer, refreshed.reason) == (True, "")
        assert refreshed.cached_at > info.cached_at
    assert len(status.own_cache(anna).entries) == len(found)


def test_second_refresh_within_ten_seconds_brings_nothing_newer(anna: User, sandbox: RunningSandbox) -> None:
    entry_method(anna, "google_sheets")()
    digest = digest_of(anna, "google_sheets")
    first = refresh_own(anna, "google_sheets", digest)
    sandbox.reset_counts()

    second = refresh_own(anna, "google_sheets", digest)

    assert first
    assert second
    assert (first.is_newer, second.is_newer) == (True, False)
    assert sandbox.counts().get("drive.files.list", 0) == 0


def test_upstream_that_is_down_leaves_the_age_as_it_was(anna: User, sandbox: RunningSandbox) -> None:
    entry_method(anna, "google_sheets")()
    digest = digest_of(anna, "google_sheets")
    sandbox.fail("drive", "status", status=503)

    refreshed = refresh_own(anna, "google_sheets", digest)

    assert refreshed
    assert (refreshed.is_newer, refreshed.reason) == (False, "server_error")


def test_entry_of_somebody_else_is_none(anna: User) -> None:
    other = User.objects.create_user("other")
    GoogleAPICache.set_sheets(other.pk, [])

    assert refresh_own(anna, "google_sheets", digest_of(other, "google_sheets")) is None


def test_ended_grant_is_told(anna: User) -> None:
    entry_method(anna, "google_sheets")()
    digest = digest_of(anna, "google_sheets")
    anna.google_account.delete()
    GoogleAPICache.set_sheets(anna.pk, [])

    with pytest.raises(ReconnectRequired):
        refresh_own(User.objects.get(pk=anna.pk), "google_sheets", digest)
