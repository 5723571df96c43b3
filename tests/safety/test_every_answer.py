"""What every answer says to the browser, whatever page it is, and that nobody writes lines of our log."""

import json
import logging
from collections.abc import Iterator

import pytest
from django.contrib.auth.models import User
from django.test import Client
from pytest_django import Settings

from google_oauth.core.json_log import JsonLines
from tests.safety.test_every_url import RULES, address

# As a person could enter them into an address, a form and a header.
BREAKS = 'x\r\nFORGED line\n\x1b[31m\x85\u2028{"level": "INFO"}'


@pytest.fixture
def answers(db: None, settings: Settings) -> dict[str, object]:
    """An answer of every page, to a stranger and to the staff, and some that are none."""
    client, staff = Client(), Client()
    staff.force_login(User.objects.create_superuser("root"))
    found: dict[str, object] = {}
    for name, rule in RULES.items():
        method = "GET" if "GET" in rule.methods else "POST"
        found[f"{name} to a stranger"] = client.generic(method, address(name))
        found[f"{name} to the staff"] = staff.generic(method, address(name))
    found["no page"] = client.get("/no/such/page/")
    found["method"] = staff.put("/")
    found["csrf"] = Client(enforce_csrf_checks=True).post("/sign-out/")
    return found


def test_headers_that_keep_a_browser_in_bounds_are_on_every_answer(answers: dict[str, object]) -> None:
    for name, response in answers.items():
        headers = response.headers  # type: ignore[attr-defined]
        policy = dict(
            part.strip().split(" ", 1) for part in headers["Content-Security-Policy"].split(";") if part
        )
        assert (policy["default-src"], policy["base-uri"]) == ("'none'", "'none'"), name
        assert (policy["script-src"], policy["frame-ancestors"]) == ("'self'", "'none'"), name
        assert "unsafe" not in headers["Content-Security-Policy"], name
        assert headers["X-Content-Type-Options"] == "nosniff", name
        assert headers["Referrer-Policy"] == "same-origin", name
        assert headers["X-Frame-Options"] == "DENY", name
        assert headers["Cross-Origin-Opener-Policy"] == "same-origin", name
        assert headers["Content-Type"] == "text/html; charset=utf-8", name
        assert "no-store" in headers["Cache-Control"], name
        assert "Access-Control-Allow-Origin" not in headers, name


class Lines(logging.Handler):
    """What lands in the log of production."""

    def __init__(self) -> None:
        super().__init__()
        self.setFormatter(JsonLines())
        self.lines: list[str] = []

    def emit(self, record: logging.LogRecord) -> None:
        self.lines.append(self.format(record))


@pytest.fixture
def log() -> Iterator[Lines]:
    """Everything that is logged, by anybody."""
    handler, root = Lines(), logging.getLogger()
    root.addHandler(handler)
    level = root.level
    root.setLevel(logging.DEBUG)
    yield handler
    root.setLevel(level)
    root.removeHandler(handler)


@pytest.mark.django_db
def test_nobody_writes_a_line_of_the_log(client: Client, log: Lines) -> None:
    for path in (
        "/",
        f"/no/{BREAKS}/page/",
        f"/refresh/{BREAKS}/",
        "/google/callback/",
        "/sign-in/",
        "/search/",
    ):
        headers = {"X-Request-ID": BREAKS, "User-Agent": BREAKS, "Referer": BREAKS, "HX-Current-URL": BREAKS}
        for method in ("GET", "POST", "BREW\n"):
            client.generic(method, path, headers=headers, QUERY_STRING="state=x&code=y&q=z")
        client.get(path, {"state": BREAKS, "code": BREAKS, "error": BREAKS, "q": BREAKS, "next": BREAKS})

    assert len(log.lines) > 10
    for line in log.lines:
        assert len(line.splitlines()) == 1
        assert "\x1b" not in line
        assert isinstance(json.loads(line)["message"], str)
