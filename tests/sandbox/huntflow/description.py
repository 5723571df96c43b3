"""Huntflow's own API description as a strict judge of answers.

The description is Huntflow's and is not part of this project: `HUNTFLOW_OPENAPI` names the file.
"""

import json
import os
from datetime import datetime
from functools import cache
from pathlib import Path
from typing import Any

from jsonschema import Draft202012Validator, FormatChecker
from referencing import Registry, Resource
from referencing.jsonschema import DRAFT202012

ADDRESS = "urn:huntflow"
# What Huntflow sends and its description does not know: the official client's models have them.
UNDESCRIBED = {
    "ApplicantItem": {"site": {"type": "array"}},
    "ApplicantLink": {"rejection_reason": {"type": "integer"}},
}
CUSTOM_FIELDS = "additional_fields_list"

formats = FormatChecker()


@formats.checks("date-time", raises=ValueError)
def _is_moment(text: object) -> bool:
    """Whether the text is a date and time with its offset."""
    return not isinstance(text, str) or datetime.fromisoformat(text).tzinfo is not None


def is_there() -> bool:
    return bool(os.environ.get("HUNTFLOW_OPENAPI"))


def complaints(path: str, status: int, body: Any, *, method: str = "get") -> list[str]:
    """What the description has against an answer to `path`, as written there; nothing when it is right."""
    responses = _description()["paths"][path][method]["responses"]
    content = responses[str(status) if str(status) in responses else "400"]["content"]
    reference = content["application/json"]["schema"]["$ref"]
    judge = Draft202012Validator(
        {"$ref": f"{ADDRESS}{reference}"}, registry=_registry(), format_checker=formats
    )
    return [f"{error.json_path}: {error.message}" for error in judge.iter_errors(_without_custom(body))]


@cache
def _registry() -> Registry:
    resource = Resource.from_contents(_description(), default_specification=DRAFT202012)
    return Registry().with_resource(ADDRESS, resource)


@cache
def _description() -> dict[str, Any]:
    description = json.loads(Path(os.environ["HUNTFLOW_OPENAPI"]).read_text(encoding="utf-8"))
    for name, schema in description["components"]["schemas"].items():
        schema.get("properties", {}).update(UNDESCRIBED.get(name, {}))
        if "properties" in schema:
            # An unknown property is an error here, though the description itself would let it pass.
            schema.setdefault("additionalProperties", False)
    return description


def _without_custom(body: Any) -> Any:
    """`body` without the custom fields of vacancies, which stand beside the others under their own names."""
    if isinstance(body, list):
        return [_without_custom(item) for item in body]
    if not isinstance(body, dict):
        return body
    custom = set(body.get(CUSTOM_FIELDS, ()))
    return {name: _without_custom(value) for name, value in body.items() if name not in custom}
