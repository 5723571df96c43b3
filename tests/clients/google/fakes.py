"""A transport made of a function from request to response, in the place of this thread's Http."""

import json
from collections.abc import Callable
from dataclasses import dataclass, field
from typing import Any
from urllib.parse import parse_qs, urlsplit

import httplib2
import pytest

from google_oauth.clients.google import transport


@dataclass(frozen=True)
class Request:
    uri: str
    headers: dict[str, str]
    body: str

    @property
    def path(self) -> str:
        return urlsplit(self.uri).path

    @property
    def query(self) -> dict[str, str]:
        return {name: values[-1] for name, values in parse_qs(urlsplit(self.uri).query).items()}


@dataclass(frozen=True)
class Response:
    body: Any = field(default_factory=dict)
    status: int = 200
    headers: dict[str, str] = field(default_factory=dict)


class FakeHttp:
    def __init__(self, answer: Callable[[Request], Response]) -> None:
        self.requests: list[Request] = []
        self._answer = answer

    def request(
        self, uri: str, _method: str = "GET", body: Any = None, headers: Any = None, **_: Any
    ) -> tuple[httplib2.Response, bytes]:
        text = body.decode() if isinstance(body, bytes) else body or ""
        request = Request(uri, {name.lower(): value for name, value in (headers or {}).items()}, text)
        self.requests.append(request)
        response = self._answer(request)
        content = response.body if isinstance(response.body, bytes) else json.dumps(response.body).encode()
        return httplib2.Response({"status": response.status, **response.headers}), content


def install(monkeypatch: pytest.MonkeyPatch, answer: Callable[[Request], Response]) -> FakeHttp:
    http = FakeHttp(answer)
    monkeypatch.setattr(transport, "thread_http", lambda: http)
    return http
