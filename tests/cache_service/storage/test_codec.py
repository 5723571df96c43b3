"""What is stored comes back equal, or is refused."""

import datetime as dt
import math
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.cache_service.storage.codec import MAX_DEPTH, check_storable, decode, encode

json_values = st.recursive(
    st.none()
    | st.booleans()
    | st.integers()
    | st.floats(allow_nan=False, allow_infinity=False)
    | st.text(st.characters(codec=None)),
    lambda inner: st.lists(inner, max_size=4) | st.dictionaries(st.text(), inner, max_size=4),
    max_leaves=20,
)


def typed(value: Any) -> Any:
    """As the value, but unequal for 1, 1.0 and True, and for 0.0 and -0.0."""
    if isinstance(value, dict):
        return {key: typed(item) for key, item in value.items()}
    if isinstance(value, list):
        return [typed(item) for item in value]
    return type(value), value, math.copysign(1, value) if isinstance(value, float) else None


@given(json_values)
def test_json_comes_back_equal(value: Any) -> None:
    check_storable(value)

    assert typed(decode(encode(value))) == typed(value)


@pytest.mark.parametrize("value", ["half a pair \ud83d", 2**64, -(2**63) - 1, 10**400, {"\udc00": 2**70}])
def test_what_the_fast_library_cannot_say_comes_back_equal(value: Any) -> None:
    check_storable(value)

    assert decode(encode(value)) == value


@pytest.mark.parametrize(
    "value",
    [
        dt.datetime.now(tz=dt.UTC),
        {1, 2},
        (1, 2),
        b"bytes",
        {1: "a"},
        {None: "a"},
        1j,
        object(),
        type("Text", (str,), {})("x"),
        [[{"deep": (1,)}]],
    ],
)
def test_value_of_another_type_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        check_storable(value)


@pytest.mark.parametrize("value", [math.nan, math.inf, [-math.inf], {"a": [math.nan]}])
def test_number_that_json_does_not_have_is_refused(value: Any) -> None:
    with pytest.raises(ValueError, match="JSON has no"):
        check_storable(value)


def test_value_nested_too_deeply_is_refused() -> None:
    value: Any = []
    for _ in range(MAX_DEPTH):
        value = [value]
    check_storable(value)

    with pytest.raises(ValueError, match="nested"):
        check_storable([value])


def test_number_too_long_to_print_is_refused() -> None:
    with pytest.raises(ValueError, match="limit"):
        encode(10**5000)


def test_every_decoding_is_a_value_of_its_own() -> None:
    body = encode([{}])

    assert decode(body)[0] is not decode(body)[0]
