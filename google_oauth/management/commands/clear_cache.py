"""Removes the API cache and nothing else that lives in the same Redis database."""

import sys
from typing import Any

from django.core.management.base import CommandError, CommandParser

from google_oauth.cache_service.storage import invalidation, scan
from google_oauth.management.cache_commands import CacheCommand
from google_oauth.management.progress import Progress


class Command(CacheCommand):
    """Remove entries after a confirmation, or say how many would go."""

    help = "Очищает кэш API данных; сессии и чужие ключи остаются"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the two ways round the question to the filters."""
        super().add_arguments(parser)
        parser.add_argument("--confirm", action="store_true", help="не спрашивать подтверждения")
        parser.add_argument(
            "--dry-run", action="store_true", help="только показать, сколько записей удалится"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        """Ask if need be, remove, and say how many entries went."""
        if options["dry_run"]:
            self.stdout.write(f"Будет удалено записей: {self.census(options).entries.total()}")
            return
        if not (options["confirm"] or self.is_confirmed(options)):
            raise CommandError("Кэш не очищен: нет подтверждения (ключ --confirm)")
        self.stdout.write(f"✅ Кэш API очищен, удалено записей: {self.remove(options)}")

    def is_confirmed(self, options: dict[str, Any]) -> bool:
        """Whether a person at a terminal agrees; nobody else is asked."""
        if not sys.stdin.isatty():
            return False
        count = self.census(options).entries.total()
        try:
            answer = input(f"Удалить записи кэша API ({count})? [y/N] ")
        except EOFError:
            # Ctrl-D leaves the cursor behind the question.
            self.stdout.write()
            return False
        return answer.strip().lower() in {"y", "yes", "д", "да"}

    def remove(self, options: dict[str, Any]) -> int:
        """Remove the entries that the options name, with a progress bar on a terminal."""
        with self.reaching_redis(), Progress(scan.database_size(), sys.stderr) as progress:
            return invalidation.remove(options["service"], options["user"], on_step=progress)
