"""Google's authorization page: who are you, what do you allow, and back with a code.

`login_hint=EMAIL&prompt=none` consents to everything asked without a click, which Google does not.
"""

from dataclasses import dataclass
from urllib.parse import urlencode, urlsplit, urlunsplit

from sandbox.google import pages
from sandbox.google.clients import CLIENT_ID, SIGN_IN_SCOPES, read_scopes, redirect_allowed
from sandbox.google.grants import Authorization
from sandbox.http import Refused, Response, redirect
from sandbox.routes import Call
from sandbox.world.people import Account

CHALLENGE_METHODS = ("S256", "plain")


@dataclass(frozen=True)
class Ask:
    """A checked authorization request."""

    redirect_uri: str
    scopes: tuple[str, ...]
    state: str
    prompt: frozenset[str]

    def back(self, **pairs: str) -> Response:
        """Send the browser back to the client, with `state` if it gave one."""
        state = {"state": self.state} if self.state else {}
        parts = urlsplit(self.redirect_uri)
        query = "&".join(filter(None, (parts.query, urlencode(state | pairs))))
        return redirect(urlunsplit(parts._replace(query=query)))


def show(call: Call) -> Response:
    """GET: the accounts, the consent, or straight back when there is nothing to click."""
    ask = _read(call)
    query = call.request.query
    account = _hinted(call)
    if "none" in ask.prompt:
        return ask.back(error="login_required") if account is None else _allow(call, ask, account, ask.scopes)
    if account is None or "select_account" in ask.prompt:
        return pages.chooser(call.sandbox.world.accounts.values(), query)
    granted = call.sandbox.grants.granted(account.email)
    if "consent" not in ask.prompt and set(ask.scopes) <= set(granted):
        return _allow(call, ask, account, ask.scopes)
    return pages.consent(account, ask.scopes, query)


def decide(call: Call) -> Response:
    """POST: the consent page's buttons."""
    ask = _read(call)
    account = _hinted(call)
    form = call.request.form()
    if account is None:
        raise Refused(pages.failure("invalid_request", "Нет такого аккаунта."))
    if dict(form).get("decision") != "allow":
        return ask.back(error="access_denied")
    ticked = {value for name, value in form if name == "scope"}
    scopes = tuple(scope for scope in ask.scopes if scope in SIGN_IN_SCOPES or scope in ticked)
    return _allow(call, ask, account, scopes)


def _read(call: Call) -> Ask:
    request = call.request
    uri, scopes = request.parameter("redirect_uri"), read_scopes(request.parameter("scope"))
    problems = {
        "invalid_client": request.parameter("client_id") != CLIENT_ID,
        "redirect_uri_mismatch": not redirect_allowed(uri),
        "unsupported_response_type": request.parameter("response_type") != "code",
        "invalid_scope": scopes is None,
        "invalid_request": bool(request.parameter("code_challenge"))
        and request.parameter("code_challenge_method", "plain") not in CHALLENGE_METHODS,
    }
    if wrong := [reason for reason, applies in problems.items() if applies]:
        raise Refused(pages.failure(wrong[0], "Запрос приложения недействителен."))
    prompt = frozenset(request.parameter("prompt").split())
    return Ask(uri, scopes or (), request.parameter("state"), prompt)


def _hinted(call: Call) -> Account | None:
    """The account that `login_hint` names, by its address or by its `sub`."""
    hint = call.request.parameter("login_hint")
    accounts = call.sandbox.world.accounts.values()
    return next((account for account in accounts if hint in (account.email, account.sub)), None)


def _allow(call: Call, ask: Ask, account: Account, scopes: tuple[str, ...]) -> Response:
    grants, request = call.sandbox.grants, call.request
    before = grants.granted(account.email)
    grants.consent(account.email, scopes)
    if request.parameter("include_granted_scopes") == "true":
        scopes = tuple(dict.fromkeys((*scopes, *before)))
    # A refresh token comes with the first grant, later only when the consent was forced.
    first = not before or "consent" in ask.prompt
    authorization = Authorization(
        email=account.email,
        client_id=CLIENT_ID,
        redirect_uri=ask.redirect_uri,
        scopes=scopes,
        nonce=request.parameter("nonce"),
        challenge=request.parameter("code_challenge"),
        challenge_method=request.parameter("code_challenge_method", "plain"),
        offline=first and request.parameter("access_type") == "offline",
    )
    return ask.back(code=grants.issue_code(authorization), scope=" ".join(scopes))
