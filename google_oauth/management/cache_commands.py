"""What the two commands of the cache share: which entries they are about, and how they fail."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser

from google_oauth.cache_service.datasets import DATA_SETS
from google_oauth.cache_service.report.census import Census, take
from google_oauth.cache_service.storage import scan
from google_oauth.exceptions import CacheUnavailable, RedisUnavailable
from google_oauth.management.progress import Progress


class CacheCommand(BaseCommand):
    """A command about all entries, or those of `--user` or `--service`. Its words are Russian, for operators.

    It checks what concerns the cache alone: all checks import all pages, which takes longer than most counts.
    """

    requires_system_checks = (Tags.caches,)

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the two filters."""
        parser.add_argument("--user", type=int, metavar="ID", help="только записи этого пользователя")
        parser.add_argument(
            "--service", choices=sorted(DATA_SETS), metavar="NAME", help="только записи этого сервиса"
        )

    def census(self, options: dict[str, Any]) -> Census:
        """Count the entries that the options name, with a progress bar on a terminal."""
        with self.reaching_redis(), Progress(scan.database_size(), sys.stderr) as progress:
            return take(service=options["service"], user_id=options["user"], on_step=progress)

    @contextmanager
    def reaching_redis(self) -> Iterator[None]:
        """Turn Redis being away into one line on stderr and exit code 1."""
        log = logging.getLogger("google_oauth.redis")
        level = log.level
        # The line of the log would be a second one.
        log.setLevel(logging.CRITICAL)
        try:
            yield
        except (CacheUnavailable, RedisUnavailable) as exc:
            raise CommandError(f"Redis недоступен: {exc}") from exc
        finally:
            log.setLevel(level)
