"""The project's settings under the environment of the suite.

A developer's `.env` and shell must not change what is tested, so the one is not read, and of the other only
`DATABASE_URL` is kept, to run the suite on another database. Each worker process gets a port of its own for
its Valkey.
"""

import os
import tempfile
from copy import deepcopy
from unittest import mock

from environs import Env

from config.processes import free_port
from tests.environment import documented_variables

VALKEY_PORT = free_port(0)
DIRECTORY = tempfile.TemporaryDirectory(prefix="dashboard-tests-")

for _name in documented_variables().keys() - {"DATABASE_URL"}:
    os.environ.pop(_name, None)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{DIRECTORY.name}/db.sqlite3")
os.environ.update(
    DEBUG="true",
    REDIS_URL=f"redis://127.0.0.1:{VALKEY_PORT}/1",
    SECRET_KEY="secret-key-of-the-tests",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    GOOGLE_OAUTH_CLIENT_ID="client.apps.googleusercontent.com",
    GOOGLE_OAUTH_CLIENT_SECRET="client-secret",
)

with mock.patch.object(Env, "read_env"):
    from config.settings import *  # noqa: F403 - Django reads a module's names
    from config.settings import CACHES, DATABASES

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads of one test must meet SQLite's real locking.
    DATABASES["default"]["TEST"] = {"NAME": f"{DIRECTORY.name}/test.sqlite3"}

# Nobody collected static files here; WhiteNoise warns about a directory that is not there.
STATIC_ROOT = DIRECTORY.name

# A machine that is busy with tests is no outage of Redis. Tests of outages set the application's own timeouts.
CACHES = deepcopy(CACHES)
CACHES["default"]["OPTIONS"].update(SOCKET_TIMEOUT=5, SOCKET_CONNECT_TIMEOUT=5)
