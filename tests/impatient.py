"""A small application, and the worker of production with times that are short enough for tests."""

import time
from collections.abc import Callable, Iterable
from typing import Any

from config import worker

LARGE = 3_000_000


class Worker(worker.Worker):
    """It changes the bounds in its own process alone."""

    def init_process(self) -> None:
        for name, bound in {
            "HEAD_TIME": 0.4,
            "REQUEST_TIME": 0.8,
            "ANSWER_TIME": 0.4,
            "CLOSE_TIME": 0.4,
            "MAX_UNSENT": 20_000_000,
        }.items():
            setattr(worker, name, bound)
        super().init_process()


def application(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
    """Answer with what came; /slow and ?slow take their time, /large has more than any buffer."""
    path = environ["PATH_INFO"]
    if path == "/slow":
        time.sleep(1)
    elif environ["QUERY_STRING"] == "slow":
        time.sleep(0.4)
    body = b"a" * LARGE if path == "/large" else path.encode() + b" " + environ["wsgi.input"].read()
    start_response("200 OK", [("Content-Length", str(len(body)))])
    return [body]
