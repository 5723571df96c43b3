"""Values to bytes and back. Values are JSON; pickle is neither written nor read."""

import json
import math
from typing import Any, Final

import orjson

# Deeper than any API answers, shallow enough for every JSON reader.
DEEPEST: Final = 200
# No JSON text of orjson begins with a space, so it marks a text that only the standard library reads rightly.
MARK: Final = b" "


def encode(value: Any) -> bytes:
    """The JSON of `value`; TypeError or ValueError for what JSON cannot say.

    orjson knows neither an integer of more than 64 bits nor half a surrogate pair, both of which may stand in
    an upstream's JSON; the standard library writes those.
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        check(value)
        return MARK + json.dumps(value, separators=(",", ":")).encode()


def decode(body: bytes) -> Any:
    """The value of `body`, which `encode` wrote; a new one at each call."""
    return json.loads(body) if body.startswith(MARK) else orjson.loads(body)


def check(value: Any, depth: int = 0) -> None:
    """TypeError or ValueError unless `value` would be read back equal, types and all.

    A tuple would come back a list, an integer key a string, a datetime not at all, NaN as null.
    """
    if depth > DEEPEST:
        raise ValueError(f"nested deeper than {DEEPEST}")
    kind = type(value)
    if kind is dict:
        for key, item in value.items():
            if type(key) is not str:
                raise TypeError(f"a key must be a str, not {type(key).__name__}")
            check(item, depth + 1)
    elif kind is list:
        for item in value:
            check(item, depth + 1)
    elif kind is float:
        if not math.isfinite(value):
            raise ValueError(f"JSON has no {value}")
    elif kind not in (str, int, bool, type(None)):
        raise TypeError(f"{kind.__name__} is not a JSON type")
