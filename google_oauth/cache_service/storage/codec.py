"""Values to bytes and back, as JSON. Pickle is never written or read."""

import json
import math
from typing import Any, Final

import orjson

# Deeper than any API answers, and within the limits of JSON parsers.
MAX_DEPTH: Final = 200
# Marks text that orjson would not read back equal. orjson never writes a leading space itself.
STANDARD_LIBRARY: Final = b" "


def encode(value: Any) -> bytes:
    """The JSON of `value`; TypeError or ValueError for what JSON cannot express.

    orjson supports neither integers beyond 64 bits nor lone surrogates. Upstreams may send both, so the standard
    library writes those.
    """
    try:
        return orjson.dumps(value)
    except TypeError:
        check_storable(value)
        return STANDARD_LIBRARY + json.dumps(value, separators=(",", ":")).encode()


def decode(body: bytes) -> Any:
    """The value that `encode` wrote; a new object at each call."""
    return json.loads(body) if body.startswith(STANDARD_LIBRARY) else orjson.loads(body)


def check_storable(value: Any, depth: int = 0) -> None:
    """TypeError or ValueError unless `value` would be read back equal, types included.

    JSON turns a tuple into a list, an integer key into a string, NaN into null, and has no datetime.
    """
    if depth > MAX_DEPTH:
        raise ValueError(f"nested deeper than {MAX_DEPTH}")
    kind = type(value)
    if kind is dict:
        for key, item in value.items():
            if type(key) is not str:
                raise TypeError(f"a key must be a str, not {type(key).__name__}")
            check_storable(item, depth + 1)
    elif kind is list:
        for item in value:
            check_storable(item, depth + 1)
    elif kind is float:
        if not math.isfinite(value):
            raise ValueError(f"JSON has no {value}")
    elif kind not in (str, int, bool, type(None)):
        raise TypeError(f"{kind.__name__} is not a JSON type")
