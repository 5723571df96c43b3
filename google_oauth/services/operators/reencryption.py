"""Encryption of stored tokens with the first of `settings.TOKEN_ENCRYPTION_KEYS`."""

from dataclasses import dataclass
from typing import Any, Final

from cryptography.fernet import InvalidToken
from django.db.models import TextField, Value
from django.db.models.functions import Cast

from google_oauth.core.encrypted_field import rotated
from google_oauth.models import GoogleOAuthAccount, HuntflowConnection

MODELS: Final = (GoogleOAuthAccount, HuntflowConnection)
COLUMNS: Final = ("access_token", "refresh_token")


@dataclass(frozen=True)
class Reencrypted:
    """The number of tokens that the first key encrypts now, and of those that no key decrypts."""

    tokens: int
    unreadable: int


def reencrypt() -> Reencrypted:
    """Encrypt every stored token with the first key; tokens that no key decrypts stay unchanged."""
    done = [_rotate(model, column) for model in MODELS for column in COLUMNS]
    return Reencrypted(sum(each.tokens for each in done), sum(each.unreadable for each in done))


def _rotate(model: Any, column: str) -> Reencrypted:
    tokens = unreadable = 0
    # As text: the field would decrypt it.
    rows = model.objects.annotate(ciphertext=Cast(column, TextField())).exclude(ciphertext="")
    for pk, ciphertext in list(rows.values_list("pk", "ciphertext")):
        try:
            fresh = Value(rotated(ciphertext), output_field=TextField())
        except InvalidToken:
            unreadable += 1
            continue
        # A token that was refreshed meanwhile has the first key already.
        rows.filter(pk=pk, ciphertext=ciphertext).update(**{column: fresh})
        tokens += 1
    return Reencrypted(tokens, unreadable)
