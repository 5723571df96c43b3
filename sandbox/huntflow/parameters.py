"""The parameters of a request, checked as Huntflow checks them and refused with its words."""

from collections.abc import Collection

from sandbox.http import Request
from sandbox.huntflow.answers import bad


def whole(text: str, name: str, *, entity: str = "query") -> int:
    """`text` as a number from 1 on."""
    try:
        number = int(text)
    except ValueError:
        raise bad("type_error.integer", "value is not a valid integer", name, entity) from None
    if number < 1:
        raise bad("value_error.number.not_gt", "ensure this value is greater than 0", name, entity)
    return number


def number(request: Request, name: str, default: int | None = None, *, most: int | None = None) -> int | None:
    """The last value of `name` as a number from 1 to `most`."""
    text = request.parameter(name)
    if not text:
        return default
    value = whole(text, name)
    if most is not None and value > most:
        title = f"ensure this value is less than or equal to {most}"
        raise bad("value_error.number.not_le", title, name)
    return value


def numbers(request: Request, name: str) -> list[int]:
    """All values of the repeated parameter `name`."""
    return [whole(text, name) for text in request.parameters(name)]


def flag(request: Request, name: str) -> bool:
    """Whether `name` is true."""
    text = request.parameter(name, "false").lower()
    if text not in {"true", "false", "1", "0"}:
        raise bad("type_error.bool", "value could not be parsed to a boolean", name)
    return text in {"true", "1"}


def choices(request: Request, name: str, known: Collection[str]) -> list[str]:
    """All values of the repeated parameter `name`, each one of `known`."""
    given = request.parameters(name)
    if not set(given) <= set(known):
        raise bad("type_error.enum", "value is not a valid enumeration member", name)
    return given
