from dataclasses import replace
from typing import Any

import pytest
from django.contrib.auth.models import User

from google_oauth.models import GoogleOAuthAccount
from google_oauth.services import GoogleCalendarService, GoogleOAuthService
from google_oauth.services.preferences import google_zone, keep_preferences, preferences_of
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import connect
from tests.waiting import eventually


@pytest.fixture
def user(sandbox: RunningSandbox, sandbox_settings: Any, transactional_db: None) -> User:
    return connect(sandbox)


def calendars(user: User) -> GoogleCalendarService:
    return GoogleCalendarService(GoogleOAuthService(user))


@pytest.mark.django_db
def test_whoever_chose_nothing_has_defaults_and_no_row() -> None:
    user = User.objects.create_user("anna")

    preferences = preferences_of(user)

    assert (preferences.language, preferences.time_zone, preferences.shortcuts) == ("", "", True)
    assert preferences._state.adding


@pytest.mark.django_db
def test_later_choice_takes_the_place_of_the_earlier() -> None:
    user = User.objects.create_user("anna")
    keep_preferences(user, {"language": "en", "time_zone": "UTC", "shortcuts": False})

    keep_preferences(user, {"language": "ru", "time_zone": "", "shortcuts": False})

    kept = preferences_of(user)
    assert (kept.language, kept.time_zone, kept.shortcuts) == ("ru", "", False)


def test_googles_zone_is_that_of_the_primary_calendar(user: User) -> None:
    calendars(user).get_calendars()

    assert google_zone(user) == "Europe/Moscow"


def test_googles_zone_is_not_waited_for_and_there_the_next_time(user: User, sandbox: RunningSandbox) -> None:
    sandbox.fail("calendar", "delay", seconds=30)

    assert google_zone(user) == ""
    sandbox.recover()
    assert eventually(lambda: google_zone(user) == "Europe/Moscow")


def test_whoever_granted_nothing_has_no_zone_at_google(user: User) -> None:
    GoogleOAuthAccount.objects.filter(user=user).update(granted_scopes=[])

    assert google_zone(user) == ""


def test_google_that_is_down_is_no_failure_of_the_page(user: User, sandbox: RunningSandbox) -> None:
    sandbox.fail("calendar", "status", status=503)

    assert [google_zone(user) for _ in range(3)] == ["", "", ""]


@pytest.mark.parametrize(
    "listed",
    [
        [],
        [{"timeZone": "Asia/Tokyo"}],
        [{"primary": True}],
        [{"primary": True, "timeZone": "Mars/Olympus"}],
        [{"primary": True, "timeZone": 3}],
        [{"primary": True, "timeZone": ["UTC"]}],
    ],
)
def test_calendars_without_a_real_zone_of_the_primary_one_tell_none(
    user: User, monkeypatch: pytest.MonkeyPatch, listed: list[dict[str, Any]]
) -> None:
    entry = calendars(user).calendars_entry()
    told = replace(entry, data=listed)
    monkeypatch.setattr(GoogleCalendarService, "calendars_entry", lambda *_args, **_wait: told)

    assert google_zone(user) == ""
