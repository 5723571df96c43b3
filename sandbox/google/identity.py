"""The id_token: its claims, its signature, and the certificate that proves it."""

import hashlib
import time
from base64 import urlsafe_b64encode
from datetime import UTC, datetime, timedelta
from functools import cached_property
from typing import Any

from cryptography import x509
from cryptography.hazmat.primitives.asymmetric.rsa import RSAPrivateKey, generate_private_key
from cryptography.hazmat.primitives.hashes import SHA256
from cryptography.hazmat.primitives.serialization import Encoding
from cryptography.x509.oid import NameOID
from google.auth import crypt, jwt

from sandbox.google.clients import CLIENT_ID, SIGN_IN_SCOPES
from sandbox.world.people import Account

ISSUER = "https://accounts.google.com"
LIFE_SECONDS = 3600


class Signer:
    """The key of one run of the sandbox, made when it is first needed."""

    @cached_property
    def _key(self) -> RSAPrivateKey:
        return generate_private_key(public_exponent=65537, key_size=2048)

    @cached_property
    def certificates(self) -> dict[str, str]:
        """The certificate in PEM by its key id, as `/oauth2/v1/certs` answers."""
        name = x509.Name([x509.NameAttribute(NameOID.COMMON_NAME, "sandbox")])
        now = datetime.now(UTC)
        certificate = (
            x509.CertificateBuilder(name, name, self._key.public_key(), x509.random_serial_number())
            .not_valid_before(now - timedelta(days=1))
            .not_valid_after(now + timedelta(days=365))
            .sign(self._key, SHA256())
        )
        key_id = certificate.fingerprint(SHA256()).hex()[:40]
        return {key_id: certificate.public_bytes(Encoding.PEM).decode()}

    def id_token(self, claims: dict[str, Any]) -> str:
        """The claims, signed with RS256."""
        (key_id,) = self.certificates
        return str(jwt.encode(crypt.RSASigner(self._key, key_id), claims), "ascii")


def id_claims(account: Account, *, scopes: tuple[str, ...], nonce: str, access_token: str) -> dict[str, Any]:
    """What the id_token says of an account: `at_hash` binds it to the access token, `hd` is the domain."""
    now = int(time.time())
    digest = hashlib.sha256(access_token.encode()).digest()
    claims = {
        "iss": ISSUER,
        "azp": CLIENT_ID,
        "aud": CLIENT_ID,
        "iat": now,
        "exp": now + LIFE_SECONDS,
        "at_hash": urlsafe_b64encode(digest[:16]).decode().rstrip("="),
        **person(account, scopes),
    }
    return claims | ({"nonce": nonce} if nonce else {})


def person(account: Account, scopes: tuple[str, ...]) -> dict[str, Any]:
    """What those sign-in scopes let the client know of an account."""
    _, email, profile = SIGN_IN_SCOPES
    known: dict[str, Any] = {"sub": account.sub}
    if account.domain:
        known["hd"] = account.domain
    if email in scopes:
        known |= {"email": account.email, "email_verified": account.email_verified}
    if profile in scopes:
        known |= {"name": account.name, "given_name": account.given_name, "family_name": account.family_name}
    return known
