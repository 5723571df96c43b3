"""The base of the cache's commands: filters, progress, and failures of Redis."""

import logging
import sys
from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

from django.core.checks import Tags
from django.core.management.base import BaseCommand, CommandError, CommandParser

from google_oauth.cache_service import DATA_SETS, CacheService
from google_oauth.exceptions import CacheUnavailable, RedisUnavailable
from google_oauth.management.progress import Progress


class CacheCommand(BaseCommand):
    """A command for all entries, or those of `--user` or `--service`. Its output is Russian, for operators."""

    # Other checks import all pages, which takes longer than most counts.
    requires_system_checks = (Tags.caches,)

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("--user", type=int, metavar="ID", help="только записи этого пользователя")
        parser.add_argument(
            "--service", choices=sorted(DATA_SETS), metavar="NAME", help="только записи этого сервиса"
        )

    def count_entries(self, options: dict[str, Any]) -> int:
        with self.progress() as on_step:
            return CacheService.count_entries(options["service"], options["user"], on_step=on_step)

    @contextmanager
    def progress(self) -> Iterator[Progress]:
        """Show the progress of a scan; fail like `reaching_redis`."""
        with self.reaching_redis(), Progress(CacheService.database_size(), sys.stderr) as on_step:
            yield on_step

    @contextmanager
    def reaching_redis(self) -> Iterator[None]:
        """Turn failures of Redis into one line on stderr and exit code 1."""
        log = logging.getLogger("google_oauth.redis")
        level = log.level
        # Its warning would be a second line.
        log.setLevel(logging.CRITICAL)
        try:
            yield
        except (CacheUnavailable, RedisUnavailable) as exc:
            raise CommandError(f"Redis недоступен: {exc}") from exc
        finally:
            log.setLevel(level)
