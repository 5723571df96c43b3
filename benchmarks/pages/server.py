"""gunicorn with two workers, as production runs it, and a visitor with several connections to it."""

import http.client
import os
import subprocess
import sys
import time
from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from typing import Final

from django.conf import settings

from benchmarks.harness import site
from config.processes import free_port

CONNECTIONS: Final = 4


class Server:
    """Serves from the moment it is made to the end of this process."""

    def __init__(self, cookie: str) -> None:
        self.port = free_port(0)
        self._headers = {
            "Cookie": f"{settings.SESSION_COOKIE_NAME}={cookie}; tz=Europe/Moscow",
            "Accept-Encoding": "gzip",
        }
        environ = {
            "DJANGO_SETTINGS_MODULE": "benchmarks.pages.settings",
            "DEBUG": "false",
            "BENCHMARK_STATIC": f"{site.directory.name}/static",
            "SECRET_KEY": settings.SECRET_KEY,
            "TOKEN_ENCRYPTION_KEYS": ",".join(settings.TOKEN_ENCRYPTION_KEYS),
            "ALLOWED_HOSTS": site.HOST,
            "GOOGLE_WORKSPACE_DOMAINS": "example.com",
            "WEB_CONCURRENCY": "2",
        }
        collect = [sys.executable, "manage.py", "collectstatic", "--noinput", "--verbosity", "0"]
        subprocess.run(collect, cwd=site.ROOT, env=os.environ | environ, check=True, timeout=60)  # noqa: S603 - ours
        command = ["-m", "gunicorn", "--config", "config/gunicorn.py", "--bind", f"{site.HOST}:{self.port}"]
        site.start_child(command, self.port, environ)

    def get(self, path: str) -> float:
        """Seconds of one request on a connection of its own."""
        connection = http.client.HTTPConnection(site.HOST, self.port, timeout=30)
        began = time.perf_counter()
        self._ask(connection, path)
        taken = time.perf_counter() - began
        connection.close()
        return taken

    def burst(self, path: str, number: int) -> float:
        """Seconds for each of `number` requests, asked over a few connections at once."""
        left = iter(range(number))
        began = time.perf_counter()
        with ThreadPoolExecutor(CONNECTIONS) as pool:
            for visit in [pool.submit(self._visit, path, left) for _ in range(CONNECTIONS)]:
                visit.result()
        return (time.perf_counter() - began) / number

    def _visit(self, path: str, left: Iterator[int]) -> None:
        connection = http.client.HTTPConnection(site.HOST, self.port, timeout=30)
        # The iterator of a range may be shared by threads.
        for _ in left:
            self._ask(connection, path)
        connection.close()

    def _ask(self, connection: http.client.HTTPConnection, path: str) -> None:
        connection.request("GET", path, headers=self._headers)
        answer = connection.getresponse()
        answer.read()
        assert answer.status == http.client.OK, (path, answer.status)
