"""System checks: wrong configuration is said at start, with an id and a hint, not met by a user later."""

from collections.abc import Iterator
from typing import Any, Final
from urllib.parse import urlsplit

from cryptography.fernet import Fernet
from django.conf import settings
from django.core.checks import Error, Tags, register

from google_oauth.clients.huntflow.hosts import is_entry
from google_oauth.core.cookies import HOST

# Sessions must outlive a Redis outage, the verifier of a sign-in must not be readable in a cookie, and a user's own
# sessions must be found.
SESSION_ENGINE: Final = "google_oauth.core.session_backend"

# Where tokens, codes and personal data go.
UPSTREAM_ADDRESSES: Final = (
    "GOOGLE_API_BASE_URL",
    "GOOGLE_OAUTH_AUTH_URI",
    "GOOGLE_OAUTH_TOKEN_URI",
    "GOOGLE_OAUTH_REVOKE_URI",
    "GOOGLE_OAUTH_CERTS_URI",
    "HUNTFLOW_API_BASE_URL",
)
# What leaves no wire of this machine may be spoken in clear, as it is to a stand-in.
THIS_MACHINE: Final = {"127.0.0.1", "::1", "localhost"}


@register(Tags.security)
def check_who_may_sign_in(**_: Any) -> Iterator[Error]:
    if not (settings.DEBUG or settings.GOOGLE_WORKSPACE_DOMAINS):
        yield Error(
            "Nobody may sign in: GOOGLE_WORKSPACE_DOMAINS is empty.",
            hint="Set it to the company's Google Workspace domains, with commas between them.",
            id="google_oauth.E001",
        )


@register(Tags.security)
def check_google_client(**_: Any) -> Iterator[Error]:
    if not (settings.DEBUG or (settings.GOOGLE_OAUTH_CLIENT_ID and settings.GOOGLE_OAUTH_CLIENT_SECRET)):
        yield Error(
            "There is no Google OAuth client.",
            hint="Set GOOGLE_OAUTH_CLIENT_ID and GOOGLE_OAUTH_CLIENT_SECRET; docs/connect.md says where they come from.",
            id="google_oauth.E002",
        )


@register(Tags.security)
def check_session_engine(**_: Any) -> Iterator[Error]:
    if settings.SESSION_ENGINE != SESSION_ENGINE:
        yield Error(
            f"SESSION_ENGINE {settings.SESSION_ENGINE} keeps sessions where their users cannot end them.",
            hint=f'Use "{SESSION_ENGINE}", which keeps them in the database.',
            id="google_oauth.E003",
        )


@register(Tags.database)
def check_atomic_requests(**_: Any) -> Iterator[Error]:
    for alias, database in settings.DATABASES.items():
        if database.get("ATOMIC_REQUESTS"):
            yield Error(
                f'ATOMIC_REQUESTS of the database "{alias}" keeps a transaction open while Google or Huntflow is asked.',
                hint="Turn it off; whatever must be stored together opens its own transaction.",
                id="google_oauth.E004",
            )


@register(Tags.security)
def check_encryption_keys(**_: Any) -> Iterator[Error]:
    """A wrong key would be met at the first sign-in."""
    try:
        keys = [Fernet(key) for key in settings.TOKEN_ENCRYPTION_KEYS]
    except ValueError:
        keys = []
    if not keys:
        yield Error(
            "TOKEN_ENCRYPTION_KEYS holds no Fernet keys, or something that is none.",
            hint="Each is 32 bytes in URL-safe base64, as cryptography.fernet.Fernet.generate_key() makes them.",
            id="google_oauth.E005",
        )


@register(Tags.security)
def check_huntflow_hosts(**_: Any) -> Iterator[Error]:
    """A wildcard would let recruiters send this server anywhere."""
    for entry in settings.HUNTFLOW_ALLOWED_HOSTS:
        if not is_entry(entry):
            yield Error(
                f"HUNTFLOW_ALLOWED_HOSTS holds {entry!r}, which is neither a host nor a domain.",
                hint='Write "hr.example.com", "hr.example.com:8443", or ".example.com" for all hosts below a domain.',
                id="google_oauth.E006",
            )


@register(Tags.security)
def check_upstream_addresses(**_: Any) -> Iterator[Error]:
    for name in UPSTREAM_ADDRESSES:
        if not settings.DEBUG and not _is_private_talk(getattr(settings, name)):
            yield Error(
                f"{name} is not an https address, so tokens and personal data would travel in clear.",
                hint="Begin it with https://; only a stand-in on this machine may do without.",
                id="google_oauth.E007",
            )


@register(Tags.security)
def check_cookie_names(**_: Any) -> Iterator[Error]:
    for kind in ("SESSION", "CSRF"):
        name = getattr(settings, f"{kind}_COOKIE_NAME")
        if name.startswith(HOST) and not _is_for_this_host(kind):
            yield Error(
                f"Browsers refuse the cookie {name}.",
                hint=f"{kind}_COOKIE_SECURE must be on, {kind}_COOKIE_PATH /, and {kind}_COOKIE_DOMAIN empty.",
                id="google_oauth.E008",
            )


def _is_for_this_host(kind: str) -> bool:
    secure, path, domain = (
        getattr(settings, f"{kind}_COOKIE_{part}") for part in ("SECURE", "PATH", "DOMAIN")
    )
    return bool(secure and path == "/" and not domain)


def _is_private_talk(address: str) -> bool:
    parts = urlsplit(address)
    return parts.scheme == "https" or parts.hostname in THIS_MACHINE
