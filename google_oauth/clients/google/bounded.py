"""Calls to Google's OAuth endpoints whose answers are bounded in bytes and time, as those of its APIs are."""

import time
from io import BytesIO
from typing import Any, Final

import requests
from requests.adapters import HTTPAdapter
from urllib3.exceptions import HTTPError, ReadTimeoutError

from google_oauth.clients.google.errors import malformed

# Seconds to connect, and between two pieces of an answer; a person is waiting.
TIMEOUT: Final = (3.0, 8.0)
# Seconds for an answer as a whole.
ANSWER_TIMEOUT: Final = 10.0
# Bytes; Google's certificates, the longest of these answers, are five thousand.
LARGEST_ANSWER: Final = 1_000_000
PIECE: Final = 65_536


class BoundedAdapter(HTTPAdapter):
    """Reads each answer as a whole, and gives up on one that is too long or comes too slowly.

    The latter is a requests.Timeout, the former UpstreamUnavailable "malformed".
    """

    def send(self, request: requests.PreparedRequest, **options: Any) -> requests.Response:  # type: ignore[override]
        """Send, and read the answer into memory."""
        response = super().send(request, **{**options, "stream": True})
        with response:
            body = _body(response)
        response.raw = BytesIO(body)
        return response


def session() -> requests.Session:
    """Return a session for one call, with no cookie and no password of anybody's."""
    made = requests.Session()
    made.mount("https://", BoundedAdapter())
    made.mount("http://", BoundedAdapter())
    return made


def _body(response: requests.Response) -> bytes:
    body, ends = bytearray(), time.monotonic() + ANSWER_TIMEOUT
    try:
        while piece := response.raw.read1(PIECE, decode_content=True):
            body += piece
            if len(body) > LARGEST_ANSWER:
                raise malformed()
            if time.monotonic() > ends:
                raise requests.ReadTimeout("the answer came too slowly")
    except ReadTimeoutError as exc:
        raise requests.ReadTimeout(exc) from exc
    except HTTPError as exc:
        raise requests.ConnectionError(exc) from exc
    return bytes(body)
