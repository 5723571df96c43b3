"""Sessions in a table that says whose they are."""

import pytest
from django.contrib.auth.models import User
from django.test import Client
from django.utils import timezone
from pytest_django import Settings

from google_oauth.core.session_backend import SessionStore
from google_oauth.models import UserSession

pytestmark = pytest.mark.django_db


def test_row_says_who_is_signed_in(client: Client) -> None:
    user = User.objects.create_user("ivan")
    nobodys = SessionStore()
    nobodys.create()

    client.force_login(user)

    assert {row.pk: row.user for row in UserSession.objects.all()} == {
        nobodys.session_key: None,
        client.session.session_key: user,
    }
    assert str(user.sessions.get()) == f"Session of user {user.pk}"


def test_user_who_goes_takes_their_sessions_along(client: Client) -> None:
    user = User.objects.create_user("ivan")
    client.force_login(user)

    user.delete()

    assert not UserSession.objects.exists()


def test_session_of_a_user_who_is_gone_gets_a_new_key_and_opens_nothing(client: Client) -> None:
    user = User.objects.create_user("ivan")
    client.force_login(user)
    session = client.session
    session.load()

    user.delete()
    session.cycle_key()

    client.cookies["sessionid"] = str(session.session_key)
    assert client.get("/settings/").status_code == 302


def test_row_ends_with_what_it_is_good_for(client: Client, settings: Settings) -> None:
    client.get("/google/start/")
    assert life_of(UserSession.objects.get()) == 3600

    client.force_login(User.objects.create_user("ivan"))
    assert life_of(UserSession.objects.get()) == settings.SESSION_IDLE

    session = client.session
    session["session_began"] -= settings.SESSION_COOKIE_AGE - 60
    session.save()
    assert life_of(UserSession.objects.get()) == 60


def life_of(row: UserSession) -> int:
    """Seconds from now on, as far as a test can tell."""
    return round((row.expire_date - timezone.now()).total_seconds() / 10) * 10
