"""Bounds of a body under a server that speaks ASGI.

Django writes such a body to a file before its middleware sees the request, whatever its size.
"""

import asyncio
from collections.abc import Awaitable, Callable, Mapping
from http import HTTPStatus
from typing import Any

from config.framing import MAX_BODY, REQUEST_TIME, RefusedError

Message = Mapping[str, Any]
Receive = Callable[[], Awaitable[Message]]
Send = Callable[[Message], Awaitable[None]]
Application = Callable[[dict[str, Any], Receive, Send], Awaitable[None]]


def bounded(application: Application) -> Application:
    """Let a request begin when its body is whole; answer 413 or 408 where that is too large or takes too long."""

    async def serve(scope: dict[str, Any], receive: Receive, send: Send) -> None:
        if scope["type"] != "http":
            await application(scope, receive, send)
            return
        try:
            async with asyncio.timeout(REQUEST_TIME):
                messages = [await _whole(receive)]
        except RefusedError as exc:
            await _refuse(send, exc.status)
            return
        except TimeoutError:
            await _refuse(send, HTTPStatus.REQUEST_TIMEOUT)
            return

        async def receive_whole() -> Message:
            return messages.pop() if messages else await receive()

        await application(scope, receive_whole, send)

    return serve


async def _whole(receive: Receive) -> Message:
    """The body in one message, or the one that says that the client is gone."""
    body = b""
    while True:
        message = await receive()
        if message["type"] != "http.request":
            return message
        body += message.get("body", b"")
        if len(body) > MAX_BODY:
            raise RefusedError(HTTPStatus.REQUEST_ENTITY_TOO_LARGE)
        if not message.get("more_body", False):
            return {"type": "http.request", "body": body, "more_body": False}


async def _refuse(send: Send, status: HTTPStatus) -> None:
    headers = [(b"content-length", b"0"), (b"connection", b"close")]
    await send({"type": "http.response.start", "status": status, "headers": headers})
    await send({"type": "http.response.body"})
