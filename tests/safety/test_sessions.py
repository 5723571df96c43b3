"""How long somebody stays signed in, who ends it, and what is written down of it."""

import logging
import time
from collections.abc import Iterator

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.sessions.backends.base import UpdateError
from django.test import Client, override_settings
from django.urls import reverse
from pytest_django import Settings

from google_oauth.models import UserSession
from google_oauth.sessions import service as sessions
from tests.running_sandbox import RunningSandbox
from tests.views.consent import consent, sign_in, start

DAY = 24 * 3600


@pytest.fixture
def traveller() -> Iterator[time_machine.Traveller]:
    with time_machine.travel("2026-01-05T09:00:00Z", tick=False) as found:
        yield found


def device(user: User, user_agent: str = "") -> Client:
    client = Client()
    client.force_login(user)
    session = client.session
    sessions.record_sign_in(session, user_agent=user_agent)
    session.save()
    return client


def copy_of(client: Client) -> Client:
    """Whoever holds the same cookie."""
    thief = Client()
    thief.cookies["sessionid"] = str(client.session.session_key)
    return thief


def is_in(client: Client) -> bool:
    return bool(client.get(reverse("settings")).status_code == 200)


def test_session_that_is_used_ends_after_its_time_all_the_same(
    ivan: User, traveller: time_machine.Traveller, settings: Settings
) -> None:
    client = device(ivan)
    days = settings.SESSION_COOKIE_AGE // DAY

    for _ in range(days - 1):
        traveller.shift(DAY)
        assert is_in(client)
    traveller.shift(DAY)

    assert not is_in(client)
    assert "_auth_user_id" not in client.session


def test_session_that_nobody_uses_ends_sooner(
    ivan: User, traveller: time_machine.Traveller, settings: Settings
) -> None:
    client = device(ivan)

    traveller.shift(settings.SESSION_IDLE - 1)
    assert is_in(client)
    traveller.shift(settings.SESSION_IDLE)

    assert not is_in(client)


def test_session_without_a_beginning_is_over(ivan: User) -> None:
    client = device(ivan)
    session = client.session
    del session["session_began"]
    session.save()

    assert not is_in(client)


def test_session_key_of_before_the_sign_in_and_of_before_a_sign_out_opens_nothing(
    sandbox_settings: Settings, client: Client, db: None
) -> None:
    back = consent(start(client))
    planted = client.session.session_key
    client.get(back)
    used = client.session.session_key
    client.post(reverse("sign_out"))

    for key in (planted, used):
        thief = Client()
        thief.cookies["sessionid"] = key
        assert not is_in(thief)


def test_all_other_sessions_of_that_user_alone_are_ended(ivan: User, olga: User) -> None:
    mine, first, second, olgas = device(ivan), device(ivan), device(ivan), device(olga)
    thief = copy_of(mine)

    mine.post(reverse("sessions_end"))

    assert [is_in(each) for each in (mine, olgas)] == [True, True]
    assert [is_in(each) for each in (first, second, thief)] == [False] * 3


def test_session_is_ended_alone_and_by_its_user_alone(ivan: User, olga: User) -> None:
    mine, first, second, olgas = device(ivan), device(ivan), device(ivan), device(olga)

    # Not here either: for that there is signing out.
    for each in (first, olgas, mine):
        response = mine.post(reverse("sessions_end"), {"session": each.session["session_handle"]})
        assert response.status_code == 302

    assert [is_in(each) for each in (mine, first, second, olgas)] == [True, False, True, True]


def test_request_under_way_does_not_bring_an_ended_session_back(ivan: User) -> None:
    mine, other = device(ivan), device(ivan)
    under_way = other.session
    under_way["session_seen"] = time.time()

    mine.post(reverse("sessions_end"))

    with pytest.raises(UpdateError):
        under_way.save()
    assert [row.user for row in UserSession.objects.all()] == [ivan]


def test_page_tells_where_its_reader_is_signed_in_by_no_key(
    ivan: User, olga: User, traveller: time_machine.Traveller, settings: Settings
) -> None:
    forgotten, other = device(ivan), device(ivan, "Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Firefox/140.0")
    traveller.shift(settings.SESSION_IDLE - 3600)
    is_in(other)
    traveller.shift(3600)
    mine, olgas = device(ivan), device(olga)

    response = mine.get(reverse("settings"))

    told = [(each.device, each.handle, each.is_here) for each in response.context["places"]]
    assert told == [
        ("", mine.session["session_handle"], True),
        ("Firefox, Linux", other.session["session_handle"], False),
    ]
    html = response.content.decode()
    assert "Firefox, Linux" in html
    assert "1 час назад" in html.replace("\N{NO-BREAK SPACE}", " ")
    keys = [str(each.session.session_key) for each in (forgotten, other, mine, olgas)]
    assert [key for key in keys if key in html] == []


def test_plain_sign_out_leaves_other_devices(ivan: User) -> None:
    mine, other = device(ivan), device(ivan)

    mine.post(reverse("sign_out"))

    assert [is_in(each) for each in (mine, other)] == [False, True]


@pytest.mark.parametrize(("posted", "others"), [({}, True), ({"everywhere": "on"}, False)])
def test_disconnect_signs_out_elsewhere_if_asked_and_never_here(
    posted: dict[str, str], *, others: bool, anna: User
) -> None:
    mine, other = device(anna), device(anna)
    key = mine.session.session_key

    mine.post(reverse("google_disconnect"), posted)

    assert (is_in(mine), is_in(other)) == (True, others)
    assert (mine.session.session_key == key) is others


def test_closed_user_is_out_at_once(ivan: User) -> None:
    client = device(ivan)

    User.objects.filter(pk=ivan.pk).update(is_active=False)

    assert not is_in(client)


def test_sign_ins_and_refusals_are_written_down(
    sandbox_settings: Settings,
    sandbox: RunningSandbox,
    client: Client,
    db: None,
    caplog: pytest.LogCaptureFixture,
) -> None:
    caplog.set_level(logging.INFO, "google_oauth.security")

    sign_in(client)
    user = User.objects.get()
    client.post(reverse("sign_out"))
    client.get(reverse("google_callback"), {"state": "forged"})

    told = [record.getMessage() for record in caplog.records if record.name == "google_oauth.security"]
    assert told == [
        f"User {user.pk} signed in",
        f"User {user.pk} signed out",
        "Nobody was signed in: wrong_state",
    ]


def test_session_of_another_secret_key_is_no_place(ivan: User) -> None:
    with override_settings(SECRET_KEY="another-" * 8):
        device(ivan)
    client = device(ivan)

    assert is_in(client)
    assert [place.is_here for place in sessions.places_of(ivan, client.session)] == [True]
