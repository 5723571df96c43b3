import json
import re
from html import unescape
from urllib.parse import parse_qs, urlsplit

import google.auth.transport.requests
import pytest
import requests
from google.auth.exceptions import RefreshError
from google.oauth2 import id_token
from oauthlib.oauth2.rfc6749.errors import CustomOAuth2Error, InvalidClientError, InvalidGrantError

from sandbox.google import grants
from sandbox.google.clients import CLIENT_ID, CLIENT_SECRET, PREFIX, SIGN_IN_SCOPES
from tests.running_sandbox import RunningSandbox
from tests.sandbox.google.signing_in import (
    ALL_SCOPES,
    ANNA,
    CALENDARS,
    EVENTS,
    FILES,
    REDIRECT_URI,
    consent,
    new_flow,
    redirected,
    sign_in,
)

pytestmark = pytest.mark.usefixtures("sandbox_settings")


def get(url: str, **options: object) -> requests.Response:
    return requests.get(url, timeout=5, allow_redirects=False, **options)


def links(page: str) -> list[str]:
    return [unescape(link) for link in re.findall(r'<a href="([^"]+)"', page)]


def token_error(sandbox: RunningSandbox, **form: str) -> tuple[int, str, str]:
    client = {"client_id": CLIENT_ID, "client_secret": CLIENT_SECRET}
    response = requests.post(f"{sandbox.url}/token", data=client | form, timeout=5)
    return response.status_code, response.json()["error"], response.json()["error_description"]


# The page


def test_auth_page_lists_the_accounts_to_click(sandbox: RunningSandbox) -> None:
    url, _ = new_flow(sandbox.url).authorization_url()

    page = get(url)

    emails = [parse_qs(urlsplit(link).query)["login_hint"][0] for link in links(page.text)]
    assert emails == list(sandbox.sandbox.world.accounts)


def test_account_clicked_consent_lists_each_feature_scope(sandbox: RunningSandbox) -> None:
    url, _ = new_flow(sandbox.url).authorization_url()

    page = get(sandbox.url + links(get(url).text)[0])

    assert re.findall(r'name="scope" value="([^"]+)"', page.text) == [EVENTS, CALENDARS, FILES]


@pytest.fixture
def consent_url(sandbox: RunningSandbox) -> str:
    url, _ = new_flow(sandbox.url).authorization_url(login_hint=ANNA, state="state-1")
    page = get(url)
    (action,) = re.findall(r'action="([^"]+)"', page.text)
    return sandbox.url + unescape(action)


def test_consent_allowed_with_one_box_ticked_comes_back_with_that_scope(consent_url: str) -> None:
    form = {"decision": "allow", "scope": EVENTS}

    back = redirected(requests.post(consent_url, data=form, timeout=5, allow_redirects=False))

    assert set(back) == {"code", "state", "scope"}
    assert back["state"] == "state-1"
    assert back["scope"].split() == [*SIGN_IN_SCOPES, EVENTS]


def test_consent_denied_comes_back_with_access_denied_and_the_state(consent_url: str) -> None:
    back = redirected(requests.post(consent_url, data={"decision": "deny"}, timeout=5, allow_redirects=False))

    assert back == {"error": "access_denied", "state": "state-1"}


def test_scope_never_asked_is_not_granted_by_a_forged_form(consent_url: str) -> None:
    form = {"decision": "allow", "scope": f"{PREFIX}drive"}

    back = redirected(requests.post(consent_url, data=form, timeout=5, allow_redirects=False))

    assert back["scope"].split() == list(SIGN_IN_SCOPES)


def test_prompt_none_for_nobody_comes_back_with_login_required(sandbox: RunningSandbox) -> None:
    assert consent(new_flow(sandbox.url), "nobody@example.com", state="s") == {
        "error": "login_required",
        "state": "s",
    }


def test_login_hint_may_be_the_sub(sandbox: RunningSandbox) -> None:
    sub = sandbox.sandbox.world.accounts[ANNA].sub

    assert sign_in(sandbox.url, sub).token
    assert sandbox.sandbox.grants.granted(ANNA)


def test_decision_of_nobody_is_refused_on_a_page(sandbox: RunningSandbox) -> None:
    url, _ = new_flow(sandbox.url).authorization_url()

    assert requests.post(url, data={"decision": "allow"}, timeout=5).status_code == 400


def test_second_visit_with_everything_granted_needs_no_click(sandbox: RunningSandbox) -> None:
    sign_in(sandbox.url)
    url, _ = new_flow(sandbox.url).authorization_url(login_hint=ANNA)

    assert "code" in redirected(get(url))


