"""Shows what the API cache holds."""

import json
from typing import Any

from django.core.management.base import CommandParser

from google_oauth.management.cache_commands import CacheCommand


class Command(CacheCommand):
    """Print the statistics of the cache as text, or as JSON for other programs."""

    help = "Показывает статистику кэша API данных"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the form of the output to the filters."""
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="вывести JSON")

    def handle(self, *_: Any, **options: Any) -> None:
        """Count and print."""
        stats = self.census(options).as_dict()
        if options["json"]:
            self.stdout.write(json.dumps(stats, ensure_ascii=False, indent=2))
            return
        self.stdout.write("📊 Статистика кэша API данных:")
        self.stdout.write(f"Всего ключей: {stats['total_keys']}")
        if stats["total_keys"]:
            self.print_services(stats)

    def print_services(self, stats: dict[str, Any]) -> None:
        """The blocks that an empty cache does not have."""
        self.stdout.write("\n📋 По сервисам:")
        for service, entries in stats["services"].items():
            self.stdout.write(f"  {service}: {entries} ключей")
        self.stdout.write(f"\n⏰ Самый старый кэш: {stats['oldest_cache']}")
        self.stdout.write(f"🆕 Самый новый кэш: {stats['newest_cache']}")
