"""Signing in, being refused, and leaving, at the sandbox."""

from concurrent.futures import ThreadPoolExecutor
from typing import Any
from urllib.parse import urlencode

import pytest
import time_machine
from django.contrib.auth.models import User
from django.contrib.messages import get_messages
from django.db import connection
from django.test import Client
from django.urls import reverse

from google_oauth.cache_service import GoogleAPICache
from google_oauth.clients.google.scopes import CALENDAR_LIST_SCOPE, DRIVE_SCOPE, EVENTS_SCOPE, IDENTITY_SCOPES
from google_oauth.models import GoogleOAuthAccount
from tests.running_sandbox import RunningSandbox
from tests.views.consent import ANNA, consent, query_of, sign_in, start

pytestmark = [pytest.mark.django_db, pytest.mark.usefixtures("sandbox_settings")]

IVAN = "ivan.petrov@example.com"


def signed_in_as(browser: Client) -> str | None:
    user_id = browser.session.get("_auth_user_id")
    return User.objects.get(pk=user_id).email if user_id else None


def test_first_sign_in_makes_a_user_keyed_by_sub(client: Client, sandbox: RunningSandbox) -> None:
    response = sign_in(client)

    sub = sandbox.sandbox.world.accounts[ANNA].sub
    user, account = User.objects.get(), GoogleOAuthAccount.objects.get()
    assert (response.status_code, response["Location"]) == (302, "/")
    assert (user.username, user.email, user.first_name, user.last_name) == (
        f"google-{sub}",
        ANNA,
        "Анна",
        "Смирнова",
    )
    assert (account.user, account.google_id, account.email, account.name) == (
        user,
        sub,
        ANNA,
        "Анна Смирнова",
    )
    assert (user.has_usable_password(), user.is_staff) == (False, False)
    assert account.access_token.startswith("ya29.")
    assert account.refresh_token.startswith("1//0")
    assert set(account.granted_scopes) == {*IDENTITY_SCOPES, EVENTS_SCOPE, CALENDAR_LIST_SCOPE}


def test_second_sign_in_finds_the_user_whose_address_has_changed(
    client: Client, sandbox: RunningSandbox
) -> None:
    sign_in(client)
    before = GoogleOAuthAccount.objects.get()
    User.objects.update(email="former@example.com")

    sign_in(Client())

    account = GoogleOAuthAccount.objects.get()
    assert User.objects.get().email == ANNA
    assert account.access_token != before.access_token
    # Google gives a refresh token only with the first consent.
    assert account.refresh_token == before.refresh_token


def test_new_owner_of_an_address_is_another_user(client: Client) -> None:
    User.objects.create_user("google-0", ANNA)

    sign_in(client)

    assert User.objects.filter(email=ANNA).count() == 2


def test_request_to_google_is_least_and_bound_to_the_browser(client: Client) -> None:
    asked = query_of(start(client))

    assert set(asked["scope"].split()) == {*IDENTITY_SCOPES, EVENTS_SCOPE, CALENDAR_LIST_SCOPE}
    assert (asked["access_type"], asked["include_granted_scopes"]) == ("offline", "true")
    assert (asked["code_challenge_method"], len(asked["code_challenge"])) == ("S256", 43)
    assert asked["redirect_uri"] == "http://testserver/google/callback/"
    assert "prompt" not in asked
    assert min(len(asked["state"]), len(asked["nonce"])) >= 43


def test_redirect_uri_and_domain_follow_the_settings(client: Client, settings: Any) -> None:
    settings.GOOGLE_OAUTH_REDIRECT_URI = "https://dashboard.example.com/google/callback/"
    settings.GOOGLE_WORKSPACE_DOMAINS = ["example.com"]

    asked = query_of(start(client))

    assert (asked["redirect_uri"], asked["hd"]) == (settings.GOOGLE_OAUTH_REDIRECT_URI, "example.com")


def test_session_gets_a_new_key(client: Client) -> None:
    back = consent(start(client))
    key = client.session.session_key

    client.get(back)

    assert client.session.session_key != key


def test_next_is_where_the_person_was_going(client: Client) -> None:
    assert sign_in(client, next="/calendar/?q=x")["Location"] == "/calendar/?q=x"


@pytest.mark.parametrize(
    "address",
    [
        "https://evil.example/",
        "//evil.example",
        "/\\evil.example",
        "javascript:alert(1)",
        "http:///evil.example",
        "",
    ],
)
def test_next_elsewhere_leads_home(address: str, client: Client) -> None:
    assert sign_in(client, next=address)["Location"] == "/"


