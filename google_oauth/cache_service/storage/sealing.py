"""Encryption of entries in Redis. A sealed text can be unsealed only for the address that it was sealed for.

It has the number of a key, a random nonce, and AES-256-GCM ciphertext (NIST SP 800-38D). The address is
authenticated, not stored: the caller of `unseal` must give the same one.
"""

import os
from base64 import urlsafe_b64decode
from collections.abc import Mapping
from dataclasses import dataclass
from functools import lru_cache
from hashlib import sha256
from typing import Final

from cryptography.exceptions import InvalidTag
from cryptography.hazmat.primitives.ciphers.aead import AESGCM
from django.conf import settings

from google_oauth.cache_service.conf import conf

NUMBER_BYTES: Final = 4
NONCE_BYTES: Final = 12
_HEAD: Final = NUMBER_BYTES + NONCE_BYTES


@dataclass(frozen=True, slots=True, eq=False)
class SealingKeys:
    """The ciphers by the numbers of their keys; `number` is that of the key that encrypts.

    Equal settings give the same object, so it may be part of a cache key.
    """

    number: bytes
    ciphers: Mapping[bytes, AESGCM]


def seal(text: bytes, address: bytes) -> bytes:
    """Encrypt `text` for `address`; another result at each call."""
    keys, nonce = current_keys(), os.urandom(NONCE_BYTES)
    return keys.number + nonce + keys.ciphers[keys.number].encrypt(nonce, text, address)


def unseal(sealed: bytes, address: bytes, keys: SealingKeys | None = None) -> bytes:
    """Decrypt; ValueError for cut or altered bytes, an unknown key, or another address."""
    cipher = (keys or current_keys()).ciphers.get(sealed[:NUMBER_BYTES])
    if cipher is None:
        raise ValueError("sealed with an unknown key")
    try:
        return cipher.decrypt(sealed[NUMBER_BYTES:_HEAD], memoryview(sealed)[_HEAD:], address)
    except InvalidTag as exc:
        raise ValueError("altered, or sealed for another address") from exc


def current_keys() -> SealingKeys:
    """The keys of the settings; without any, one derived from SECRET_KEY."""
    return _keys_of(tuple(conf.encryption_keys), settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _keys_of(configured: tuple[str, ...], secret: str) -> SealingKeys:
    raw = [urlsafe_b64decode(key) for key in configured] or [
        sha256(b"api cache boxes|" + secret.encode()).digest()
    ]
    numbered = {sha256(b"api cache key|" + key).digest()[:NUMBER_BYTES]: AESGCM(key) for key in raw}
    return SealingKeys(next(iter(numbered)), numbered)
