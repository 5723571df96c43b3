"""Shows what the API cache holds, and with `--verbose` or `--json` how well it works."""

import json
from typing import Any

from django.core.management.base import CommandParser

from google_oauth.cache_service.report import counters
from google_oauth.management.cache_commands import CacheCommand

SPANS = {"last_hour": "последний час", "last_week": "последнюю неделю"}
DERIVED = ("hit_rate", "calls_saved")


class Command(CacheCommand):
    """Print the statistics of the cache as text, or as JSON for other programs."""

    help = "Показывает статистику кэша API данных"

    def add_arguments(self, parser: CommandParser) -> None:
        """Add the forms of the output to the filters."""
        super().add_arguments(parser)
        parser.add_argument("--json", action="store_true", help="вывести JSON")
        parser.add_argument("--verbose", action="store_true", help="добавить свежесть и счётчики")

    def handle(self, *_: Any, **options: Any) -> None:
        """Count and print."""
        stats = self.census(options).as_dict()
        if options["json"]:
            stats["counters"] = self.counters(options["service"])
            self.stdout.write(json.dumps(stats, ensure_ascii=False, indent=2))
            return
        self.stdout.write("📊 Статистика кэша API данных:")
        self.stdout.write(f"Всего ключей: {stats['total_keys']}")
        if stats["total_keys"]:
            self.print_services(stats)
        if options["verbose"]:
            self.print_freshness(stats)
            self.print_counters(self.counters(options["service"]))

    def counters(self, service: str | None) -> dict[str, Any]:
        """The counters of all services, or of one; they are kept per service and not per user."""
        with self.reaching_redis():
            report = counters.report()
        if service is None:
            return report
        return {span: {service: services.get(service, {})} for span, services in report.items()}

    def print_services(self, stats: dict[str, Any]) -> None:
        """The blocks that an empty cache does not have."""
        self.stdout.write("\n📋 По сервисам:")
        for service, entries in stats["services"].items():
            self.stdout.write(f"  {service}: {entries} ключей")
        self.stdout.write(f"\n⏰ Самый старый кэш: {stats['oldest_cache']}")
        self.stdout.write(f"🆕 Самый новый кэш: {stats['newest_cache']}")

    def print_freshness(self, stats: dict[str, Any]) -> None:
        """How much of what is kept is fresh."""
        self.stdout.write("\n🌿 Свежие и устаревшие:")
        for service, fresh in stats["fresh"].items():
            self.stdout.write(f"  {service}: {fresh} свежих, {stats['stale'][service]} устаревших")

    def print_counters(self, report: dict[str, Any]) -> None:
        """What the readers met, the share answered from the cache, and the calls that this saved."""
        for span, services in report.items():
            self.stdout.write(f"\n📈 За {SPANS[span]}:")
            for service, events in services.items():
                self.stdout.write(f"  {service}:{_summary(events)}")
                counted = [f"{name} {number}" for name, number in events.items() if name not in DERIVED]
                self.stdout.write(f"    {', '.join(counted) or 'ничего'}")


def _summary(events: dict[str, Any]) -> str:
    """The derived numbers; nothing where nobody read."""
    if "hit_rate" not in events:
        return ""
    return f" из кэша {events['hit_rate']:.1%}, сэкономлено вызовов: {events['calls_saved']}"