@pytest.mark.parametrize("state", ["forged", "", "ё", "\x00", "x" * 5000])
def test_wrong_state_is_refused_and_spends_nothing(state: str, client: Client) -> None:
    back = consent(start(client))
    code = query_of(back)["code"]

    response = client.get(reverse("google_callback"), {"code": code, "state": state})

    assert (response.status_code, signed_in_as(client)) == (400, None)
    assert client.get(back).status_code == 302


def test_callback_without_a_session_is_refused(client: Client) -> None:
    back = consent(start(client))

    response = Client().get(back)

    assert (response.status_code, response.templates[0].name) == (400, "sign_in_failed.html")


def test_state_works_once(client: Client) -> None:
    back = consent(start(client))
    client.get(back)

    assert client.get(back).status_code == 400


def test_state_grows_too_old(client: Client) -> None:
    with time_machine.travel("2026-01-01", tick=False) as traveller:
        back = consent(start(client))
        traveller.shift(901)

        assert client.get(back).status_code == 400


def test_two_tabs_can_sign_in_at_once(client: Client) -> None:
    first, second = start(client, next="/calendar/"), start(client, next="/drive/")

    locations = [client.get(consent(url))["Location"] for url in (first, second)]

    assert locations == ["/calendar/", "/drive/"]


def test_trips_are_not_collected_for_ever(client: Client) -> None:
    back = [consent(start(client)) for _ in range(6)]

    assert [client.get(url).status_code for url in (back[0], back[5])] == [400, 302]


def test_reused_code_is_refused(client: Client) -> None:
    code = query_of(consent(start(client)))["code"]
    states = [query_of(start(client))["state"] for _ in range(2)]
    # The code belongs to another trip's verifier, and after that it is spent.
    answers = [client.get(reverse("google_callback"), {"code": code, "state": state}) for state in states]

    assert [answer.status_code for answer in answers] == [400, 400]
    assert User.objects.count() == 0


@pytest.mark.parametrize("query", [{}, {"code": ""}, {"code": "forged"}, {"code": "\x00"}])
def test_code_that_is_none_is_refused(query: dict[str, str], client: Client) -> None:
    state = query_of(start(client))["state"]

    response = client.get(reverse("google_callback"), {"state": state, **query})

    assert (response.status_code, User.objects.count()) == (400, 0)


def test_denied_consent_says_so_and_offers_the_same_again(client: Client) -> None:
    state = query_of(start(client, next="/drive/"))["state"]

    response = client.get(reverse("google_callback"), {"state": state, "error": "access_denied"})

    assert (response.status_code, response.context["reason"]) == (403, "denied")
    assert response.context["retry_url"] == f"/google/start/?{urlencode({'next': '/drive/'})}"


def test_google_in_trouble_at_its_own_page(client: Client) -> None:
    state = query_of(start(client))["state"]

    response = client.get(reverse("google_callback"), {"state": state, "error": "temporarily_unavailable"})

    assert (response.status_code, response.context["reason"]) == (503, "unavailable")


@pytest.mark.parametrize(
    "fault",
    [
        {"mode": "status", "status": 503},
        {"mode": "status", "status": 429},
        {"mode": "html", "status": 200},
        {"mode": "html", "status": 502},
        {"mode": "malformed"},
        {"mode": "reset"},
        {"mode": "status", "status": 200, "body": []},
        {"mode": "status", "status": 200, "body": {}},
    ],
)
@pytest.mark.parametrize("target", ["oauth.token", "oauth.certs"])
def test_google_that_does_not_answer_signs_nobody_in(
    target: str, fault: dict[str, Any], client: Client, sandbox: RunningSandbox, no_kept_keys: None
) -> None:
    back = consent(start(client))
    sandbox.fail(target, **fault)

    response = client.get(back)

    assert (response.status_code, signed_in_as(client), User.objects.count()) == (503, None, 0)


def test_token_without_an_id_token_signs_nobody_in(client: Client, sandbox: RunningSandbox) -> None:
    back = consent(start(client))
    sandbox.fail("oauth.token", "status", status=200, body={"access_token": "ya29.x", "token_type": "Bearer"})

    assert client.get(back).status_code == 503


def test_key_that_google_does_not_publish(
    client: Client, sandbox: RunningSandbox, no_kept_keys: None
) -> None:
    back = consent(start(client))
    sandbox.fail("oauth.certs", "status", status=200, body={"another": "key"})

    response = client.get(back)

    assert (response.status_code, response.context["reason"]) == (403, "invalid_identity")


@pytest.fixture
def no_kept_keys(monkeypatch: pytest.MonkeyPatch) -> None:
    """Google's keys are not known yet."""
    monkeypatch.setattr("google_oauth.clients.google.identity._cached_keys", {})


