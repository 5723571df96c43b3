from typing import Any

import pytest
import requests

from sandbox.google.grants import ACCESS
from sandbox.world.people import NORTHWIND, ROMASHKA
from tests.running_sandbox import RunningSandbox

ANNA, IVAN = "anna.smirnova@example.com", "ivan.petrov@example.com"
START = {"dateTime": "2031-05-05T10:00:00Z"}


def post(sandbox: RunningSandbox, path: str, body: Any) -> tuple[int, str]:
    answer = requests.post(f"{sandbox.url}/_sandbox/{path}", json=body, timeout=5)
    return answer.status_code, answer.json()["error"] if answer.status_code == 400 else answer.text


# Accounts, counts, reset


def test_accounts_lists_who_can_sign_in_with_their_pairs(sandbox: RunningSandbox) -> None:
    accounts = requests.get(f"{sandbox.url}/_sandbox/accounts", timeout=5).json()["accounts"]

    assert [account["email"] for account in accounts] == [ANNA, IVAN, "maria.kuznetsova@example.com"]
    assert set(accounts[0]) == {"email", "name", "sub", "huntflow"}
    assert set(accounts[0]["huntflow"]) == {"access_token", "refresh_token"}
    assert len({account["huntflow"]["access_token"] for account in accounts}) == 3


def test_counts_are_reset(sandbox: RunningSandbox) -> None:
    requests.get(f"{sandbox.url}/v2/me", timeout=5)

    sandbox.reset_counts()

    assert sandbox.counts() == {}


def test_reset_undoes_everything(sandbox: RunningSandbox) -> None:
    before = sandbox.pair(ANNA)
    sandbox.change(op="issue_pair", account=ANNA)
    sandbox.change(op="add_account", email="new@example.org")
    sandbox.fail("huntflow", "status")
    requests.get(f"{sandbox.url}/v2/me", timeout=5)

    assert requests.post(f"{sandbox.url}/_sandbox/reset", timeout=5).status_code == 204

    assert sandbox.pair(ANNA) == before
    assert sandbox.counts() == {}
    assert requests.get(f"{sandbox.url}/v2/me", timeout=5).status_code == 401
    assert "new@example.org" not in sandbox.sandbox.world.accounts


# Bad input


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "missing: mode, target"),
        ({"target": "mail", "mode": "hang"}, "target must be one of calendar"),
        ({"target": "drive", "mode": "burn"}, "mode must be one of status, delay"),
        ({"target": "drive", "mode": "status", "status": 99}, "status must be from 200 to 599"),
        ({"target": "drive", "mode": "status", "status": "503"}, "status must be a whole number or null"),
        ({"target": "drive", "mode": "status", "status": True}, "status must be a whole number or null"),
        ({"target": "drive", "mode": "delay"}, "a delay needs seconds"),
        ({"target": "drive", "mode": "delay", "seconds": -1}, "seconds must not be negative"),
        ({"target": "drive", "mode": "delay", "seconds": "1"}, "seconds must be a number or null"),
        ({"target": "drive", "mode": "hang", "times": 0}, "times must be at least 1"),
        ({"target": "drive", "mode": "status", "headers": []}, "headers must be an object"),
        ({"target": "drive", "mode": "status", "headers": {"A\r\nB": "x"}}, "headers must be printable"),
        ({"target": "drive", "mode": "status", "headers": {"A": "x\r\nB: y"}}, "headers must be printable"),
        ({"target": "drive", "mode": "hang", "color": "red"}, "unknown: color"),
        (["target"], "the body must be a JSON object"),
    ],
)
def test_bad_fault_is_refused_with_the_reason(sandbox: RunningSandbox, body: Any, problem: str) -> None:
    status, message = post(sandbox, "faults", body)

    assert (status, message[: len(problem)]) == (400, problem)


