"""Signing in with Google, and granting one feature more: before Google's page, and after it."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from google_oauth.clients.google import oauth
from google_oauth.clients.google.identity import ISSUERS, Identity, identify
from google_oauth.clients.google.oauth import Authorization, Grant
from google_oauth.clients.google.scopes import FEATURE_SCOPES, IDENTITY_SCOPES
from google_oauth.exceptions import SignInRefused
from google_oauth.models import GoogleOAuthAccount

# The dashboard needs the calendar. The files page asks for Drive when it is first opened.
FEATURE_AT_SIGN_IN = "calendar"


@dataclass(frozen=True)
class SignedIn:
    """A user who signed in. Not `lasting`: Google gave no refresh token, and must ask for consent again."""

    user: User
    google_id: str
    lasting: bool


@dataclass(frozen=True)
class Callback:
    """A code from Google's page, and the secrets of its authorization. Only `google_id` may return, if not empty."""

    code: str = field(repr=False)
    redirect_uri: str
    code_verifier: str = field(repr=False)
    nonce: str = field(repr=False)
    google_id: str = ""


def is_configured() -> bool:
    return bool(settings.GOOGLE_OAUTH_CLIENT_ID and settings.GOOGLE_OAUTH_CLIENT_SECRET)


def is_google(issuer: str) -> bool:
    """Whether a callback comes from Google, by its `iss` (RFC 9207). A callback without one is accepted."""
    return not issuer or issuer in ISSUERS


def is_feature(name: str) -> bool:
    return name in FEATURE_SCOPES


def prepare_sign_in(
    *, redirect_uri: str, feature: str = "", google_id: str = "", prompt: str = ""
) -> Authorization:
    """Make the address of Google's page for a sign-in, or for granting `feature`.

    `google_id` proposes that account. `prompt` is Google's own, "consent" or "select_account".
    """
    hints = {"login_hint": google_id, "prompt": prompt}
    return oauth.prepare_authorization(
        redirect_uri=redirect_uri,
        scopes=[*IDENTITY_SCOPES, *FEATURE_SCOPES[feature or FEATURE_AT_SIGN_IN]],
        **{name: value for name, value in hints.items() if value},
    )


def prepare_confirmation(*, redirect_uri: str) -> Authorization:
    """Make the address of Google's page for naming the user again; nothing is granted.

    Google always shows a page. Google and the company decide whether it asks for the password: a client
    cannot request that (https://developers.google.com/identity/siwg/security-bundle).
    """
    return oauth.prepare_authorization(
        redirect_uri=redirect_uri,
        scopes=IDENTITY_SCOPES,
        prompt="select_account",
        access_type="online",
        include_granted_scopes="false",
    )


def complete_sign_in(callback: Callback) -> SignedIn:
    """Exchange the code, and store the user and the grant. The caller has checked the state.

    Raises SignInRefused, UpstreamUnavailable and UpstreamRejected; then nothing is stored.
    """
    identity, grant = _identify(callback)
    account = _store(identity, grant)
    return SignedIn(account.user, identity.sub, lasting=bool(account.refresh_token))


def complete_confirmation(callback: Callback) -> None:
    """Raise as `complete_sign_in`, unless the expected user returned. Stores nothing."""
    _identify(callback)


def _identify(callback: Callback) -> tuple[Identity, Grant]:
    grant = oauth.redeem_code(
        callback.code, redirect_uri=callback.redirect_uri, code_verifier=callback.code_verifier
    )
    identity = identify(grant.id_token, nonce=callback.nonce)
    if not _is_admitted(identity):
        raise SignInRefused("wrong_domain")
    if callback.google_id and callback.google_id != identity.sub:
        raise SignInRefused("other_account")
    return identity, grant


def _is_admitted(identity: Identity) -> bool:
    domains = {domain.lower() for domain in settings.GOOGLE_WORKSPACE_DOMAINS}
    return identity.domain.lower() in domains if domains else settings.GOOGLE_ANYONE_MAY_SIGN_IN


@transaction.atomic
def _store(identity: Identity, grant: Grant) -> GoogleOAuthAccount:
    user = _store_user(identity)
    if not user.is_active:
        raise SignInRefused("inactive")
    columns = {
        "user": user,
        "email": identity.email,
        "name": identity.name[:255],
        "access_token": grant.access_token,
        "token_expires_at": grant.expires_at,
        "granted_scopes": grant.scopes,
        # Without the lease, a refresh of the old tokens cannot store its own.
        "refresh_lease": "",
        "refresh_lease_until": None,
    }
    if grant.refresh_token:
        columns["refresh_token"] = grant.refresh_token
    account, _ = GoogleOAuthAccount.objects.update_or_create(google_id=identity.sub, defaults=columns)
    return account


def _store_user(identity: Identity) -> User:
    """Create or update the Django user. The key is Google's `sub`: an e-mail address may change hands."""
    names = {
        "email": identity.email,
        "first_name": identity.given_name[:150],
        "last_name": identity.family_name[:150],
    }
    account = GoogleOAuthAccount.objects.select_related("user").filter(google_id=identity.sub).first()
    if account:
        User.objects.filter(pk=account.user_id).update(**names)
        return account.user
    user, _ = User.objects.update_or_create(
        username=f"google-{identity.sub}",
        defaults=names,
        create_defaults={**names, "password": make_password(None)},
    )
    return user
