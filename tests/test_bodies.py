"""Bodies under servers of other kinds than ours."""

import asyncio
from typing import Any

import pytest
from django.conf import settings
from django.core.files.uploadedfile import SimpleUploadedFile
from django.test import Client

from config import bodies
from config.framing import MAX_BODY

PIECE = {"type": "http.request", "body": b"a" * 1000, "more_body": True}
LAST = {"type": "http.request", "body": b"b"}
TOKEN = "a" * 32
GONE = {"type": "http.disconnect"}


class Talk:
    """One request, as a server of ASGI passes it on; after `messages` the client says nothing more."""

    def __init__(self, *messages: dict[str, Any]) -> None:
        self.messages, self.sent, self.seen = list(messages), [{"": ""}] * 0, [{"": ""}] * 0

    async def receive(self) -> dict[str, Any]:
        if not self.messages:
            await asyncio.sleep(60)
        return self.messages.pop(0)

    async def send(self, message: Any) -> None:
        self.sent.append(message)

    async def application(self, _scope: Any, receive: Any, _send: Any) -> None:
        self.seen += [await receive(), await receive()]

    def status(self) -> int:
        """What the client is answered, None where the application has the word."""
        asyncio.run(bodies.bounded(self.application)({"type": "http"}, self.receive, self.send))
        return next((message["status"] for message in self.sent if "status" in message), None)


def test_body_reaches_the_application_whole() -> None:
    talk = Talk(PIECE, PIECE, LAST, GONE)

    assert talk.status() is None
    assert talk.seen == [{"type": "http.request", "body": b"a" * 2000 + b"b", "more_body": False}, GONE]


def test_body_above_the_bound_is_refused_before_the_rest_of_it_is_read() -> None:
    talk = Talk(*[PIECE] * 1000)

    assert talk.status() == 413
    assert 1000 - len(talk.messages) == MAX_BODY // 1000 + 1
    assert talk.seen == []


def test_body_that_takes_too_long_is_refused(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(bodies, "REQUEST_TIME", 0.05)
    talk = Talk(PIECE)

    assert talk.status() == 408
    assert talk.seen == []


def test_client_that_goes_is_known_to_the_application() -> None:
    talk = Talk(PIECE, GONE, GONE)

    assert talk.status() is None
    assert talk.seen == [GONE, GONE]


@pytest.fixture
def stranger(db: None) -> Client:
    """Somebody with a token of their own making, for which Django reads the form."""
    client = Client(enforce_csrf_checks=True)
    client.cookies[settings.CSRF_COOKIE_NAME] = TOKEN
    return client


def test_form_with_a_file_is_refused(stranger: Client) -> None:
    file = SimpleUploadedFile("a.txt", b"a" * 1000)

    assert stranger.post("/sign-out/", {"csrfmiddlewaretoken": TOKEN, "file": file}).status_code == 400


def test_form_in_parts_without_a_file_is_taken(stranger: Client) -> None:
    assert stranger.post("/sign-out/", {"csrfmiddlewaretoken": TOKEN}).status_code == 302


@pytest.mark.parametrize("type_", ["application/x-www-form-urlencoded", "multipart/form-data; boundary=x"])
def test_form_above_the_bound_is_refused(stranger: Client, type_: str) -> None:
    field = b'--x\r\nContent-Disposition: form-data; name="a"\r\n\r\n%s\r\n--x--\r\n' % (b"a" * MAX_BODY)

    assert stranger.post("/sign-out/", field, content_type=type_).status_code == 400