def test_select_account_shows_the_accounts_and_then_the_account(sandbox: RunningSandbox) -> None:
    url, _ = new_flow(sandbox.url).authorization_url(login_hint=ANNA, prompt="select_account consent")

    chosen = links(get(url).text)[0]

    assert parse_qs(urlsplit(chosen).query)["prompt"] == ["consent"]
    assert get(sandbox.url + chosen).status_code == 200


@pytest.mark.parametrize(
    ("change", "reason"),
    [
        ({"client_id": "other"}, "invalid_client"),
        ({"redirect_uri": "https://evil.example/"}, "redirect_uri_mismatch"),
        ({"redirect_uri": "http://[broken"}, "redirect_uri_mismatch"),
        ({"response_type": "token"}, "unsupported_response_type"),
        ({"scope": "no-such-scope"}, "invalid_scope"),
        ({"scope": ""}, "invalid_scope"),
        ({"code_challenge": "x", "code_challenge_method": "S1"}, "invalid_request"),
    ],
)
def test_bad_authorization_request_is_refused_on_a_page(
    sandbox: RunningSandbox, change: dict[str, str], reason: str
) -> None:
    good = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT_URI, "response_type": "code", "scope": "openid"}

    page = get(f"{sandbox.url}/o/oauth2/v2/auth", params=good | change)

    assert (page.status_code, reason in page.text) == (400, True)


# Codes and tokens


def test_sign_in_gives_tokens_that_look_real_and_a_true_id_token(sandbox: RunningSandbox) -> None:
    flow = new_flow(sandbox.url)
    back = consent(flow, nonce="nonce-1")

    token = flow.fetch_token(code=back["code"], timeout=5)

    request = google.auth.transport.requests.Request()
    claims = id_token.verify_token(
        token["id_token"], request, audience=CLIENT_ID, certs_url=f"{sandbox.url}/oauth2/v1/certs"
    )
    assert token["access_token"].startswith("ya29.")
    assert token["refresh_token"].startswith("1//0")
    assert token["scope"] == list(ALL_SCOPES)
    assert {
        name: claims[name] for name in ("iss", "sub", "email", "email_verified", "hd", "nonce", "name")
    } == {
        "iss": "https://accounts.google.com",
        "sub": "104729183746501928374",
        "email": ANNA,
        "email_verified": True,
        "hd": "example.com",
        "nonce": "nonce-1",
        "name": "Анна Смирнова",
    }


def test_private_account_has_no_domain_and_may_be_unverified(sandbox: RunningSandbox) -> None:
    email = "somebody@example.net"
    sandbox.change(op="add_account", email=email, email_verified=False)
    credentials = sign_in(sandbox.url, email)

    claims = get(f"{sandbox.url}/oauth2/v3/userinfo", headers=bearer(credentials.token)).json()

    assert (claims["email"], claims["email_verified"], "hd" in claims) == (email, False, False)


def test_flow_without_pkce_and_openid_gets_no_id_token(sandbox: RunningSandbox) -> None:
    flow = new_flow(sandbox.url, (EVENTS,))
    flow.autogenerate_code_verifier = False

    token = flow.fetch_token(code=consent(flow)["code"], timeout=5)

    assert "access_token" in token
    assert "id_token" not in token


def test_plain_challenge_is_compared_as_it_is(sandbox: RunningSandbox) -> None:
    form = {"grant_type": "authorization_code", "redirect_uri": REDIRECT_URI, "code_verifier": "v" * 43}
    query = {"client_id": CLIENT_ID, "redirect_uri": REDIRECT_URI, "response_type": "code", "scope": "openid"}
    query |= {"login_hint": ANNA, "prompt": "none", "code_challenge": "v" * 43}
    code = redirected(get(f"{sandbox.url}/o/oauth2/v2/auth", params=query))["code"]

    answer = requests.post(
        f"{sandbox.url}/token", data=form | {"code": code}, auth=(CLIENT_ID, CLIENT_SECRET), timeout=5
    )

    assert answer.status_code == 200
    assert set(answer.json()) == {"access_token", "expires_in", "scope", "token_type", "id_token"}


def test_id_token_signed_by_another_sandbox_does_not_verify(sandbox: RunningSandbox) -> None:
    credentials = sign_in(sandbox.url)
    request = google.auth.transport.requests.Request()
    head, body, signature = credentials.id_token.split(".")

    with pytest.raises(ValueError, match="signature"):
        id_token.verify_token(
            f"{head}.{body}.{signature[::-1]}", request, certs_url=f"{sandbox.url}/oauth2/v1/certs"
        )


def test_code_used_twice_is_an_invalid_grant(sandbox: RunningSandbox) -> None:
    flow = new_flow(sandbox.url)
    code = consent(flow)["code"]
    flow.fetch_token(code=code, timeout=5)

    with pytest.raises(InvalidGrantError):
        flow.fetch_token(code=code, timeout=5)


