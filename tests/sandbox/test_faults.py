import threading
import time

import pytest
import requests

from tests.running_sandbox import RunningSandbox

CERTS, EVENTS, FILES, ME = (
    "/oauth2/v1/certs",
    "/calendar/v3/calendars/primary/events",
    "/drive/v3/files",
    "/v2/me",
)


def get(sandbox: RunningSandbox, path: str = CERTS, timeout: float = 5) -> requests.Response:
    return requests.get(sandbox.url + path, timeout=timeout)


def test_status_with_headers_and_body(sandbox: RunningSandbox) -> None:
    sandbox.fail("huntflow", "status", status=429, headers={"Retry-After": 7}, body={"errors": []})

    answer = get(sandbox, ME)

    assert (answer.status_code, answer.headers["Retry-After"], answer.json()) == (429, "7", {"errors": []})


def test_status_with_a_text_for_a_body(sandbox: RunningSandbox) -> None:
    sandbox.fail("huntflow", "status", status=502, body="Bad gateway")

    assert (get(sandbox, ME).status_code, get(sandbox, ME).text) == (502, "Bad gateway")


@pytest.mark.parametrize(
    ("target", "path", "status", "body"),
    [
        ("huntflow", ME, 429, {"errors": [{"type": "too_many_requests", "title": "Too Many Requests"}]}),
        ("huntflow", ME, 500, {"errors": [{"type": "internal_error", "title": "Internal Error"}]}),
        ("oauth", CERTS, 503, {"error": "internal_failure", "error_description": "Backend Error"}),
    ],
)
def test_status_without_a_body_is_worded_as_the_upstream_does(
    sandbox: RunningSandbox, target: str, path: str, status: int, body: object
) -> None:
    sandbox.fail(target, "status", status=status)

    assert (get(sandbox, path).status_code, get(sandbox, path).json()) == (status, body)


@pytest.mark.parametrize(
    ("target", "path", "status", "reason"),
    [("calendar", EVENTS, 503, "backendError"), ("drive", FILES, 403, "rateLimitExceeded")],
)
def test_status_of_google_has_google_s_reason(
    sandbox: RunningSandbox, target: str, path: str, status: int, reason: str
) -> None:
    sandbox.fail(target, "status", status=status)

    error = get(sandbox, path).json()["error"]
    assert (error["code"], error["errors"][0]["reason"]) == (status, reason)


def test_status_is_503_unless_said_and_html_200(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "status")
    sandbox.fail("huntflow", "html")

    page = get(sandbox, ME)
    assert (get(sandbox).status_code, page.status_code) == (503, 200)
    assert page.headers["Content-Type"] == "text/html; charset=UTF-8"
    assert page.text.startswith("<!DOCTYPE html>")


def test_html_with_a_status_and_a_page(sandbox: RunningSandbox) -> None:
    sandbox.fail("huntflow", "html", status=502, body="<h1>nginx</h1>")

    assert (get(sandbox, ME).status_code, get(sandbox, ME).text) == (502, "<h1>nginx</h1>")


def test_fault_meets_so_many_requests(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "status", times=2)

    assert [get(sandbox).status_code for _ in range(3)] == [503, 503, 200]


def test_faulty_requests_are_counted(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "status")

    get(sandbox)

    assert sandbox.counts() == {"oauth.certs": 1}


def test_fault_is_of_its_upstream_alone_and_ends_when_cleared(sandbox: RunningSandbox) -> None:
    sandbox.fail("huntflow", "status")

    assert (get(sandbox).status_code, get(sandbox, ME).status_code) == (200, 503)
    sandbox.recover()
    assert get(sandbox, ME).status_code == 401


def test_fault_of_one_operation_leaves_the_others(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth.certs", "status")

    assert get(sandbox).status_code == 503
    assert get(sandbox, "/oauth2/v3/userinfo").status_code == 401


def test_newer_fault_replaces_the_older(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "status", status=500, times=1)
    sandbox.fail("oauth", "status", status=502)

    assert [get(sandbox).status_code for _ in range(2)] == [502, 502]


def test_delay_answers_rightly_but_late(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "delay", seconds=0.3)
    started = time.monotonic()

    answer = get(sandbox)

    assert answer.ok
    assert 0.3 <= time.monotonic() - started < 2


def test_delay_of_one_holds_up_nobody_else(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "delay", seconds=5)
    slow = threading.Thread(target=get, args=(sandbox, CERTS, 10))
    slow.start()

    started = time.monotonic()
    assert get(sandbox, ME).status_code == 401
    assert time.monotonic() - started < 2
    sandbox.recover()
    slow.join(timeout=2)
    assert not slow.is_alive()


def test_hang_answers_nothing_until_cleared(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "hang")
    with pytest.raises(requests.ReadTimeout):
        get(sandbox, timeout=0.2)

    threading.Timer(0.1, sandbox.recover).start()
    with pytest.raises(requests.ConnectionError, match="without response"):
        get(sandbox)


def test_hang_of_some_seconds_ends_by_itself(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "hang", seconds=0.1)

    with pytest.raises(requests.ConnectionError, match="without response"):
        get(sandbox)


def test_last_hang_of_a_counted_fault_can_be_cleared(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "hang", times=1)
    threading.Timer(0.1, sandbox.recover).start()

    with pytest.raises(requests.ConnectionError, match="without response"):
        get(sandbox)
    assert get(sandbox).ok


def test_reset_resets_the_connection(sandbox: RunningSandbox) -> None:
    sandbox.fail("oauth", "reset")

    with pytest.raises(requests.ConnectionError, match="reset by peer"):
        get(sandbox)


def test_malformed_is_a_whole_answer_of_half_a_body(sandbox: RunningSandbox) -> None:
    whole = get(sandbox).content
    sandbox.fail("oauth", "malformed")

    answer = get(sandbox)

    assert (answer.status_code, answer.content) == (200, whole[: len(whole) // 2])
    with pytest.raises(requests.JSONDecodeError):
        answer.json()
