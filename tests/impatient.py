"""A small application under the worker of production, whose times are short enough for tests."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from config import worker

worker.HEAD_TIME, worker.REQUEST_TIME = 0.4, 0.8
worker.ANSWER_TIME, worker.CLOSE_TIME = 0.4, 0.4
worker.MAX_UNSENT = 20_000_000
LARGE = 3_000_000
# Where gunicorn looks for it.
Worker = worker.Worker


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with what came; /slow takes its time, /large has more than any buffer."""
    path = environ["PATH_INFO"]
    if path == "/slow":
        time.sleep(1)
    body = b"a" * LARGE if path == "/large" else path.encode() + b" " + environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
