"""What all operations of Calendar and Drive share: the token, the parameters, the mask, the ETag."""

import hashlib
import json
from base64 import b64encode
from collections.abc import Callable, Mapping
from dataclasses import dataclass
from typing import Any

from sandbox.google import description, masks, parameters
from sandbox.google.answers import HEADERS, answer, rate_limited, scope_missing, unauthenticated
from sandbox.google.clients import PREFIX
from sandbox.google.grants import ACCESS
from sandbox.http import Response
from sandbox.routes import Call, Handler
from sandbox.world.people import Account

Json = dict[str, Any]


@dataclass(frozen=True)
class Operation:
    """A method of an API. `scopes` are without the common prefix; any one of them is enough.

    `default_fields` is the mask that holds when the caller gives none.
    """

    api: str
    method: str
    schema: str
    scopes: tuple[str, ...]
    default_fields: str = "*"
    etag: bool = False


@dataclass(frozen=True)
class AuthorisedCall:
    """A call by somebody who may make it. `parameters` are read, `scopes` without the common prefix."""

    call: Call
    account: Account
    scopes: frozenset[str]
    parameters: Mapping[str, Any]


def serve(operation: Operation, function: Callable[[AuthorisedCall], Json]) -> Handler:
    """A handler that answers with what `function` makes of a call, a whole resource without `etag`."""

    def handler(call: Call) -> Response:
        authorised = _admit(operation, call)
        mask = masks.parse(authorised.parameters.get("fields") or operation.default_fields)
        masks.check(mask, operation.api, description.schema(operation.api, operation.schema))
        return _respond(operation, authorised, mask, function(authorised))

    return handler


def _admit(operation: Operation, call: Call) -> AuthorisedCall:
    token = call.request.bearer
    held = call.sandbox.grants.read(ACCESS, token)
    account = None if held is None else call.sandbox.world.accounts.get(held.email)
    if held is None or account is None:
        raise unauthenticated(missing=not token)
    scopes = frozenset(scope.removeprefix(PREFIX) for scope in held.scopes)
    if scopes.isdisjoint(operation.scopes):
        raise scope_missing(operation.api, operation.method)
    if not call.sandbox.limits.allow(operation.api, account.email):
        raise rate_limited()
    return AuthorisedCall(
        call, account, scopes, parameters.read(operation.api, operation.method, call.request)
    )


def _respond(operation: Operation, call: AuthorisedCall, mask: masks.Mask, data: Json) -> Response:
    headers: tuple[tuple[str, str], ...] = ()
    if operation.etag:
        data = {"etag": data.get("etag") or etag(data), **data}
        headers = (("ETag", data["etag"]),)
        if data["etag"] in call.call.request.headers.get("if-none-match", ""):
            return Response(304, b"", (*HEADERS, *headers))
    pretty = bool(call.parameters.get("prettyPrint", True))
    return answer(masks.apply(mask, data), pretty=pretty, headers=headers)


def etag(data: Json) -> str:
    """A quoted tag that changes when the data do."""
    digest = hashlib.sha256(json.dumps(data, sort_keys=True).encode()).digest()
    return f'"{b64encode(digest[:20]).decode()}"'
