"""The project's settings under the environment of the suite.

A developer's `.env` and shell must not change what is tested, so every variable that the settings read is
given here, before they are read. Each worker process gets a port of its own for its Valkey.
"""

import os
import socket
import tempfile


def free_port() -> int:
    """A TCP port of 127.0.0.1 that nobody listens on now."""
    with socket.socket() as sock:
        sock.bind(("127.0.0.1", 0))
        return sock.getsockname()[1]


VALKEY_PORT = free_port()
_directory = tempfile.TemporaryDirectory(prefix="dashboard-tests-")

os.environ.update(
    DEBUG="true",
    REDIS_URL=f"redis://127.0.0.1:{VALKEY_PORT}/1",
    SECRET_KEY="secret-key-of-the-tests",
    ALLOWED_HOSTS="testserver,127.0.0.1,localhost",
    GOOGLE_OAUTH_CLIENT_ID="client.apps.googleusercontent.com",
    GOOGLE_OAUTH_CLIENT_SECRET="client-secret",
    GOOGLE_OAUTH_REDIRECT_URI="",
    GOOGLE_WORKSPACE_DOMAINS="",
    SANDBOX_URL="",
)
os.environ.setdefault("DATABASE_URL", f"sqlite:///{_directory.name}/db.sqlite3")

from config.settings import *  # noqa: E402, F403
from config.settings import DATABASES  # noqa: E402

if DATABASES["default"]["ENGINE"] == "django.db.backends.sqlite3":
    # A file, not memory: threads of one test must meet SQLite's real locking.
    DATABASES["default"]["TEST"] = {"NAME": f"{_directory.name}/test.sqlite3"}
