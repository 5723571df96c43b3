"""The life of a token pair, and the limit on its calls."""

import pytest
import requests

from tests.sandbox.huntflow.calls import ANNA, Huntflow


def error_of(answer: requests.Response) -> tuple[int, str, str]:
    (error,) = answer.json()["errors"]
    return answer.status_code, error["title"], error.get("detail", "")


def test_an_unknown_token_and_an_expired_one_are_told_apart(huntflow: Huntflow) -> None:
    huntflow.expire(ANNA)

    assert error_of(huntflow.get("/me", token="nobody")) == (
        401,
        "Authorization Error",
        "Invalid access token",
    )
    assert error_of(huntflow.get("/me")) == (401, "Authorization Error", "token_expired")


def test_a_refresh_while_the_access_token_is_good_is_too_early(huntflow: Huntflow) -> None:
    pair = huntflow.pair(ANNA)

    assert error_of(huntflow.refresh(pair.refresh_token)) == (403, "error.robot_token.refresh_too_early", "")
    assert huntflow.pair(ANNA) == pair


def test_a_refresh_brings_two_new_tokens_and_spends_the_old_one(huntflow: Huntflow) -> None:
    old = huntflow.pair(ANNA)
    huntflow.expire(ANNA)

    answer = huntflow.refresh(old.refresh_token).json()

    assert answer["expires_in"] == 604_800
    assert answer["refresh_token_expires_in"] == 1_209_600
    assert {answer["access_token"], answer["refresh_token"]}.isdisjoint({old.access_token, old.refresh_token})
    assert huntflow.get("/me", token=answer["access_token"]).status_code == 200
    assert error_of(huntflow.refresh(old.refresh_token)) == (404, "error.robot_token.not_found", "")


@pytest.mark.parametrize("body", ["", "[]", "{}", '{"refresh_token": 1}'])
def test_a_refresh_without_a_token_is_refused(huntflow: Huntflow, body: str) -> None:
    answer = requests.post(f"{huntflow.url}/token/refresh", data=body, timeout=5)

    assert answer.status_code == 400
    assert answer.json()["errors"][0]["location"]["entity"] == "body"


def test_calls_above_the_limit_are_refused(huntflow: Huntflow) -> None:
    huntflow.sandbox.limits.set("huntflow", 2)

    statuses = [huntflow.get("/me").status_code for _ in range(3)]

    assert statuses == [200, 200, 429]


def test_every_answer_has_a_request_id(huntflow: Huntflow) -> None:
    answers = [huntflow.get("/me"), huntflow.get("/me", token="nobody")]

    assert len({answer.headers["X-Request-Id"] for answer in answers}) == 2
