"""Encrypts all stored tokens with the first key."""

from typing import Any

from django.core.management.base import BaseCommand, CommandError

from google_oauth.services.operators.reencryption import reencrypt


class Command(BaseCommand):
    """Run it with a new first key, after a restart of all servers. Then drop the old key."""

    help = "Перешифровывает токены в базе первым ключом из TOKEN_ENCRYPTION_KEYS"

    def handle(self, *_: Any, **__: Any) -> None:
        done = reencrypt()
        self.stdout.write(f"✅ Токенов под первым ключом: {done.tokens}")
        if done.unreadable:
            raise CommandError(
                f"Токенов, которые не открыл ни один ключ: {done.unreadable}; их владельцам нужно подключиться заново"
            )
