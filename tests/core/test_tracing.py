import threading

import pytest

from google_oauth.cache_service.engine.background import Background
from google_oauth.core import tracing
from google_oauth.core.tracing import Trace

FROM_THE_PROXY = "4bf92f35-77b3-4da6-a3ce-929d0e0e4736"


@pytest.mark.parametrize("told", [FROM_THE_PROXY, "abcdefgh", "Root=1".replace("=", ":") + "-67891233"])
def test_well_formed_id_is_taken_over(told: str) -> None:
    assert tracing.request_id_from(told) == told


@pytest.mark.parametrize(
    "told", ["", "short", "a" * 65, "abcdefgh\n", "with space", 'abcdefgh"}', "идентификатор"]
)
def test_any_other_id_is_replaced_by_a_new_one(told: str) -> None:
    made = tracing.request_id_from(told)

    assert len(made) == 32
    assert tracing.request_id_from(made) == made
    assert tracing.request_id_from(told) != made


def test_trace_ends_with_its_block() -> None:
    with tracing.traced(Trace("request-1")):
        tracing.name_user(7)
        assert tracing.current() == Trace("request-1", 7)

    assert tracing.current() == Trace()


def test_background_refresh_goes_on_under_the_id_of_its_request() -> None:
    background, seen, request_is_over = Background(), [], threading.Event()

    def work() -> None:
        request_is_over.wait(5)
        seen.append(tracing.current())

    with tracing.traced(Trace("request-1", 7)):
        assert background.start(work)
    request_is_over.set()
    background.drain()

    assert seen == [Trace("request-1", 7)]
