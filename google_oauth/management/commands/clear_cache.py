"""Removes the API cache; other keys of the Redis database stay."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from google_oauth.cache_service import CacheService
from google_oauth.management.cache_commands import CacheCommand


class Command(CacheCommand):
    help = "Очищает кэш API данных; сессии и чужие ключи остаются"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--confirm", action="store_true", help="не спрашивать подтверждения")
        parser.add_argument(
            "--dry-run", action="store_true", help="только показать, сколько записей удалится"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        if options["dry_run"]:
            self.stdout.write(f"Будет удалено записей: {self.count_entries(options)}")
            return
        if not (options["confirm"] or self.is_confirmed(options)):
            raise CommandError("Кэш не очищен: нет подтверждения (ключ --confirm)")
        self.stdout.write(f"✅ Кэш API очищен, удалено записей: {self.remove(options)}")

    def is_confirmed(self, options: dict[str, Any]) -> bool:
        """Ask at a terminal; without one, the answer is no."""
        if not sys.stdin.isatty():
            return False
        count = self.count_entries(options)
        try:
            answer = input(f"Удалить записи кэша API ({count})? [y/N] ")
        except EOFError:
            # Ctrl-D leaves the cursor behind the question.
            self.stdout.write()
            return False
        return answer.strip().lower() in {"y", "yes", "д", "да"}

    def remove(self, options: dict[str, Any]) -> int:
        with self.progress() as on_step:
            return CacheService.clear_entries(options["service"], options["user"], on_step=on_step)
