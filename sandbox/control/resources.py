"""Checking posted parts of Google's resources against Google's description of them."""

from collections.abc import Callable, Mapping
from datetime import date, datetime
from typing import Any

from sandbox.control.reading import BadInputError
from sandbox.google import description

TYPES: dict[str, Any] = {
    "string": (str,),
    "boolean": (bool,),
    "integer": (int,),
    "number": (int, float),
    "object": (dict,),
    "array": (list,),
    "any": (object,),
}


def check_resource(api: str, schema: str, values: Mapping[str, Any]) -> None:
    """BadInputError for a property that the schema does not have, or a value of another type; null is let pass."""
    properties = description.schema(api, schema)["properties"]
    for name, value in values.items():
        if name not in properties:
            raise BadInputError(f"unknown: {name}; it is no property of {schema}")
        if value is not None:
            _check(api, properties[name], value, name)


def _check(api: str, declared: description.Json, value: Any, path: str) -> None:
    if "$ref" in declared:
        declared = description.schema(api, declared["$ref"])
    kind = declared["type"]
    if not isinstance(value, TYPES[kind]) or (kind == "integer" and isinstance(value, bool)):
        raise BadInputError(f"{path} must be of type {kind}")
    if kind == "array":
        for place, item in enumerate(value):
            _check(api, declared["items"], item, f"{path}[{place}]")
    elif kind == "object":
        _check_object(api, declared, value, path)
    elif reader := READERS.get(declared.get("format", "")):
        _read(reader, value, path, declared["format"])


def _check_object(api: str, declared: description.Json, value: Mapping[str, Any], path: str) -> None:
    for name, item in value.items():
        known = declared.get("properties", {}).get(name, declared.get("additionalProperties"))
        if known is None:
            raise BadInputError(f"unknown: {path}.{name}")
        _check(api, known, item, f"{path}.{name}")


def _moment(text: str) -> datetime:
    moment = datetime.fromisoformat(text)
    if moment.tzinfo is None:
        raise ValueError(text)
    return moment


READERS: dict[str, Callable[[str], object]] = {
    "date-time": _moment,
    "date": date.fromisoformat,
    "int64": int,
}


def _read(reader: Callable[[str], object], text: str, path: str, form: str) -> None:
    try:
        reader(text)
    except ValueError as problem:
        words = "a date-time with an offset" if form == "date-time" else f"of the form {form}"
        raise BadInputError(f"{path} must be {words}") from problem
