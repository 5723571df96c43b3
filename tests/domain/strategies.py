"""JSON as no upstream should send it, lone surrogates and 400-digit numbers included."""

from typing import Any

from hypothesis import strategies as st

any_text = st.text(st.characters(), max_size=20)
scalars = st.none() | st.booleans() | st.integers() | st.just(10**400) | st.floats(allow_nan=False) | any_text
json_values = st.recursive(
    scalars,
    lambda inner: st.lists(inner, max_size=3) | st.dictionaries(any_text, inner, max_size=3),
    max_leaves=8,
)
moments = st.datetimes(timezones=st.timezones()).map(lambda at: at.isoformat())
days = st.dates().map(lambda day: day.isoformat())


def items(plausible: dict[str, st.SearchStrategy[Any]]) -> st.SearchStrategy[dict[str, Any]]:
    """Objects that have some of these keys, each with a plausible value or with any JSON at all."""
    return st.fixed_dictionaries({}, optional={key: value | json_values for key, value in plausible.items()})
