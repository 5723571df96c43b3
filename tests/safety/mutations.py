"""JSON with something wrong in it: a real answer in which some places hold what nobody would put there."""

from collections.abc import Iterator
from typing import Any

from hypothesis import strategies as st

# A place in JSON: keys and numbers on the way to it.
Pointer = tuple[str | int, ...]

HOSTILE = (
    "",
    " ",
    "\x00",
    "\ud800",
    "\u202e\u2066",
    "<script>alert(1)</script>",
    "javascript:alert(1)",
    "https://[::1",
    "http://x:99999/",
    "0001-01-01",
    "9999-12-31",
    "0001-01-01T00:00:00+14:00",
    "9999-12-31T23:59:59-14:00",
    "2026-11-24T24:00:00Z",
    "2026-02-30",
    "Europe/Moscow",
    "../../etc/passwd",
    "%s%n%(x)s{0}{x.__class__}",
    "١٢٣",
    "1e400",
    "-0",
    "a" * 5000,
    "#" * 300,
    "(" * 300,
    0,
    -1,
    2**53,
    2**63,
    -(2**70),
    10**400,
    1e308,
    True,
    None,
    [],
    {},
    [[[[[]]]]],
)
LEAVES = st.one_of(
    st.sampled_from(HOSTILE),
    st.text(max_size=20),
    st.integers(),
    st.floats(allow_nan=False, allow_infinity=False),
)
VALUES = st.recursive(
    LEAVES,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(st.text(max_size=5), inner, max_size=3),
    max_leaves=5,
)


TYPED: dict[type, st.SearchStrategy[Any]] = {
    str: st.sampled_from([value for value in HOSTILE if isinstance(value, str)]) | st.text(max_size=20),
    int: st.sampled_from([value for value in HOSTILE if type(value) is int]) | st.integers(),
    bool: st.booleans(),
}


@st.composite
def spoilt(draw: st.DrawFn, real: Any, *, depth: int = 0, typed: bool = False) -> Any:
    """`real` with one to six places replaced that lie at least so deep; `typed`, by something of the same type."""
    value = real
    for _ in range(draw(st.integers(1, 6))):
        places = [place for place in places_in(value) if len(place) >= depth]
        if typed:
            places = [place for place in places if type(at(value, place)) in TYPED]
        if not places:
            break
        place = places[draw(st.integers(0, len(places) - 1))]
        value = replaced(value, place, draw(TYPED[type(at(value, place))] if typed else VALUES))
    return value


def at(value: Any, place: Pointer) -> Any:
    """What is at the place."""
    for step in place:
        value = value[step]
    return value


def few(value: Any, most: int = 6) -> Any:
    """The same with no list longer than `most`: a page of six people has every field that one of hundreds has."""
    if isinstance(value, list):
        return [few(item, most) for item in value[:most]]
    return {key: few(item, most) for key, item in value.items()} if isinstance(value, dict) else value


def places_in(value: Any, here: Pointer = ()) -> Iterator[Pointer]:
    """Every place, the whole first."""
    yield here
    inside = value.items() if isinstance(value, dict) else enumerate(value) if isinstance(value, list) else ()
    for key, item in inside:
        yield from places_in(item, (*here, key))


def replaced(value: Any, place: Pointer, by: Any) -> Any:
    """A copy of `value` with `by` at the place."""
    if not place:
        return by
    first, rest = place[0], place[1:]
    copy = dict(value) if isinstance(value, dict) else list(value)
    copy[first] = replaced(copy[first], rest, by)
    return copy
