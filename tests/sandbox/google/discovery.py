"""A validator over Google's discovery schemas, strict where a client would be lenient.

It fails on unknown properties and on values of another type, format or set than described.
"""

import json
import re
from collections.abc import Iterator
from datetime import date, datetime
from functools import cache
from typing import Any

from googleapiclient.discovery_cache import get_static_doc

Json = dict[str, Any]

TYPES: dict[str, type | tuple[type, ...]] = {
    "string": str,
    "boolean": bool,
    "integer": int,
    "number": (int, float),
    "object": dict,
    "array": list,
    "any": object,
}
OFFSET = re.compile(r".+T.+(Z|[+-]\d\d:\d\d)")


@cache
def schemas(api: str) -> Json:
    return json.loads(get_static_doc(api, "v3"))["schemas"]


def problems(api: str, name: str, data: Any) -> list[str]:
    """What is wrong with `data` as a resource of that schema; nothing when it fits."""
    return list(_check(schemas(api), schemas(api)[name], data, name))


def _check(known: Json, schema: Json, data: Any, path: str) -> Iterator[str]:
    if "$ref" in schema:
        schema = known[schema["$ref"]]
    kind = schema["type"]
    if not isinstance(data, TYPES[kind]) or (kind == "integer" and isinstance(data, bool)):
        yield f"{path}: {data!r} is no {kind}"
    elif kind == "object":
        yield from _check_object(known, schema, data, path)
    elif kind == "array":
        for number, item in enumerate(data):
            yield from _check(known, schema["items"], item, f"{path}[{number}]")
    elif kind == "string":
        yield from _check_text(schema, data, path)


def _check_object(known: Json, schema: Json, data: Json, path: str) -> Iterator[str]:
    for name, value in data.items():
        described = schema.get("properties", {}).get(name, schema.get("additionalProperties"))
        if described is None:
            yield f"{path}.{name} is unknown"
        else:
            yield from _check(known, described, value, f"{path}.{name}")


def _check_text(schema: Json, text: str, path: str) -> Iterator[str]:
    if "enum" in schema and text not in schema["enum"]:
        yield f"{path}: {text!r} is not one of {schema['enum']}"
    readers = {"date-time": datetime.fromisoformat, "date": date.fromisoformat, "int64": int}
    reader = readers.get(schema.get("format", ""))
    if reader is None:
        return
    try:
        reader(text)
    except ValueError:
        yield f"{path}: {text!r} is no {schema['format']}"
    else:
        if schema["format"] == "date-time" and not OFFSET.fullmatch(text):
            yield f"{path}: {text!r} has no offset"


def pick(data: Any, paths: list[str]) -> Any:
    """What is left of `data` when only these slash-separated paths are wanted."""
    if isinstance(data, list):
        return [pick(item, paths) for item in data]
    picked = {}
    for name in dict.fromkeys(path.split("/")[0] for path in paths):
        below = [path.split("/", 1)[1] for path in paths if path.startswith(f"{name}/")]
        if name in data:
            picked[name] = pick(data[name], below) if below else data[name]
    return picked


def leaves(data: Any, path: str = "") -> set[str]:
    """The slash-separated paths of all properties that `data` have."""
    if isinstance(data, list):
        return {leaf for item in data for leaf in leaves(item, path)}
    if not isinstance(data, dict):
        return {path}
    return {leaf for name, value in data.items() for leaf in leaves(value, f"{path}/{name}".lstrip("/"))}
