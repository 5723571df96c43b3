"""Gives a user the rights of staff, or takes them away."""

from typing import Any

from django.contrib.auth.models import User
from django.core.management.base import BaseCommand, CommandError, CommandParser


class Command(BaseCommand):
    """The only way to the first administrator: users have no passwords."""

    help = "Делает пользователя администратором: он видит работу кэша и раздел /admin/"

    def add_arguments(self, parser: CommandParser) -> None:
        parser.add_argument("email", metavar="EMAIL", help="адрес, с которым человек входил через Google")
        parser.add_argument("--remove", action="store_true", help="отобрать права администратора")

    def handle(self, *_: Any, **options: Any) -> None:
        users = User.objects.filter(email__iexact=options["email"])
        if len(users) != 1:
            raise CommandError(f"Пользователей с адресом {options['email']}: {len(users)}, нужен ровно один")
        is_staff = not options["remove"]
        users.update(is_staff=is_staff, is_superuser=is_staff)
        self.stdout.write("✅ Права администратора даны" if is_staff else "✅ Права администратора отобраны")
