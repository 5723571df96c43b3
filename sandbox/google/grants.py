"""Who granted what to the client, and the codes and tokens that came of it.

Tokens carry their own meaning under a signature, so that a browser and a database that still hold them go on
working when the sandbox is started anew; what was revoked is forgotten then.
"""

import hashlib
import hmac
import json
import secrets
import time
import zlib
from base64 import urlsafe_b64decode, urlsafe_b64encode
from dataclasses import dataclass

ACCESS_SECONDS = 3599
CODE_SECONDS = 60
ACCESS, REFRESH = "ya29.a0", "1//0"
"""How Google's access and refresh tokens begin."""
MAC_BYTES = 16


@dataclass(frozen=True)
class Authorization:
    """What a code stands for. `challenge` is PKCE's, of method S256 or plain; `offline` asks for a refresh token."""

    email: str
    client_id: str
    redirect_uri: str
    scopes: tuple[str, ...]
    nonce: str = ""
    challenge: str = ""
    challenge_method: str = "plain"
    offline: bool = False


@dataclass(frozen=True)
class Token:
    """A token that is good now, read."""

    kind: str
    email: str
    scopes: tuple[str, ...]
    serial: int
    until: float


class Grants:
    """The grants of all accounts to the one client. Callers hold the sandbox's lock."""

    def __init__(self, *, seed: int) -> None:
        self._key = hashlib.sha256(f"sandbox tokens {seed}".encode()).digest()
        self._last_serial = 0
        self.reset()

    def reset(self) -> None:
        """As if nobody had ever consented; tokens issued before stay what they are."""
        self._scopes: dict[str, tuple[str, ...]] = {}
        self._codes: dict[str, tuple[Authorization, float]] = {}
        self._revoked: dict[str, int] = {}
        self._expired: dict[str, int] = {}

    def granted(self, email: str) -> tuple[str, ...]:
        """The scopes that the account has granted so far, sorted; none at first."""
        return self._scopes.get(email, ())

    def consent(self, email: str, scopes: tuple[str, ...]) -> None:
        """Add `scopes` to what the account granted."""
        self._scopes[email] = tuple(sorted({*self.granted(email), *scopes}))

    def issue_code(self, authorization: Authorization) -> str:
        """A code for one use within a minute."""
        code = "4/0A" + secrets.token_urlsafe(52)
        self._codes[code] = (authorization, time.time() + CODE_SECONDS)
        return code

    def redeem_code(self, code: str) -> Authorization | None:
        """What the code stands for, once; None when it is unknown, used or too old."""
        authorization, until = self._codes.pop(code, (None, 0.0))
        return authorization if time.time() < until else None

    def issue(self, kind: str, email: str, scopes: tuple[str, ...]) -> str:
        """A new token of a kind."""
        until = time.time() + ACCESS_SECONDS if kind == ACCESS else 0
        claims = json.dumps([kind, email, " ".join(scopes), self._next_serial(), until])
        packed = zlib.compress(claims.encode())
        return kind + urlsafe_b64encode(self._sign(packed) + packed).decode().rstrip("=")

    def read(self, kind: str, text: str) -> Token | None:
        """The token if it is of the kind, ours, not revoked and not expired."""
        token = self._decode(kind, text)
        if token is None or token.serial <= self._revoked.get(token.email, 0):
            return None
        if kind == ACCESS:
            early = token.serial <= self._expired.get(token.email, 0)
            return None if early or time.time() >= token.until else token
        return token

    def revoke(self, text: str) -> bool:
        """Remove the whole grant that a token of either kind belongs to; False when it belongs to none."""
        token = self.read(ACCESS, text) or self.read(REFRESH, text)
        if token is not None:
            self.revoke_account(token.email)
        return token is not None

    def revoke_account(self, email: str) -> None:
        """Remove an account's grant with all its tokens and codes."""
        self._revoked[email] = self._next_serial()
        self._scopes.pop(email, None)
        self._codes = {code: held for code, held in self._codes.items() if held[0].email != email}

    def expire(self, email: str) -> None:
        """Let the account's access tokens be past their end."""
        self._expired[email] = self._next_serial()

    def _next_serial(self) -> int:
        self._last_serial = max(time.time_ns(), self._last_serial + 1)
        return self._last_serial

    def _sign(self, packed: bytes) -> bytes:
        return hmac.digest(self._key, packed, "sha256")[:MAC_BYTES]

    def _decode(self, kind: str, text: str) -> Token | None:
        encoded = text.removeprefix(kind)
        try:
            raw = urlsafe_b64decode(encoded + "=" * (-len(encoded) % 4))
        except ValueError:
            return None
        mac, packed = raw[:MAC_BYTES], raw[MAC_BYTES:]
        if not hmac.compare_digest(mac, self._sign(packed)):
            return None
        written, email, scopes, serial, until = json.loads(zlib.decompress(packed))
        return Token(kind, email, tuple(scopes.split()), serial, until) if written == kind else None
