"""Signing in with Google, and granting it one feature more: the two halves of a trip to Google's page."""

from dataclasses import dataclass, field

from django.conf import settings
from django.contrib.auth.hashers import make_password
from django.contrib.auth.models import User
from django.db import transaction

from google_oauth.clients.google import oauth
from google_oauth.clients.google.identity import ISSUERS, Identity, identify
from google_oauth.clients.google.oauth import Authorization, Grant
from google_oauth.clients.google.scopes import FEATURES, IDENTITY
from google_oauth.exceptions import SignInRefused
from google_oauth.models import GoogleOAuthAccount

# What the first page needs; Drive is asked for where it is first wanted.
AT_SIGN_IN = "calendar"


@dataclass(frozen=True)
class SignedIn:
    """Who came back. Without `lasting`, Google gave no refresh token and has to be asked for consent anew."""

    user: User
    google_id: str
    lasting: bool


@dataclass(frozen=True)
class Return:
    """What Google's page sent back, with what was remembered of the trip; only `google_id` may come, if not empty."""

    code: str = field(repr=False)
    redirect_uri: str
    code_verifier: str = field(repr=False)
    nonce: str = field(repr=False)
    google_id: str = ""


def is_configured() -> bool:
    """Whether there is an OAuth client to sign in with."""
    return bool(settings.GOOGLE_OAUTH_CLIENT_ID and settings.GOOGLE_OAUTH_CLIENT_SECRET)


def is_ours(issuer: str) -> bool:
    """Whether an answer comes from Google, by the issuer that it names (RFC 9207); one that names none is believed."""
    return not issuer or issuer in ISSUERS


def is_feature(name: str) -> bool:
    """Whether `name` is something that can be granted by itself."""
    return name in FEATURES


def begin(*, redirect_uri: str, feature: str = "", google_id: str = "", prompt: str = "") -> Authorization:
    """Prepare a trip to Google: where to send the browser, and what to remember meanwhile.

    `feature` asks for its scopes; without one, for those of the first sign-in. `google_id` proposes that
    account. `prompt` is Google's own, "consent" or "select_account".
    """
    hints = {"login_hint": google_id, "prompt": prompt}
    return oauth.authorization(
        redirect_uri=redirect_uri,
        scopes=[*IDENTITY, *FEATURES[feature or AT_SIGN_IN]],
        **{name: value for name, value in hints.items() if value},
    )


def begin_confirming(*, redirect_uri: str) -> Authorization:
    """Prepare a trip after which it is known who sits there, and nothing else.

    Google always shows a page of its own. Whether it wants the password there is its own matter, and the
    company's: it has no way to be asked for that
    (https://developers.google.com/identity/siwg/security-bundle).
    """
    return oauth.authorization(
        redirect_uri=redirect_uri,
        scopes=IDENTITY,
        prompt="select_account",
        access_type="online",
        include_granted_scopes="false",
    )


def complete(back: Return) -> SignedIn:
    """Exchange the code of a callback whose state was checked, and store who came and what was granted.

    Raises SignInRefused, UpstreamUnavailable and UpstreamRejected; then nothing is stored.
    """
    identity, grant = _exchange(back)
    account = _store(identity, grant)
    return SignedIn(account.user, identity.sub, lasting=bool(account.refresh_token))


def confirm(back: Return) -> None:
    """Raise as `complete` does, unless the one came back who is wanted. Nothing is stored."""
    _exchange(back)


def _exchange(back: Return) -> tuple[Identity, Grant]:
    grant = oauth.exchange(back.code, redirect_uri=back.redirect_uri, code_verifier=back.code_verifier)
    identity = identify(grant.id_token, nonce=back.nonce)
    if not _is_admitted(identity):
        raise SignInRefused("wrong_domain")
    if back.google_id and back.google_id != identity.sub:
        raise SignInRefused("other_account")
    return identity, grant


def _is_admitted(identity: Identity) -> bool:
    domains = {domain.lower() for domain in settings.GOOGLE_WORKSPACE_DOMAINS}
    return identity.domain.lower() in domains if domains else settings.GOOGLE_ANYONE_MAY_SIGN_IN


@transaction.atomic
def _store(identity: Identity, grant: Grant) -> GoogleOAuthAccount:
    """Create or update the user of a Google account, and the account's tokens."""
    user = _user(identity)
    if not user.is_active:
        raise SignInRefused("inactive")
    columns = {
        "user": user,
        "email": identity.email,
        "name": identity.name[:255],
        "access_token": grant.access_token,
        "token_expires_at": grant.expires_at,
        "granted_scopes": grant.scopes,
        # A refresh of the old tokens that is under way must not store what it brings.
        "refresh_lease": "",
        "refresh_lease_until": None,
    }
    if grant.refresh_token:
        columns["refresh_token"] = grant.refresh_token
    account, _ = GoogleOAuthAccount.objects.update_or_create(google_id=identity.sub, defaults=columns)
    return account


def _user(identity: Identity) -> User:
    """Return the Django user of a Google account, by Google's `sub`: an e-mail address may change hands."""
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