@pytest.mark.parametrize(
    ("body", "problem"),
    [
        ({}, "op must be one of add_account, add_candidate"),
        ({"op": ["add_event"]}, "op must be one of"),
        ({"op": "add_event"}, "missing: calendar, event"),
        ({"op": "add_event", "calendar": ANNA, "event": "x"}, "event must be an object"),
        ({"op": "add_event", "calendar": "x", "event": {}}, "no calendar x"),
        (
            {"op": "add_event", "calendar": ANNA, "event": {"start": START}},
            "event must have start and end",
        ),
        (
            {"op": "add_event", "calendar": ANNA, "event": {"start": {"dateTime": "soon"}, "end": START}},
            "start.dateTime must be a date-time with an offset",
        ),
        (
            {
                "op": "add_event",
                "calendar": ANNA,
                "event": {"start": {"dateTime": "2031-05-05T10:00:00"}, "end": START},
            },
            "start.dateTime must be a date-time with an offset",
        ),
        ({"op": "add_event", "calendar": ANNA, "event": {"sumary": "x"}}, "unknown: sumary"),
        ({"op": "add_event", "calendar": ANNA, "event": {"start": {"day": 1}}}, "unknown: start.day"),
        (
            {"op": "add_event", "calendar": ANNA, "event": {"attendees": ["x"]}},
            "attendees[0] must be of type object",
        ),
        (
            {"op": "add_event", "calendar": ANNA, "event": {"sequence": True}},
            "sequence must be of type integer",
        ),
        (
            {"op": "add_event", "calendar": ANNA, "event": {"start": {"date": "x"}}},
            "start.date must be of the form date",
        ),
        (
            {"op": "add_file", "owner": ANNA, "file": {"name": 5, "mimeType": ""}},
            "name must be of type string",
        ),
        ({"op": "update_event", "calendar": ANNA, "id": "x", "changes": {}}, "no event x in calendar"),
        ({"op": "delete_event", "calendar": ANNA, "id": "x"}, "no event x in calendar"),
        ({"op": "add_file", "owner": ANNA, "file": {}}, "file must have name and mimeType"),
        ({"op": "add_file", "owner": "x", "file": {"name": "", "mimeType": ""}}, "no account x"),
        ({"op": "update_file", "id": "x", "changes": {}}, "no file x"),
        ({"op": "delete_file", "id": "x"}, "no file x"),
        ({"op": "add_candidate", "organisation": 5, "candidate": {}}, "no organisation 5"),
        ({"op": "add_candidate", "organisation": ROMASHKA, "candidate": {"age": 5}}, "unknown: age"),
        ({"op": "add_candidate", "organisation": ROMASHKA, "candidate": {}, "vacancy": 1}, "no vacancy 1"),
        ({"op": "update_candidate", "id": 5, "changes": {}}, "no candidate 5"),
        ({"op": "update_candidate", "id": "410001", "changes": {}}, "id must be a whole number"),
        ({"op": "update_candidate", "id": 410001, "changes": {"email": 5}}, "email must be a string or null"),
        ({"op": "update_candidate", "id": 410001, "changes": {"tags": [1]}}, "no tags [1]"),
        ({"op": "update_candidate", "id": 410001, "changes": {"tags": [[1]]}}, "no tags [[1]]"),
        ({"op": "update_candidate", "id": 410001, "changes": {"birthday": "x"}}, "birthday must be a date"),
        (
            {"op": "move_candidate", "id": 410001, "vacancy": 1, "stage": 1},
            "no vacancy 1 in organisation 1017",
        ),
        ({"op": "move_candidate", "id": 410001, "vacancy": 101701, "stage": 20441}, "no stage 20441"),
        ({"op": "revoke_grant", "account": "x"}, "no account x"),
        ({"op": "expire_tokens", "upstream": "x"}, "upstream must be google or huntflow"),
        ({"op": "expire_tokens", "upstream": "google", "account": "x"}, "no account x"),
        ({"op": "kill_pair", "account": "x"}, "no pair of x"),
        ({"op": "issue_pair", "account": "x"}, "no account x"),
        ({"op": "set_rate_limit", "target": "x", "per_second": 1}, "target must be one of"),
        ({"op": "set_rate_limit", "target": "huntflow", "per_second": -1}, "per_second must not be negative"),
        ({"op": "add_account", "email": ANNA}, f"{ANNA} is there already"),
    ],
)
def test_bad_operation_is_refused_with_the_reason(sandbox: RunningSandbox, body: Any, problem: str) -> None:
    status, message = post(sandbox, "data", body)

    assert (status, message[: len(problem)]) == (400, problem)


def test_refused_operation_changes_nothing(sandbox: RunningSandbox) -> None:
    before = dict(sandbox.sandbox.world.huntflow.candidates)

    post(sandbox, "data", {"op": "add_candidate", "organisation": ROMASHKA, "candidate": {"age": 5}})
    post(sandbox, "data", {"op": "add_candidate", "organisation": ROMASHKA, "candidate": {}, "vacancy": 1})

    assert sandbox.sandbox.world.huntflow.candidates == before


