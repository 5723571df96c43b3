"""Removes a user with tokens, sessions and cached answers."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import CommandError, CommandParser

from google_oauth.management.cache_commands import CacheCommand
from google_oauth.services.operators import erasure


class Command(CacheCommand):
    help = "Удаляет пользователя: токены, сессии, кэш; отзывает доступ в Google"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="адрес, с которым человек входил через Google")
        parser.add_argument("--dry-run", action="store_true", help="только показать, что удалится")

    def handle(self, *_: Any, **options: Any) -> None:
        users = erasure.users_of(options["email"])
        if not users:
            raise CommandError(f"Пользователя с адресом {options['email']} нет")
        for user in users:
            self.print_traces(user)
            if not options["dry_run"]:
                self.forget(user)
        if options["dry_run"]:
            self.stdout.write("Ничего не удалено (ключ --dry-run)")

    def print_traces(self, user: User) -> None:
        with self.reaching_redis():
            traces = erasure.traces_of(user)
        self.stdout.write(f"👤 Пользователь {user.pk}:")
        self.stdout.write(f"  сессий: {traces.sessions}")
        self.stdout.write(f"  записей кэша: {traces.entries}")
        self.stdout.write(f"  подключения: {', '.join(traces.connections) or 'нет'}")

    def forget(self, user: User) -> None:
        number = user.pk
        done = erasure.forget_user(user)
        if not done.revoked:
            self.stderr.write(
                "⚠️ Google не ответил: доступ там ещё действует, отозвать его можно на myaccount.google.com"
            )
        if not done.erased:
            raise CommandError(
                f"Токены и сессии пользователя {number} удалены, но Redis не подтвердил удаление кэша: "
                "повторите команду"
            )
        self.stdout.write(f"✅ Пользователь {number} забыт: токены, сессии и кэш удалены")