def test_keys_are_fetched_once(client: Client, sandbox: RunningSandbox, no_kept_keys: None) -> None:
    sign_in(client)
    sign_in(Client())

    assert sandbox.counts()["oauth.certs"] == 1


def test_client_that_google_does_not_know(client: Client, settings: Any) -> None:
    back = consent(start(client))
    settings.GOOGLE_OAUTH_CLIENT_SECRET = "wrong"

    response = client.get(back)

    assert (response.status_code, response.context["reason"]) == (503, "rejected")


def test_installation_without_a_client_says_so(client: Client, settings: Any) -> None:
    settings.GOOGLE_OAUTH_CLIENT_ID = ""

    response = client.get(reverse("google_start"))

    assert (response.status_code, response.context["reason"]) == (503, "not_configured")


@pytest.mark.parametrize(
    ("changes", "reason"),
    [
        ({"nonce": "another"}, "invalid_identity"),
        ({"nonce": ""}, "invalid_identity"),
        ({"nonce": "ё"}, "invalid_identity"),
    ],
)
def test_id_token_of_another_trip_is_refused(changes: dict[str, str], reason: str, client: Client) -> None:
    response = client.get(consent(start(client), **changes))

    assert (response.status_code, response.context["reason"]) == (403, reason)
    assert User.objects.count() == 0


def test_verifier_of_another_trip_is_refused(client: Client) -> None:
    response = client.get(consent(start(client), code_challenge="A" * 43))

    assert (response.status_code, response.context["reason"]) == (400, "invalid_code")


@pytest.mark.parametrize(
    ("domains", "domain", "admitted"),
    [
        (["example.com"], "example.com", True),
        (["EXAMPLE.com", "example.org"], "example.com", True),
        (["example.org"], "example.com", False),
        # Not in a Workspace at all: the address proves nothing.
        (["example.com"], None, False),
    ],
)
def test_workspace_domains_decide_who_may_sign_in(
    domains: list[str],
    domain: str | None,
    *,
    admitted: bool,
    client: Client,
    sandbox: RunningSandbox,
    settings: Any,
) -> None:
    settings.GOOGLE_WORKSPACE_DOMAINS = domains
    sandbox.change(op="add_account", email="new@example.com", domain=domain)

    response = sign_in(client, "new@example.com")

    assert response.status_code == (302 if admitted else 403)
    assert User.objects.exists() is admitted
    if not admitted:
        assert (response.context["reason"], response.context["retry_url"]) == (
            "wrong_domain",
            f"/google/start/?{urlencode({'next': '/', 'choose': '1'})}",
        )


def test_without_domains_production_admits_nobody(client: Client, settings: Any) -> None:
    settings.GOOGLE_ANYONE_MAY_SIGN_IN = False

    assert sign_in(client).status_code == 403


def test_unverified_address_is_refused(client: Client, sandbox: RunningSandbox) -> None:
    sandbox.change(op="add_account", email="new@example.com", domain="example.com", email_verified=False)

    response = sign_in(client, "new@example.com")

    assert (response.status_code, response.context["reason"]) == (403, "unverified_email")


def test_closed_user_stays_out(client: Client) -> None:
    sign_in(client)
    User.objects.update(is_active=False)
    other = Client()

    response = sign_in(other)

    assert (response.status_code, response.context["reason"], signed_in_as(other)) == (403, "inactive", None)


def test_choosing_another_account(client: Client) -> None:
    assert query_of(start(client, choose="1"))["prompt"] == "select_account"


def test_grant_whose_refresh_token_is_lost_is_asked_for_anew(client: Client) -> None:
    sign_in(client)
    GoogleOAuthAccount.objects.update(refresh_token="")
    other = Client()

    response = sign_in(other, next="/drive/")

    asked = query_of(response["Location"])
    assert (asked["prompt"], signed_in_as(other)) == ("consent", None)
    last = other.get(consent(response["Location"], prompt="consent none"))
    assert (last["Location"], signed_in_as(other)) == ("/drive/", ANNA)
    assert GoogleOAuthAccount.objects.get().refresh_token


def test_feature_is_connected_by_a_consent_of_its_own(client: Client, sandbox: RunningSandbox) -> None:
    sign_in(client)
    before = GoogleOAuthAccount.objects.get()
    url = start(client, feature="drive", next="/drive/")

    response = client.get(consent(url, prompt="consent none"))

    asked, after = query_of(url), GoogleOAuthAccount.objects.get()
    assert (set(asked["scope"].split()), asked["prompt"]) == ({*IDENTITY_SCOPES, DRIVE_SCOPE}, "consent")
    assert asked["login_hint"] == sandbox.sandbox.world.accounts[ANNA].sub
    assert response["Location"] == "/drive/"
    assert {EVENTS_SCOPE, DRIVE_SCOPE} <= set(after.granted_scopes)
    assert after.refresh_token != before.refresh_token


