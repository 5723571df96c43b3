"""Refusals: logged once per change of state."""

import logging

import pytest
from redis.exceptions import ResponseError

from google_oauth.redis_access.refusals import Refusals


def test_another_word_takes_over(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    refusals = Refusals()

    refusals.note("read", ResponseError("ONE x"))
    refusals.note("read", ResponseError("TWO x"))
    assert refusals.standing() == {"read": "TWO"}
    refusals.reset()

    assert refusals.standing() == {}
    assert [record.message for record in caplog.records] == [
        "Redis refuses to read: ONE",
        "Redis refuses to read: TWO",
    ]


def test_served_again_is_logged_once(caplog: pytest.LogCaptureFixture) -> None:
    caplog.set_level(logging.WARNING)
    refusals = Refusals()
    refusals.note("write", ResponseError("OOM x"))

    for purpose in ("read", "write", "write"):
        refusals.forget(purpose)

    assert [record.message for record in caplog.records][1:] == ["Redis serves to write again"]


def test_word_is_found_in_a_pipeline_and_stands_for_one_key_only(caplog: pytest.LogCaptureFixture) -> None:
    refusals = Refusals()
    in_pipeline = ResponseError(
        "Command # 1 (HSCAN x) of pipeline caused error: WRONGTYPE Operation against a key"
    )

    assert refusals.note("read", in_pipeline) == "WRONGTYPE"
    assert refusals.standing() == {}
    assert caplog.records == []
