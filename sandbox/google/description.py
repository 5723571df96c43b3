"""Google's own descriptions of its APIs, as google-api-python-client packages them."""

import json
from functools import cache
from typing import Any

from googleapiclient.discovery_cache import get_static_doc

Json = dict[str, Any]


@cache
def document(api: str) -> Json:
    """The discovery document of "calendar" or "drive", version 3."""
    described: Json = json.loads(get_static_doc(api, "v3"))
    return described


@cache
def parameters(api: str, method: str) -> Json:
    """The parameters of a method such as "events.list", with those that every method takes."""
    resource, _, name = method.partition(".")
    described = document(api)
    own: Json = described["resources"][resource]["methods"][name]["parameters"]
    common: Json = described["parameters"]
    return common | own


def schema(api: str, name: str) -> Json:
    """A schema by its name."""
    found: Json = document(api)["schemas"][name]
    return found


def resolve(api: str, described: Json) -> Json:
    """What a property's description comes down to: references followed, lists unpacked."""
    while "$ref" in described or described.get("type") == "array":
        described = schema(api, described["$ref"]) if "$ref" in described else described["items"]
    return described
