"""Google's token, revoke, userinfo and certificate endpoints.

Error codes and descriptions are those that users of google-auth quote in their issues.
"""

import hashlib
import hmac
from base64 import b64decode, urlsafe_b64encode
from typing import Any
from urllib.parse import unquote

from sandbox.google.clients import CLIENT_ID, CLIENT_SECRET, SIGN_IN_SCOPES, read_scopes
from sandbox.google.grants import ACCESS, ACCESS_SECONDS, REFRESH, Authorization
from sandbox.google.identity import id_claims, person
from sandbox.http import Refused, Response, json_response
from sandbox.routes import Call

OPENID = SIGN_IN_SCOPES[0]
NO_STORE = (("Cache-Control", "no-cache, no-store, max-age=0, must-revalidate"), ("Pragma", "no-cache"))


def token(call: Call) -> Response:
    """POST /token: a code, or a refresh token, for an access token."""
    form = dict(call.request.form())
    _check_client(call, form)
    kind = form.get("grant_type", "")
    if kind == "authorization_code":
        return _redeem(call, form)
    if kind == "refresh_token":
        return _refresh(call, form)
    raise _refusal("unsupported_grant_type", f"Invalid grant_type: {kind}")


def revoke(call: Call) -> Response:
    """POST /revoke: the token's whole grant ends, all tokens with it."""
    text = dict((*call.request.query, *call.request.form())).get("token", "")
    if not call.sandbox.grants.revoke(text):
        raise _refusal("invalid_token", "Token expired or revoked")
    return json_response({})


def userinfo(call: Call) -> Response:
    """GET /oauth2/v3/userinfo: the person behind the access token."""
    held = call.sandbox.grants.read(ACCESS, call.request.bearer)
    account = None if held is None else call.sandbox.world.accounts.get(held.email)
    if held is None or account is None:
        raise _refusal("invalid_request", "Invalid Credentials", status=401)
    return json_response(person(account, held.scopes))


def certificates(call: Call) -> Response:
    """GET /oauth2/v1/certs: the certificates that verify an id_token, in PEM by key id."""
    return json_response(
        call.sandbox.signer.certificates, headers=(("Cache-Control", "public, max-age=20000"),)
    )


def _redeem(call: Call, form: dict[str, str]) -> Response:
    if not form.get("code"):
        raise _refusal("invalid_request", "Missing required parameter: code")
    authorization = call.sandbox.grants.redeem_code(form["code"])
    if authorization is None:
        raise _refusal("invalid_grant", "Bad Request")
    if form.get("redirect_uri") != authorization.redirect_uri:
        raise _refusal("redirect_uri_mismatch", "Bad Request")
    _check_verifier(authorization, form.get("code_verifier", ""))
    extra = {}
    if authorization.offline:
        extra["refresh_token"] = call.sandbox.grants.issue(REFRESH, authorization.email, authorization.scopes)
    return _issue(call, authorization.email, authorization.scopes, nonce=authorization.nonce, extra=extra)


def _refresh(call: Call, form: dict[str, str]) -> Response:
    if not form.get("refresh_token"):
        raise _refusal("invalid_request", "Missing required parameter: refresh_token")
    held = call.sandbox.grants.read(REFRESH, form["refresh_token"])
    if held is None or held.email not in call.sandbox.world.accounts:
        raise _refusal("invalid_grant", "Token has been expired or revoked.")
    scopes: tuple[str, ...] | None = held.scopes
    if form.get("scope"):
        scopes = read_scopes(form["scope"])
    if scopes is None or not set(scopes) <= set(held.scopes):
        raise _refusal("invalid_scope", "Bad Request")
    return _issue(call, held.email, scopes)


def _issue(
    call: Call,
    email: str,
    scopes: tuple[str, ...],
    *,
    nonce: str = "",
    extra: dict[str, Any] | None = None,
) -> Response:
    access = call.sandbox.grants.issue(ACCESS, email, scopes)
    answer = {"access_token": access, "expires_in": ACCESS_SECONDS, **(extra or {})}
    answer |= {"scope": " ".join(scopes), "token_type": "Bearer"}
    if OPENID in scopes:
        account = call.sandbox.world.accounts[email]
        claims = id_claims(account, scopes=scopes, nonce=nonce, access_token=access)
        answer["id_token"] = call.sandbox.signer.id_token(claims)
    return json_response(answer, headers=NO_STORE)


def _check_client(call: Call, form: dict[str, str]) -> None:
    client_id, secret = _basic(call) or (form.get("client_id", ""), form.get("client_secret", ""))
    if client_id != CLIENT_ID:
        raise _refusal("invalid_client", "The OAuth client was not found.", status=401)
    if secret != CLIENT_SECRET:
        raise _refusal("invalid_client", "The provided client secret is invalid.", status=401)


def _basic(call: Call) -> tuple[str, str] | None:
    kind, _, text = call.request.headers.get("authorization", "").partition(" ")
    if kind.lower() != "basic":
        return None
    try:
        client_id, _, secret = b64decode(text).decode().partition(":")
    except ValueError:
        return None
    return unquote(client_id), unquote(secret)


def _check_verifier(authorization: Authorization, verifier: str) -> None:
    if not authorization.challenge:
        return
    if not verifier:
        raise _refusal("invalid_grant", "Missing code verifier.")
    made = verifier
    if authorization.challenge_method == "S256":
        made = urlsafe_b64encode(hashlib.sha256(verifier.encode()).digest()).decode().rstrip("=")
    if not hmac.compare_digest(made.encode(), authorization.challenge.encode()):
        raise _refusal("invalid_grant", "Invalid code verifier.")


def _refusal(error: str, description: str, *, status: int = 400) -> Refused:
    body = {"error": error, "error_description": description}
    return Refused(json_response(body, status=status, headers=NO_STORE))
