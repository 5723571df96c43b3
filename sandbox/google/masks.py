"""The `fields` parameter: which parts of an answer the caller wants.

Grammar: names separated by commas; `a/b` and `a(b,c)` go deeper; `*` is everything.
Source: https://developers.google.com/workspace/drive/api/guides/fields-parameter
"""

import re
from collections.abc import Iterator
from typing import Any

from sandbox.google import description
from sandbox.google.answers import bad_parameter

Mask = dict[str, Any]
"""Names to masks of what is below; an empty mask means all of it."""

TOKEN = re.compile(r"[\w*.@$-]+|[(),/]", re.ASCII)


def parse(text: str) -> Mask:
    """The mask that `text` spells. Raises `Refused` with 400 when it spells none."""
    tokens = TOKEN.findall(text)
    if "".join(tokens) != "".join(text.split()):
        raise _invalid(text)
    mask: Mask = {}
    if _read_list(iter([*tokens, ""]), mask, text) != "":
        raise _invalid(text)
    return mask


def check(mask: Mask, api: str, schema: description.Json) -> None:
    """Raises `Refused` with 400 when the mask names what the schema does not have."""
    for name, below in mask.items():
        if name == "*" and not below:
            continue
        known = description.resolve(api, schema)
        found = known.get("properties", {}).get(name) or known.get("additionalProperties")
        if found is None:
            raise _invalid(name)
        if below:
            check(below, api, description.resolve(api, found))


def apply(mask: Mask, data: Any) -> Any:
    """The parts of `data` that the mask wants."""
    if not mask:
        return data
    if isinstance(data, list):
        return [apply(mask, item) for item in data]
    kept = {}
    for name, value in data.items():
        below = mask.get(name, mask.get("*"))
        if below is not None:
            kept[name] = apply(below, value)
    return kept


def _read_list(stream: Iterator[str], mask: Mask, text: str) -> str:
    """Read names into `mask` up to the end or a closing bracket; returns what ended it."""
    while True:
        last = _read_path(stream, mask, text)
        if last != ",":
            return last


def _read_path(stream: Iterator[str], mask: Mask, text: str) -> str:
    """Read one name with all that hangs on it into `mask`; returns the token that ended it."""
    name = next(stream)
    if name in ("", "(", ")", ",", "/"):
        raise _invalid(text)
    token = next(stream)
    if token not in ("/", "("):
        mask[name] = {}
        return token
    # `items/id,items/start` adds up; a name already wanted whole stays whole.
    below: Mask = {} if mask.get(name) == {} else mask.setdefault(name, {})
    if token == "/":
        return _read_path(stream, below, text)
    if _read_list(stream, below, text) != ")":
        raise _invalid(text)
    return next(stream)


def _invalid(text: str) -> Exception:
    return bad_parameter("fields", f"Invalid field selection {text}", reason="invalidParameter")
