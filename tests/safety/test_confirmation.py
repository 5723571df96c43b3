"""What takes more than a session: Google has to have named its user just now."""

import logging
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.contrib.sessions.exceptions import SessionInterrupted
from django.test import Client
from django.urls import reverse
from pytest_django import Settings

from google_oauth.clients.google.scopes import IDENTITY_SCOPES
from google_oauth.models import GoogleOAuthAccount, HuntflowConnection, UserSession
from google_oauth.sessions import service as sessions
from tests.running_sandbox import RunningSandbox
from tests.safety.test_sessions import copy_of, device, is_in
from tests.views.consent import ANNA, consent, query_of, start

CHANGES: dict[str, dict[str, str]] = {
    "google_disconnect": {"everywhere": "on"},
    "huntflow_connect": {"sandbox": "on"},
    "huntflow_disconnect": {},
    "sessions_end": {},
}


@pytest.fixture
def mine(anna: User, settings: Settings) -> Client:
    """Anna's browser, in which she signed in a while ago; she is signed in elsewhere, too."""
    device(anna)
    client = device(anna)
    session = client.session
    session["session_confirmed"] -= settings.SESSION_CONFIRMED
    session.save()
    return client


def kept() -> list[Any]:
    """What the changes would change."""
    rows = (*GoogleOAuthAccount.objects.all(), *HuntflowConnection.objects.all())
    return [
        *((row.access_token, row.refresh_token, row.updated_at) for row in rows),
        UserSession.objects.count(),
    ]


def confirm(client: Client, **query: str) -> Any:
    return client.get(consent(start(client, confirm="1", **query)))


@pytest.mark.parametrize("name", CHANGES)
def test_session_alone_changes_nothing(name: str, mine: Client) -> None:
    before = kept()

    response = mine.post(reverse(name), CHANGES[name], follow=True)

    assert response.redirect_chain == [("/settings/", 302)]
    assert "Подтвердите, что это вы, и повторите." in response.content.decode()
    assert kept() == before


def test_page_offers_to_confirm_instead_and_then_the_forms(mine: Client) -> None:
    def forms() -> dict[str, bool]:
        html = mine.get("/settings/").content.decode()
        return {name: f'action="{reverse(name)}"' in html for name in CHANGES}

    html = mine.get("/settings/").content.decode()
    assert html.count('href="/google/start/?confirm=1&amp;next=/settings/%23') == 4
    assert forms() == dict.fromkeys(CHANGES, False)

    assert confirm(mine, next="/settings/#huntflow")["Location"] == "/settings/#huntflow"

    assert forms() == dict.fromkeys(CHANGES, True)
    before = kept()
    for name in reversed(CHANGES):
        mine.post(reverse(name), CHANGES[name])
        assert kept() != before
        before = kept()


def test_trip_asks_who_is_there_and_for_nothing_else(mine: Client, caplog: pytest.LogCaptureFixture) -> None:
    before, thief = kept(), copy_of(mine)
    url = start(mine, confirm="1")
    asked = query_of(url)

    with caplog.at_level(logging.INFO, "google_oauth.security"):
        mine.get(consent(url))

    assert set(asked["scope"].split()) == {*IDENTITY_SCOPES}
    # Google shows a page of its own, gives nothing lasting and nothing that was granted before.
    assert (asked["prompt"], asked["access_type"], asked["include_granted_scopes"]) == (
        "select_account",
        "online",
        "false",
    )
    assert "login_hint" not in asked
    assert kept() == before
    assert [is_in(each) for each in (mine, thief)] == [True, False]
    told = [record.message for record in caplog.records if record.name == "google_oauth.security"]
    assert told == [f"User {User.objects.get().pk} is confirmed"]


@pytest.mark.parametrize("email", ["ivan.petrov@example.com", "maria.kuznetsova@example.com"])
def test_somebody_else_confirms_nothing(email: str, mine: Client) -> None:
    before = kept()

    response = mine.get(consent(start(mine, confirm="1"), email))
    mine.post(reverse("google_disconnect"))

    assert (response.status_code, response.context["reason"]) == (403, "other_account")
    assert kept() == before


def test_wrong_account_is_followed_by_another_try_to_confirm(mine: Client, settings: Settings) -> None:
    settings.GOOGLE_WORKSPACE_DOMAINS = ["example.net"]

    response = mine.get(consent(start(mine, confirm="1"), "ivan.petrov@example.com"))

    assert response.context["reason"] == "wrong_domain"
    assert response.context["retry_url"] == "/google/start/?next=%2F&confirm=1"


def test_session_that_was_ended_meanwhile_is_not_brought_back(mine: Client, anna: User) -> None:
    back, elsewhere = consent(start(mine, confirm="1")), copy_of(mine)
    session = elsewhere.session
    assert sessions.is_confirmed(session) is False  # which reads it
    sessions.end_everywhere(anna)

    with pytest.raises(SessionInterrupted):
        sessions.record_confirmation(session)

    assert mine.get(back).status_code == 400
    assert not UserSession.objects.filter(user=anna).exists()


def test_return_that_google_does_not_confirm_is_none(mine: Client, sandbox: RunningSandbox) -> None:
    back = consent(start(mine, confirm="1"))
    sandbox.fail("oauth.token", "status", status=503)

    response = mine.get(back)
    mine.post(reverse("sessions_end"))

    assert (response.status_code, response.context["reason"]) == (503, "unavailable")
    assert response.context["retry_url"] == "/google/start/?next=%2F&confirm=1"
    assert UserSession.objects.count() == 2


def test_who_has_disconnected_google_can_confirm_and_grants_nothing_by_it(
    mine: Client, sandbox: RunningSandbox
) -> None:
    confirm(mine)
    mine.post(reverse("google_disconnect"))
    before = kept()

    confirm(mine)

    assert kept() == before
    assert set(sandbox.sandbox.grants.granted(ANNA)) == {*IDENTITY_SCOPES}


def test_first_pair_takes_no_confirmation(mine: Client) -> None:
    HuntflowConnection.objects.all().delete()

    mine.post(reverse("huntflow_connect"), {"sandbox": "on"})

    assert HuntflowConnection.objects.get().access_token


def test_nobody_comes_back_from_google_without_having_seen_a_page_of_it(mine: Client) -> None:
    trips = [query_of(start(mine, **query)) for query in ({}, {"feature": "drive"}, {"confirm": "1"})]

    assert [asked["prompt"] for asked in trips] == ["select_account", "consent", "select_account"]


def test_stranger_who_wants_to_confirm_signs_in(client: Client, db: None, sandbox_settings: Settings) -> None:
    assert "prompt" not in query_of(start(client, confirm="1"))