def test_code_a_minute_old_is_an_invalid_grant(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(grants, "CODE_SECONDS", 0)
    flow = new_flow(sandbox.url)

    with pytest.raises(InvalidGrantError):
        flow.fetch_token(code=consent(flow)["code"], timeout=5)


def test_flow_without_the_verifier_is_an_invalid_grant(sandbox: RunningSandbox) -> None:
    code = consent(new_flow(sandbox.url))["code"]

    error = token_error(sandbox, grant_type="authorization_code", code=code, redirect_uri=REDIRECT_URI)

    assert error == (400, "invalid_grant", "Missing code verifier.")


def test_flow_with_another_verifier_is_an_invalid_grant(sandbox: RunningSandbox) -> None:
    flow = new_flow(sandbox.url)
    code = consent(flow)["code"]
    flow.code_verifier = "x" * 64

    with pytest.raises(InvalidGrantError, match="Invalid code verifier"):
        flow.fetch_token(code=code, timeout=5)


def test_redirect_uri_that_is_not_the_asked_one_is_a_mismatch(sandbox: RunningSandbox) -> None:
    flow = new_flow(sandbox.url)
    code = consent(flow)["code"]
    flow.redirect_uri = "http://127.0.0.1:8000/other/"

    with pytest.raises(CustomOAuth2Error, match="redirect_uri_mismatch"):
        flow.fetch_token(code=code, timeout=5)


def test_wrong_client_secret_is_an_invalid_client(sandbox: RunningSandbox) -> None:
    flow = new_flow(sandbox.url)
    code = consent(flow)["code"]
    flow.client_config["client_secret"] = "wrong"

    with pytest.raises(InvalidClientError):
        flow.fetch_token(code=code, timeout=5)


def test_client_may_name_itself_in_the_header(sandbox: RunningSandbox) -> None:
    refresh_token = sign_in(sandbox.url).refresh_token
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}

    answer = requests.post(f"{sandbox.url}/token", data=form, auth=(CLIENT_ID, CLIENT_SECRET), timeout=5)

    assert answer.status_code == 200


@pytest.mark.parametrize("header", ["Basic !", "Basic " + "gA=="])
def test_client_header_that_is_no_base64_text_is_an_invalid_client(
    sandbox: RunningSandbox, header: str
) -> None:
    answer = requests.post(f"{sandbox.url}/token", headers={"Authorization": header}, timeout=5)

    assert (answer.status_code, answer.json()["error"]) == (401, "invalid_client")


@pytest.mark.parametrize(
    ("form", "error"),
    [
        ({"grant_type": "password"}, "unsupported_grant_type"),
        ({"grant_type": "authorization_code"}, "invalid_request"),
        ({"grant_type": "refresh_token"}, "invalid_request"),
        ({"grant_type": "refresh_token", "refresh_token": "1//0made-up"}, "invalid_grant"),
        ({"grant_type": "refresh_token", "refresh_token": "кириллица"}, "invalid_grant"),
        ({"grant_type": "authorization_code", "code": "4/0Amade-up"}, "invalid_grant"),
    ],
)
def test_bad_token_request_says_what_is_wrong(
    sandbox: RunningSandbox, form: dict[str, str], error: str
) -> None:
    assert token_error(sandbox, **form)[:2] == (400, error)


def test_refresh_token_comes_with_the_first_grant_only(sandbox: RunningSandbox) -> None:
    assert sign_in(sandbox.url).refresh_token
    assert sign_in(sandbox.url).refresh_token is None


def test_refresh_token_comes_again_when_consent_is_forced(sandbox: RunningSandbox) -> None:
    sign_in(sandbox.url)

    assert sign_in(sandbox.url, prompt="none consent").refresh_token


def test_refresh_token_is_not_given_online(sandbox: RunningSandbox) -> None:
    assert sign_in(sandbox.url, access_type="online").refresh_token is None


