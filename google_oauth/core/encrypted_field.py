"""Encrypted text columns: Fernet (AES-128-CBC with HMAC-SHA256) by the `cryptography` package.

The first of `settings.TOKEN_ENCRYPTION_KEYS` encrypts, all decrypt. To change the key, put a new one in front
and run `manage.py reencrypt`.
"""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.TOKEN_ENCRYPTION_KEYS])


def rotated(ciphertext: str) -> str:
    """Encrypt the text again, with the first key. Raises InvalidToken when no key decrypts it."""
    return _fernet().rotate(ciphertext.encode()).decode()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A text column, encrypted in the database and plain in Python.

    A value that no key decrypts reads as "", and the user connects again.
    """

    def get_prep_value(self, value: Any) -> Any:
        """Encrypt; "" stays "", so that queries can find empty values."""
        return _fernet().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        if not value:
            return value
        try:
            return _fernet().decrypt(value.encode()).decode()
        except InvalidToken:
            return ""
