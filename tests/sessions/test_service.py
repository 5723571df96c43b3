"""The length, the list and the end of sessions, at their borders."""

from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth import BACKEND_SESSION_KEY, HASH_SESSION_KEY, SESSION_KEY
from django.contrib.auth.models import User
from django.contrib.sessions.exceptions import SessionInterrupted
from pytest_django import Settings

from google_oauth.core.session_backend import SessionStore
from google_oauth.models import UserSession
from google_oauth.sessions import service as sessions

pytestmark = pytest.mark.django_db
FIREFOX = "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0"


@pytest.fixture(autouse=True)
def clock(settings: Settings) -> Iterator[time_machine.Traveller]:
    settings.SESSION_COOKIE_AGE, settings.SESSION_IDLE, settings.SESSION_CONFIRMED = 10_000, 2_000, 600
    with time_machine.travel("2026-01-05T09:00:00Z", tick=False) as traveller:
        yield traveller


@pytest.fixture
def anna() -> User:
    return User.objects.create_user("anna")


def signed_in(user: User, user_agent: str = "") -> SessionStore:
    session = SessionStore()
    session.update({SESSION_KEY: str(user.pk), BACKEND_SESSION_KEY: "", HASH_SESSION_KEY: ""})
    sessions.record_sign_in(session, user_agent=user_agent)
    session.save()
    return session


def test_idle_session_expires_at_its_second(anna: User, clock: time_machine.Traveller) -> None:
    session = signed_in(anna)

    clock.shift(1_999)
    assert not sessions.has_expired(session)
    clock.shift(1)
    assert sessions.has_expired(session)


def test_session_in_use_expires_at_its_age(anna: User, clock: time_machine.Traveller) -> None:
    session = signed_in(anna)

    for _ in range(9):
        clock.shift(1_000)
        sessions.record_use(session)
    clock.shift(999)
    assert not sessions.has_expired(session)
    clock.shift(1)
    assert sessions.has_expired(session)


def test_use_is_recorded_every_ten_minutes_only(anna: User, clock: time_machine.Traveller) -> None:
    session = signed_in(anna)
    began = session[sessions.SEEN]

    clock.shift(599)
    sessions.record_use(session)
    assert session[sessions.SEEN] == began
    clock.shift(1)
    sessions.record_use(session)
    assert session[sessions.SEEN] == began + 600


def test_asking_whether_a_session_has_expired_writes_nothing(
    anna: User, clock: time_machine.Traveller
) -> None:
    session = signed_in(anna)
    session.modified = False
    clock.shift(1_000)

    sessions.has_expired(session)

    assert session.modified is False


def test_confirmation_lasts_for_its_seconds_and_rotates_the_key(
    anna: User, clock: time_machine.Traveller
) -> None:
    session = signed_in(anna)
    key = session.session_key
    clock.shift(599)
    assert sessions.is_confirmed(session)
    clock.shift(1)
    assert not sessions.is_confirmed(session)

    sessions.record_confirmation(session)

    assert sessions.is_confirmed(session)
    assert session.session_key != key
    assert not UserSession.objects.filter(pk=key).exists()


def test_ended_session_is_not_confirmed(anna: User) -> None:
    session = signed_in(anna)
    sessions.end_everywhere(anna)

    with pytest.raises(SessionInterrupted):
        sessions.record_confirmation(session)

    assert not UserSession.objects.exists()


def test_places_are_here_first_then_by_last_use_without_expired_ones(
    anna: User, clock: time_machine.Traveller
) -> None:
    signed_in(anna, "Chrome/1 Windows")
    clock.shift(2_000)
    here = signed_in(anna, FIREFOX)
    clock.shift(1)
    second = signed_in(anna, "Chrome/1 Windows")
    clock.shift(1)
    first = signed_in(anna, "Safari/1 Macintosh")

    places = sessions.places_of(anna, here)

    assert [place.handle for place in places] == [each[sessions.HANDLE] for each in (here, first, second)]
    assert [(place.device, place.is_here) for place in places] == [
        ("Firefox, Linux", True),
        ("Safari, macOS", False),
        ("Chrome, Windows", False),
    ]


def test_one_session_ends_by_its_handle_and_never_the_own_one(anna: User) -> None:
    here, there, third = (signed_in(anna) for _ in range(3))

    assert sessions.end_one(anna, here, there[sessions.HANDLE]) == 1
    assert sessions.end_one(anna, here, here[sessions.HANDLE]) == 0
    assert sessions.end_one(User.objects.create_user("ivan"), here, third[sessions.HANDLE]) == 0
    assert UserSession.objects.count() == 2


def test_end_of_the_others_keeps_this_session_under_a_new_key(anna: User) -> None:
    here = signed_in(anna)
    signed_in(anna)
    of_ivan = signed_in(User.objects.create_user("ivan"))
    key = here.session_key

    assert sessions.end_others(anna, here) == 1

    assert here.session_key != key
    assert set(UserSession.objects.values_list("pk", flat=True)) == {here.session_key, of_ivan.session_key}
