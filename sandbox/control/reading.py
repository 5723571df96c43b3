"""Reading what is posted to the control surface, with messages that say what is wrong."""

import inspect
from collections.abc import Callable, Collection, Mapping
from dataclasses import fields
from types import UnionType
from typing import TYPE_CHECKING, Any, get_args, get_origin

from sandbox.faults import MODES, STATUSES, Fault
from sandbox.world.people import Account

if TYPE_CHECKING:
    from sandbox.state import Sandbox

Operation = Callable[..., dict[str, Any]]


class BadInputError(ValueError):
    """What was posted cannot be done; the message says why."""


def read_fault(body: Mapping[str, Any], targets: Collection[str]) -> Fault:
    """The fault that `body` describes; BadInputError when it describes none."""
    check_fields(body, {field.name: field.type for field in fields(Fault)}, {"target", "mode"})
    if body["target"] not in targets:
        raise BadInputError(f"target must be one of {', '.join(sorted(targets))}")
    if body["mode"] not in MODES:
        raise BadInputError(f"mode must be one of {', '.join(MODES)}")
    if body.get("status") is not None and body["status"] not in STATUSES:
        raise BadInputError("status must be from 200 to 599")
    if body["mode"] == "delay" and body.get("seconds") is None:
        raise BadInputError("a delay needs seconds")
    if (body.get("seconds") or 0) < 0:
        raise BadInputError("seconds must not be negative")
    if body.get("times") is not None and body["times"] < 1:
        raise BadInputError("times must be at least 1, or null for ever")
    for text in (str(part) for pair in body.get("headers", {}).items() for part in pair):
        if not text.isprintable() or not text.isascii():
            raise BadInputError("headers must be printable ASCII")
    return Fault(**body)


def run(operations: Mapping[str, Operation], sandbox: "Sandbox", body: Mapping[str, Any]) -> dict[str, Any]:
    """Run the operation that `body` names with the rest of it as arguments; BadInputError when that cannot be.

    An operation's keyword arguments, with their annotations and defaults, are what it accepts.
    """
    operation = operations.get(str(body.get("op")))
    if operation is None:
        raise BadInputError(f"op must be one of {', '.join(sorted(operations))}")
    arguments = {name: value for name, value in body.items() if name != "op"}
    parameters = inspect.signature(operation).parameters.values()
    accepted = [parameter for parameter in parameters if parameter.kind is parameter.KEYWORD_ONLY]
    required = {parameter.name for parameter in accepted if parameter.default is parameter.empty}
    check_fields(arguments, {parameter.name: parameter.annotation for parameter in accepted}, required)
    return operation(sandbox, **arguments)


def known_account(sandbox: "Sandbox", email: str) -> Account:
    """The account with this e-mail; BadInputError when there is none."""
    if email not in sandbox.world.accounts:
        raise BadInputError(f"no account {email}; there are {', '.join(sandbox.world.accounts)}")
    return sandbox.world.accounts[email]


def check_fields(values: Mapping[str, Any], kinds: Mapping[str, Any], required: Collection[str] = ()) -> None:
    """BadInputError for an unknown name, a missing required one, or a value of another kind."""
    if unknown := sorted(set(values) - set(kinds)):
        raise BadInputError(f"unknown: {', '.join(unknown)}; known are {', '.join(sorted(kinds))}")
    if missing := sorted(set(required) - set(values)):
        raise BadInputError(f"missing: {', '.join(missing)}")
    for name, value in values.items():
        if not _is_of(value, kinds[name]):
            raise BadInputError(f"{name} must be {_words(kinds[name])}")


def _is_of(value: object, kind: Any) -> bool:
    """Whether a JSON value is of an annotated kind. JSON's true is no number, its 2 is a float too."""
    kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    plain = tuple(get_origin(each) or each for each in kinds)
    if Any in plain:
        return True
    if isinstance(value, bool):
        return bool in plain
    return isinstance(value, (*plain, int) if float in plain else plain)


def _words(kind: Any) -> str:
    kinds = get_args(kind) if isinstance(kind, UnionType) else (kind,)
    names = {str: "a string", int: "a whole number", float: "a number", bool: "true or false", list: "a list"}
    words = [
        names.get(get_origin(each) or each, "null" if each is type(None) else "an object") for each in kinds
    ]
    return " or ".join(words)
