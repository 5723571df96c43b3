"""How gunicorn serves; `config.serve` starts it with this. GUNICORN_CMD_ARGS and WEB_CONCURRENCY still win."""

import gc
import os
import shutil
import sys
import tempfile

from gunicorn.arbiter import Arbiter
from gunicorn.workers.base import Worker

wsgi_app = "config.wsgi:application"
proc_name = "dashboard"
workers = int(os.environ.get("WEB_CONCURRENCY", max(2, os.cpu_count() or 1)))
# Reads requests whole before a thread has them. A cold page waits for Google in its thread, so there are more of them
# than a core could keep busy.
worker_class = "config.worker.Worker"
# The master keeps what it has imported, and a reload wants the new code.
for _name in ("config.worker", "config.framing"):
    sys.modules.pop(_name, None)
threads = 16
# Of one worker; where there are more, the one that has waited longest for its client is closed.
worker_connections = 1000
# Seconds. A page waits up to 8 for an upstream, a sign-in up to 20. A proxy should give up later than this server.
graceful_timeout = 30
timeout = 60
# One request for each connection. A kept one is closed by a worker that ends, at times just when the next request
# is on its way on it; and the proxy is near.
keepalive = 0
# A heartbeat on a disk that is slow would look like a worker that hangs.
worker_tmp_dir = "/dev/shm" if os.path.isdir("/dev/shm") else None  # noqa: S108, PTH112 - memory, not a file
control_socket_disable = True

# The lines of the server itself; those of requests come from the application.
logconfig_dict = {
    "formatters": {"json": {"()": "google_oauth.core.json_log.JsonLines"}},
    "handlers": {"console": {"class": "logging.StreamHandler", "formatter": "json"}},
    "root": {"level": "WARNING", "handlers": ["console"]},
    "loggers": {"gunicorn.error": {"level": "INFO", "handlers": ["console"], "propagate": False}},
}

# Where the workers leave their metrics for whichever of them is scraped. A reload reads this file again, and
# the counters must go on.
_METRICS = "PROMETHEUS_MULTIPROC_DIR"
_OURS = "DASHBOARD_METRICS_DIR"
if _METRICS not in os.environ:
    os.environ[_METRICS] = os.environ[_OURS] = tempfile.mkdtemp(prefix="dashboard-metrics-")


def post_fork(_server: Arbiter, _worker: Worker) -> None:
    """Forget what the master has imported of the application, or a reload would bring half of a new version."""
    for name in [name for name in sys.modules if name.partition(".")[0] in {"config", "google_oauth"}]:
        del sys.modules[name]


def post_worker_init(_worker: Worker) -> None:
    """Let the garbage collector pass over what lives as long as the worker, and look for garbage more rarely.

    A page makes tens of thousands of objects out of its entries, and drops them. With Python's own thresholds every
    tenth page waited 80 ms for a search through the whole program, in which there is nothing to find.
    """
    gc.collect()
    gc.freeze()
    gc.set_threshold(20_000, 20, 20)


def on_exit(_server: Arbiter) -> None:
    if _OURS in os.environ:
        shutil.rmtree(os.environ[_OURS], ignore_errors=True)