@pytest.mark.parametrize("feature", ["gmail", "", "calendar"])
def test_feature_before_signing_in_is_a_sign_in(feature: str, client: Client) -> None:
    asked = query_of(start(client, feature=feature))

    assert set(asked["scope"].split()) == {*IDENTITY_SCOPES, EVENTS_SCOPE, CALENDAR_LIST_SCOPE}


def test_unticked_scope_is_not_granted(client: Client) -> None:
    sign_in(client)
    GoogleOAuthAccount.objects.all().delete()
    User.objects.all().delete()
    other = Client()

    other.get(
        consent(
            start(other), scope=" ".join(IDENTITY_SCOPES), include_granted_scopes="", prompt="consent none"
        )
    )

    assert (signed_in_as(other), set(GoogleOAuthAccount.objects.get().granted_scopes)) == (
        ANNA,
        {*IDENTITY_SCOPES},
    )


def test_another_account_cannot_slip_into_a_connection(client: Client) -> None:
    sign_in(client)

    response = client.get(consent(start(client, feature="drive"), IVAN))

    assert (response.status_code, response.context["reason"]) == (403, "other_account")
    assert (signed_in_as(client), GoogleOAuthAccount.objects.count()) == (ANNA, 1)


@pytest.mark.django_db(transaction=True)
def test_first_sign_ins_at_once_make_one_user() -> None:
    browsers = [Client() for _ in range(4)]
    ways_back = [consent(start(browser), prompt="consent none") for browser in browsers]

    def come_back(number: int) -> int:
        try:
            return browsers[number].get(ways_back[number]).status_code
        finally:
            connection.close()

    with ThreadPoolExecutor(4) as pool:
        statuses = list(pool.map(come_back, range(4)))

    assert statuses == [302] * 4
    assert (User.objects.count(), GoogleOAuthAccount.objects.count()) == (1, 1)


def test_sign_in_page_for_strangers_and_for_those_inside(client: Client) -> None:
    stranger = client.get(reverse("sign_in"), {"next": "/drive/"})
    sign_in(client)
    inside = client.get(reverse("sign_in"), {"next": "/drive/"})

    assert (stranger.status_code, stranger.context["next"]) == (200, "/drive/")
    assert (inside.status_code, inside["Location"]) == (302, "/drive/")


def test_signing_out_ends_the_session(client: Client) -> None:
    sign_in(client)

    response = client.post(reverse("sign_out"))

    assert (response["Location"], signed_in_as(client)) == (reverse("sign_in"), None)
    assert GoogleOAuthAccount.objects.get().refresh_token


@pytest.mark.parametrize("name", ["sign_out", "google_disconnect"])
def test_leaving_takes_a_post_from_our_own_page(name: str) -> None:
    browser = Client(enforce_csrf_checks=True)

    assert [browser.get(reverse(name)).status_code, browser.post(reverse(name)).status_code] == [405, 403]


def test_disconnect_says_what_was_done(client: Client, sandbox: RunningSandbox) -> None:
    sign_in(client)

    response = client.post(reverse("google_disconnect"))

    assert response["Location"] == reverse("settings")
    assert [message.level_tag for message in get_messages(response.wsgi_request)] == ["success"]
    assert GoogleOAuthAccount.objects.get().refresh_token == ""
    assert sandbox.sandbox.grants.granted(ANNA) == ()


def test_disconnect_says_what_was_left_undone(
    client: Client, sandbox: RunningSandbox, redis_without_removals: None
) -> None:
    sign_in(client)
    GoogleAPICache.set_sheets(User.objects.get().pk, ["cached"])
    sandbox.fail("oauth", "status", status=503)

    response = client.post(reverse("google_disconnect"))

    told = [message.level_tag for message in get_messages(response.wsgi_request)]
    assert told == ["success", "warning", "warning"]


def test_signing_in_again_after_a_disconnect(client: Client) -> None:
    sign_in(client)
    client.post(reverse("google_disconnect"))

    sign_in(client)

    assert (User.objects.count(), signed_in_as(client)) == (1, ANNA)
    assert GoogleOAuthAccount.objects.get().refresh_token


def test_no_secret_reaches_the_log(
    client: Client, caplog: pytest.LogCaptureFixture, sandbox: RunningSandbox
) -> None:
    with caplog.at_level("INFO"):
        back = consent(start(client))
        client.get(back)
        sandbox.fail("oauth", "status", status=503)
        client.post(reverse("google_disconnect"))

    secrets = (ANNA, "ya29.", "1//0", query_of(back)["code"], query_of(back)["state"])
    assert not [secret for secret in secrets if secret in caplog.text]
