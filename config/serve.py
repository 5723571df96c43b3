"""`make serve`: the production server, once everything that it needs is there; else it says what is missing.

It looks first, in a process that then becomes gunicorn: a worker that fails at its start would be started again
and again, and its traceback would bury the reason.
"""

import argparse
import os
import sys
from collections.abc import Iterator
from io import StringIO
from pathlib import Path
from typing import NoReturn

import django
from django.conf import settings
from django.contrib.staticfiles.storage import staticfiles_storage
from django.core.exceptions import ImproperlyConfigured
from django.core.management import call_command
from django.core.management.base import SystemCheckError
from django.db import DatabaseError, connection
from django.db.migrations.executor import MigrationExecutor
from environs import EnvError

# A path, not a module's name: a reload reads a file anew.
GUNICORN = str(Path(__file__).with_name("gunicorn.py"))


def settings_problem() -> str:
    """Why the settings cannot be loaded, or are none for production; empty if they are."""
    try:
        django.setup()
    except (EnvError, ImproperlyConfigured, ValueError) as exc:
        return f"{str(exc).rstrip('.')}. docs/settings.md explains each variable."
    return "DEBUG is on; a production server wants DEBUG=false." if settings.DEBUG else ""


def problems() -> Iterator[str]:
    """What else stands in the way, one line each."""
    try:
        call_command("check", deploy=True, stdout=StringIO())
    except SystemCheckError as exc:
        yield str(exc).strip()
    try:
        executor = MigrationExecutor(connection)
        if executor.migration_plan(executor.loader.graph.leaf_nodes()):
            yield "The database lacks migrations: python manage.py migrate"
    except DatabaseError as exc:
        yield f"The database does not answer ({type(exc).__name__}); DATABASE_URL says where it is."
    finally:
        connection.close()
    if not staticfiles_storage.exists("staticfiles.json"):
        yield "Static files are not collected: python manage.py collectstatic"


def parse(argv: list[str] | None) -> argparse.Namespace:
    parser = argparse.ArgumentParser(prog="python -m config.serve", description=__doc__)
    parser.add_argument("--bind", default="127.0.0.1:8000", metavar="ADDRESS", help="host:port or unix:path")
    parser.add_argument(
        "--collect-static", action="store_true", help="collect, hash and compress static files first"
    )
    return parser.parse_args(argv)


def obstacles(*, collect_static: bool) -> list[str]:
    """Everything that keeps the server from starting, after collecting static files if that is wanted."""
    problem = settings_problem()
    if problem:
        return [problem]
    if collect_static:
        call_command("collectstatic", interactive=False, verbosity=0)
    return list(problems())


def become_server(bind: str, environ: dict[str, str]) -> NoReturn:
    command = [sys.executable, "-m", "gunicorn", "--config", GUNICORN, "--bind", bind]
    os.execve(sys.executable, command, environ)  # noqa: S606 - no shell is wanted


def main(argv: list[str] | None = None) -> int:
    """Become the server; returns 1 when something is missing."""
    options = parse(argv)
    os.environ.setdefault("DEBUG", "false")
    # Without what .env adds: each worker reads that file anew, so that a reload takes over its changes.
    environ = dict(os.environ)
    found = obstacles(collect_static=options.collect_static)
    if not found:
        become_server(options.bind, environ)
    sys.stderr.writelines(f"{line}\n" for line in found)
    return 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main())
