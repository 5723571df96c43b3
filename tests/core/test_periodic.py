"""A thread that exists while there is work."""

import threading

import pytest

from google_oauth.core.periodic import PeriodicThread
from tests.waiting import eventually

LONG = 10.0


class Work:
    """A number of pieces of work, done one after the other by a thread."""

    def __init__(self, pieces: int) -> None:
        self.left = pieces
        self.thread = PeriodicThread(
            "test", pause=lambda: 0.001, has_work=lambda: self.left > 0, work=self.do
        )

    def do(self) -> None:
        self.left -= 1


def test_works_until_nothing_is_left_and_then_ends() -> None:
    work = Work(3)
    assert not work.thread.is_running

    work.thread.ensure_running()

    assert eventually(lambda: not work.thread.is_running)
    assert work.left == 0


def test_starts_again_for_new_work() -> None:
    work = Work(1)
    for _ in range(20):
        work.left += 1
        work.thread.ensure_running()

    assert eventually(lambda: work.left == 0 and not work.thread.is_running)
    assert eventually(lambda: "test" not in {thread.name for thread in threading.enumerate()})


def test_is_one_thread_however_often_it_is_asked_for() -> None:
    work = Work(10_000)
    for _ in range(5):
        work.thread.ensure_running()
    names = [thread.name for thread in threading.enumerate()]
    work.left = 0

    assert names.count("test") == 1


def test_without_a_thread_to_be_had_the_next_call_tries_again(monkeypatch: pytest.MonkeyPatch) -> None:
    def refuse(_: threading.Thread) -> None:
        raise RuntimeError("can't start new thread")

    work = Work(1)
    with monkeypatch.context() as patched:
        patched.setattr(threading.Thread, "start", refuse)
        work.thread.ensure_running()
        assert not work.thread.is_running

    work.thread.ensure_running()

    assert eventually(lambda: work.left == 0)


def test_thread_of_before_a_reset_ends() -> None:
    work = Work(10**9)
    work.thread.ensure_running()
    thread = work.thread._thread
    assert thread is not None

    work.thread.reset()
    thread.join(LONG)

    assert not thread.is_alive()
    assert not work.thread.is_running
