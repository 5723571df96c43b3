"""What lies in Redis is boxed: encrypted, and of no use anywhere but where it was put.

A box is the number of a key, a random nonce, and what AES-256-GCM makes of the text (NIST SP 800-38D). What it
belongs to is authenticated with it and not kept in it: whoever opens a box has to say the same.
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
class Keys:
    """The ciphers by the numbers of their keys; `number` is that of the one which encrypts.

    The same settings give the same object, so it may name what was opened with it.
    """

    number: bytes
    ciphers: Mapping[bytes, AESGCM]


def close(text: bytes, belongs_to: bytes) -> bytes:
    """`text` in a box; another one at each call."""
    keys, nonce = current_keys(), os.urandom(NONCE_BYTES)
    return keys.number + nonce + keys.ciphers[keys.number].encrypt(nonce, text, belongs_to)


def open_(box: bytes, belongs_to: bytes, keys: Keys | None = None) -> bytes:
    """What is in the box; ValueError when it was cut, altered, closed with no key of ours, or belongs elsewhere."""
    cipher = (keys or current_keys()).ciphers.get(box[:NUMBER_BYTES])
    if cipher is None:
        raise ValueError("no key of ours")
    try:
        return cipher.decrypt(box[NUMBER_BYTES:_HEAD], memoryview(box)[_HEAD:], belongs_to)
    except InvalidTag as exc:
        raise ValueError("not closed by us, for this place") from exc


def current_keys() -> Keys:
    """The keys of the settings."""
    return _keys_of(tuple(conf.encryption_keys), settings.SECRET_KEY)


@lru_cache(maxsize=4)
def _keys_of(configured: tuple[str, ...], secret: str) -> Keys:
    """The keys of the settings; without any, one made from the secret key."""
    raw = [urlsafe_b64decode(key) for key in configured] or [
        sha256(b"api cache boxes|" + secret.encode()).digest()
    ]
    numbered = {sha256(b"api cache key|" + key).digest()[:NUMBER_BYTES]: AESGCM(key) for key in raw}
    return Keys(next(iter(numbered)), numbered)
