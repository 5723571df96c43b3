"""Removes cached answers about candidates, after one was deleted in Huntflow."""

from typing import Any

from django.core.management.base import CommandParser

from google_oauth.management.cache_commands import CacheCommand
from google_oauth.services.operators import erasure


class Command(CacheCommand):
    help = "Удаляет из кэша ответы Huntflow о кандидатах у всех пользователей"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("account", type=int, metavar="ACCOUNT", help="номер организации в Huntflow")
        parser.add_argument("candidate", type=int, metavar="ID", help="номер кандидата в Huntflow")
        parser.add_argument(
            "--dry-run", action="store_true", help="только показать, сколько записей удалится"
        )

    def handle(self, *_: Any, **options: Any) -> None:
        with self.reaching_redis():
            if options["dry_run"]:
                self.stdout.write(f"Будет удалено записей: {erasure.count_candidates()}")
            else:
                self.stdout.write(f"✅ Удалено записей о кандидатах: {erasure.forget_candidates()}")
        self.stdout.write(
            f"⚠️ В самом Huntflow кандидат {options['candidate']} организации {options['account']} остаётся: "
            "если не удалить его там, следующий просмотр вернёт его в кэш"
        )
        self.stdout.write(
            "⚠️ В событиях и файлах Google он может быть назван: их кэш удаляет clear_cache, сами они остаются в Google"
        )