def test_granted_scopes_are_included_on_request(
    sandbox: RunningSandbox, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setenv("OAUTHLIB_RELAX_TOKEN_SCOPE", "1")
    sign_in(sandbox.url, scopes=(*SIGN_IN_SCOPES, EVENTS))

    credentials = sign_in(sandbox.url, scopes=(FILES,), include_granted_scopes="true")

    assert set(credentials.granted_scopes) == {*SIGN_IN_SCOPES, EVENTS, FILES}


def test_short_scope_names_come_back_long(sandbox: RunningSandbox) -> None:
    with pytest.raises(Warning, match="Scope has changed"):
        sign_in(sandbox.url, scopes=("openid", "email"))


def test_refresh_gives_a_new_access_token_and_keeps_the_refresh_token(sandbox: RunningSandbox) -> None:
    credentials = sign_in(sandbox.url)
    before = credentials.token, credentials.refresh_token

    credentials.refresh(google.auth.transport.requests.Request())

    assert credentials.token != before[0]
    assert credentials.refresh_token == before[1]


def test_refresh_asking_more_than_granted_is_an_invalid_scope(sandbox: RunningSandbox) -> None:
    refresh_token = sign_in(sandbox.url, scopes=(*SIGN_IN_SCOPES, EVENTS)).refresh_token
    form = {"grant_type": "refresh_token", "refresh_token": refresh_token}

    assert token_error(sandbox, **form, scope=FILES)[:2] == (400, "invalid_scope")
    assert token_error(sandbox, **form, scope="no-such-scope")[:2] == (400, "invalid_scope")


def test_grant_revoked_at_google_cannot_be_refreshed(sandbox: RunningSandbox) -> None:
    credentials = sign_in(sandbox.url)
    sandbox.sandbox.grants.revoke_account(ANNA)

    with pytest.raises(RefreshError, match="expired or revoked") as caught:
        credentials.refresh(google.auth.transport.requests.Request())

    assert (caught.value.args[1]["error"], caught.value.retryable) == ("invalid_grant", False)


@pytest.mark.parametrize("kind", ["token", "refresh_token"])
def test_either_token_revokes_the_whole_grant_once(sandbox: RunningSandbox, kind: str) -> None:
    credentials = sign_in(sandbox.url)
    form = {"token": getattr(credentials, kind)}

    first = requests.post(f"{sandbox.url}/revoke", data=form, timeout=5)
    second = requests.post(f"{sandbox.url}/revoke", data=form, timeout=5)

    assert (first.status_code, second.status_code) == (200, 400)
    assert second.json()["error"] == "invalid_token"
    assert get(f"{sandbox.url}/oauth2/v3/userinfo", headers=bearer(credentials.token)).status_code == 401
    with pytest.raises(RefreshError):
        credentials.refresh(google.auth.transport.requests.Request())


def test_revoking_leaves_other_accounts_alone(sandbox: RunningSandbox) -> None:
    ivan = sign_in(sandbox.url, "ivan.petrov@example.com")
    anna = sign_in(sandbox.url)

    requests.post(f"{sandbox.url}/revoke", data={"token": anna.token}, timeout=5)

    assert get(f"{sandbox.url}/oauth2/v3/userinfo", headers=bearer(ivan.token)).status_code == 200


def test_consent_after_a_revocation_is_a_first_one(sandbox: RunningSandbox) -> None:
    sign_in(sandbox.url)
    sandbox.sandbox.grants.revoke_account(ANNA)

    assert sign_in(sandbox.url).refresh_token


def bearer(token: str) -> dict[str, str]:
    return {"Authorization": f"Bearer {token}"}


def test_userinfo_says_who_holds_the_token(sandbox: RunningSandbox) -> None:
    credentials = sign_in(sandbox.url, scopes=("openid", SIGN_IN_SCOPES[1]))

    answer = get(f"{sandbox.url}/oauth2/v3/userinfo", headers=bearer(credentials.token))

    assert answer.json() == {
        "sub": "104729183746501928374",
        "hd": "example.com",
        "email": ANNA,
        "email_verified": True,
    }


def test_tokens_outlive_a_restart_of_the_sandbox(sandbox: RunningSandbox) -> None:
    credentials = sign_in(sandbox.url)
    restarted = grants.Grants(seed=1)

    assert restarted.read(grants.ACCESS, credentials.token).email == ANNA
    assert restarted.read(grants.REFRESH, credentials.refresh_token).email == ANNA
    assert grants.Grants(seed=2).read(grants.ACCESS, credentials.token) is None


def test_refresh_token_is_no_access_token(sandbox: RunningSandbox) -> None:
    refresh_token = sign_in(sandbox.url).refresh_token
    dressed_up = grants.ACCESS + refresh_token.removeprefix(grants.REFRESH)

    assert sandbox.sandbox.grants.read(grants.ACCESS, dressed_up) is None


def test_certificates_are_pem_by_key_id(sandbox: RunningSandbox) -> None:
    certificates = json.loads(get(f"{sandbox.url}/oauth2/v1/certs").content)

    (pem,) = certificates.values()
    assert pem.startswith("-----BEGIN CERTIFICATE-----")


def test_pages_bring_their_style_sheet(sandbox: RunningSandbox) -> None:
    assert get(f"{sandbox.url}/o/oauth2/style.css").headers["Content-Type"] == "text/css; charset=UTF-8"


def test_browsers_asking_for_an_icon_get_no_error_and_are_not_counted(sandbox: RunningSandbox) -> None:
    answer = get(f"{sandbox.url}/favicon.ico")

    assert (answer.status_code, answer.content) == (204, b"")
    assert sandbox.counts() == {}