def test_body_that_is_no_json_is_refused(sandbox: RunningSandbox) -> None:
    answer = requests.post(f"{sandbox.url}/_sandbox/data", data=b"\xff{", timeout=5)

    assert (answer.status_code, answer.json()) == (400, {"error": "the body must be JSON"})


# Candidates


def test_added_candidate_is_on_the_vacancy_at_the_first_stage(sandbox: RunningSandbox) -> None:
    number = sandbox.change(
        op="add_candidate", organisation=NORTHWIND, candidate={"first_name": "Ada"}, vacancy=204401
    )["id"]

    company = sandbox.sandbox.world.huntflow
    person = company.candidates[number]
    assert (person.first_name, person.organisation) == ("Ada", NORTHWIND)
    assert [(link.vacancy, link.status) for link in person.links] == [(204401, 20441)]
    assert [entry.kind for entry in company.logs[number]] == ["ADD", "VACANCY-ADD"]


def test_added_candidate_may_be_on_no_vacancy(sandbox: RunningSandbox) -> None:
    number = sandbox.change(op="add_candidate", organisation=ROMASHKA, candidate={})["id"]

    assert sandbox.sandbox.world.huntflow.candidates[number].links == ()


def test_updated_candidate_has_the_new_fields_and_a_line_of_history(sandbox: RunningSandbox) -> None:
    changes = {"email": None, "birthday": "1990-02-03", "tags": [10170, 10172], "photo": 5}

    sandbox.change(op="update_candidate", id=410001, changes=changes)

    company = sandbox.sandbox.world.huntflow
    person = company.candidates[410001]
    assert (person.email, str(person.birthday), person.photo) == (None, "1990-02-03", 5)
    assert [tag.tag for tag in person.tags] == [10170, 10172]
    assert company.logs[410001][-1].kind == "UPDATE"


def test_moved_candidate_has_one_link_to_the_vacancy_and_the_new_stage(sandbox: RunningSandbox) -> None:
    company = sandbox.sandbox.world.huntflow
    before = next(person for person in company.candidates.values() if len(person.links) == 1)
    (link,) = before.links
    stages = [stage for stage in company.stages.values() if stage.organisation == before.organisation]
    target = next(stage.id for stage in stages if stage.id != link.status)

    sandbox.change(op="move_candidate", id=before.id, vacancy=link.vacancy, stage=target, rejection_reason=3)

    (moved,) = company.candidates[before.id].links
    assert (moved.id, moved.vacancy, moved.status, moved.rejection_reason) == (
        link.id,
        link.vacancy,
        target,
        3,
    )
    assert moved.changed > link.changed
    assert company.logs[before.id][-1].kind == "STATUS"


# Grants, pairs, limits


def test_revoked_grant_is_gone(sandbox: RunningSandbox) -> None:
    grants = sandbox.sandbox.grants
    grants.consent(ANNA, ("openid",))
    token = grants.issue(ACCESS, ANNA, ("openid",))

    sandbox.change(op="revoke_grant", account=ANNA)

    assert (grants.granted(ANNA), grants.read(ACCESS, token)) == ((), None)


def test_killed_pair_is_gone_and_a_new_one_can_be_issued(sandbox: RunningSandbox) -> None:
    old = sandbox.pair(ANNA)
    sandbox.change(op="kill_pair", account=ANNA)
    assert sandbox.pair(ANNA) is None

    new = sandbox.change(op="issue_pair", account=ANNA)

    assert sandbox.pair(ANNA) == new
    assert new != old


def test_expired_pairs_are_expired_for_one_or_for_all(sandbox: RunningSandbox) -> None:
    pairs = sandbox.sandbox.world.huntflow.pairs
    sandbox.change(op="kill_pair", account="maria.kuznetsova@example.com")

    sandbox.change(op="expire_tokens", upstream="huntflow", account=ANNA)
    assert [pairs.of(email).access_expired for email in (ANNA, IVAN)] == [True, False]

    sandbox.change(op="expire_tokens", upstream="huntflow")
    assert [pairs.of(email).access_expired for email in (ANNA, IVAN)] == [True, True]
    assert not pairs.of(ANNA).refresh_expired
