"""Encrypted text columns: Fernet (AES-128-CBC with HMAC-SHA256) by the `cryptography` package.

The keys come from `settings.TOKEN_ENCRYPTION_KEYS`; the first encrypts, all decrypt, so a key is changed
by putting the new one in front and running `manage.py reencrypt`.
"""

from typing import Any

from cryptography.fernet import Fernet, InvalidToken, MultiFernet
from django.conf import settings
from django.db import models


def _fernet() -> MultiFernet:
    return MultiFernet([Fernet(key) for key in settings.TOKEN_ENCRYPTION_KEYS])


def rotated(ciphertext: str) -> str:
    """The same text under the first key. Raises InvalidToken when no key can decrypt it."""
    return _fernet().rotate(ciphertext.encode()).decode()


class EncryptedTextField(models.TextField):  # type: ignore[type-arg]  # not subscriptable when it runs
    """A text column that is encrypted in the database and plain text in Python.

    A value that no key can decrypt reads as the empty string: its owner has to connect again, which is
    what a lost key means, and no page fails for it.
    """

    def get_prep_value(self, value: Any) -> Any:
        """The ciphertext; the empty string stays empty, so that "nothing stored" can be queried."""
        return _fernet().encrypt(value.encode()).decode() if value else value

    def from_db_value(self, value: str | None, *_: object) -> str | None:
        """The plain text of a stored ciphertext."""
        if not value:
            return value
        try:
            return _fernet().decrypt(value.encode()).decode()
        except InvalidToken:
            return ""
