"""Page and sync tokens: opaque to the caller, for us a kind, a number, and the question they belong to."""

import hashlib
import json
from base64 import urlsafe_b64decode, urlsafe_b64encode
from collections.abc import Mapping
from typing import Any

NOT_PART_OF_THE_QUESTION = {
    "pageToken",
    "syncToken",
    "maxResults",
    "pageSize",
    "fields",
    "prettyPrint",
    "alt",
    "key",
    "quotaUser",
}
"""Parameters that may differ from page to page."""


def question(parameters: Mapping[str, Any], *place: str) -> str:
    """A digest of the parameters that decide what is listed, and of the place it is listed from."""
    asked = {name: value for name, value in parameters.items() if name not in NOT_PART_OF_THE_QUESTION}
    text = json.dumps([place, asked], sort_keys=True, default=str)
    return hashlib.sha256(text.encode()).hexdigest()[:12]


def make(kind: str, number: int, asked: str) -> str:
    """A token."""
    return urlsafe_b64encode(f"{kind}:{number}:{asked}".encode()).decode().rstrip("=")


def read(kind: str, token: str) -> tuple[int, str] | None:
    """The number and the question of a token of that kind; None when it is none of ours."""
    try:
        text = urlsafe_b64decode(token + "=" * (-len(token) % 4)).decode()
        written, number, asked = text.split(":")
        return (int(number), asked) if written == kind else None
    except ValueError:
        return None
