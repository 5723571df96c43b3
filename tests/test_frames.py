"""The room for frames, seen from the pages of memory that a thread touches for the first time."""

import threading
from collections.abc import Callable, Iterable
from resource import RUSAGE_THREAD, getrusage

from config.frames import with_room

CALLS = 200
# Deep enough to stand at the end of a piece of the stack, of which each has room for some hundred frames.
DEPTHS = range(150)


def leaf() -> None:
    pass


# Larger than the frames of `faults`, or none of them might end just before the end of a piece.
leaf.__code__ = leaf.__code__.replace(co_stacksize=100)


def faults(depth: int) -> int:
    """How many pages of memory the calls of a loop touch that stands so deep."""
    if depth:
        return faults(depth - 1)
    before = getrusage(RUSAGE_THREAD).ru_minflt
    for _ in range(CALLS):
        leaf()
    return getrusage(RUSAGE_THREAD).ru_minflt - before


def application(environ: dict[str, int], _start_response: Callable[..., None]) -> Iterable[bytes]:
    return [str(max(map(faults, DEPTHS))).encode()]


def most_faults(serve: Callable[..., Iterable[bytes]]) -> int:
    """In a thread of its own, whose stack begins anew."""
    found: list[bytes] = []
    thread = threading.Thread(target=lambda: found.extend(serve({}, lambda: None)))
    thread.start()
    thread.join()
    return int(found[0])


def test_no_loop_of_a_request_takes_memory_for_each_of_its_calls() -> None:
    # Where this no longer holds, Python has mended it and the room is not needed.
    assert most_faults(application) >= CALLS
    assert most_faults(with_room(application)) < CALLS // 2
