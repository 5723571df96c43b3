"""Prints statistics of the API cache; `--verbose` and `--json` add its counters."""

import json
from typing import Any

from django.core.management.base import CommandParser

from google_oauth.cache_service import CacheService
from google_oauth.management.cache_commands import CacheCommand

SPANS = {"last_hour": "последний час", "last_week": "последнюю неделю"}
DERIVED = ("hit_rate", "calls_saved")


class Command(CacheCommand):
    help = "Показывает статистику кэша API данных"

    def add_arguments(self, parser: CommandParser) -> None:
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="вывести JSON")
        parser.add_argument("--verbose", action="store_true", help="добавить свежесть и счётчики")

    def handle(self, *_: Any, **options: Any) -> None:
        with self.progress() as on_step:
            stats = CacheService.get_cache_stats(options["service"], options["user"], on_step=on_step)
        if options["json"]:
            self.stdout.write(json.dumps(stats, ensure_ascii=False, indent=2))
            return
        self.stdout.write("📊 Статистика кэша API данных:")
        self.stdout.write(f"Всего ключей: {stats['total_keys']}")
        if stats["total_keys"]:
            self.print_services(stats)
        if options["verbose"]:
            self.print_freshness(stats)
            self.print_counters(stats["counters"])

    def print_services(self, stats: dict[str, Any]) -> None:
        self.stdout.write("\n📋 По сервисам:")
        for service, entries in stats["services"].items():
            self.stdout.write(f"  {service}: {entries} ключей")
        self.stdout.write(f"\n⏰ Самый старый кэш: {stats['oldest_cache']}")
        self.stdout.write(f"🆕 Самый новый кэш: {stats['newest_cache']}")

    def print_freshness(self, stats: dict[str, Any]) -> None:
        self.stdout.write("\n🌿 Свежие и устаревшие:")
        for service, fresh in stats["fresh"].items():
            self.stdout.write(f"  {service}: {fresh} свежих, {stats['stale'][service]} устаревших")

    def print_counters(self, counters: dict[str, Any]) -> None:
        for span, services in counters.items():
            self.stdout.write(f"\n📈 За {SPANS[span]}:")
            for service, events in services.items():
                self.stdout.write(f"  {service}:{_summary(events)}")
                counted = [f"{name} {number}" for name, number in events.items() if name not in DERIVED]
                self.stdout.write(f"    {', '.join(counted) or 'ничего'}")


def _summary(events: dict[str, Any]) -> str:
    if "hit_rate" not in events:
        return ""
    return f" из кэша {events['hit_rate']:.1%}, сэкономлено вызовов: {events['calls_saved']}"
