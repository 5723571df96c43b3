"""Query parameters, read as the API's description declares them."""

import re
from collections.abc import Mapping
from datetime import datetime
from typing import Any

from sandbox.google import description
from sandbox.google.answers import bad_parameter
from sandbox.http import Request

BOOLEANS = {"true": True, "false": False}
RFC3339 = re.compile(r"\d{4}-\d\d-\d\d[Tt]\d\d:\d\d:\d\d(\.\d+)?([Zz]|[+-]\d\d:\d\d)")


def read(api: str, method: str, request: Request) -> dict[str, Any]:
    """The given parameters by name: bool, int, aware datetime, str, or a list of these where it is repeated.

    Raises `Refused` with 400 for an unknown name or a value that the description does not allow.
    """
    described = description.parameters(api, method)
    values: dict[str, Any] = {}
    for name, text in request.query:
        declared = described.get(name)
        if declared is None or declared["location"] != "query":
            raise bad_parameter(name, f'Unknown name "{name}": Cannot bind query parameter.')
        value = _value(name, text, declared)
        values[name] = [*values.get(name, []), value] if declared.get("repeated") else value
    return values


def _value(name: str, text: str, declared: Mapping[str, Any]) -> Any:
    if "enum" in declared and text not in declared["enum"]:
        raise bad_parameter(name, f"Invalid value '{text}'. Values must match one of: {declared['enum']}")
    if declared["type"] == "boolean":
        if text not in BOOLEANS:
            raise bad_parameter(name, f"Invalid boolean value: '{text}'.")
        return BOOLEANS[text]
    if declared["type"] == "integer":
        return _integer(name, text, declared)
    if declared.get("format") == "date-time":
        return _moment(name, text)
    return text


def _integer(name: str, text: str, declared: Mapping[str, Any]) -> int:
    if not re.fullmatch(r"-?\d{1,10}", text) or not text.isascii():
        raise bad_parameter(name, f"Invalid integer value: '{text}'.")
    if int(text) < int(declared.get("minimum", text)):
        least = declared["minimum"]
        raise bad_parameter(name, f"Invalid value '{text}'. Values must be at least {least}.")
    return int(text)


def _moment(name: str, text: str) -> datetime:
    if not RFC3339.fullmatch(text) or not text.isascii():
        raise bad_parameter(name, "Bad Request", reason="badRequest")
    try:
        return datetime.fromisoformat(text.upper())
    except ValueError as problem:
        raise bad_parameter(name, "Bad Request", reason="badRequest") from problem
