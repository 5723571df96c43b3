"""JSON as no upstream should send it, lone surrogates and 400-digit numbers included; and events of all kinds."""

from datetime import UTC, timedelta
from typing import Any

from hypothesis import strategies as st

from google_oauth.domain.calendar.events import Event, EventStatus, EventType, Response
from tests.domain.making import BERLIN, at, event, on

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


def _event(drawn: tuple[int, int | None, str, dict[str, Any]]) -> Event:
    """An event of March 2026, `minutes` after its first midnight and `length` minutes long."""
    minutes, length, kind, fields = drawn
    name = f"{minutes} {length} {kind} {fields}"
    if kind == "undated":
        return event(name, **fields)
    if kind == "days":
        first = on(1) + timedelta(days=minutes // 1440)
        return event(name, first, first + timedelta(days=1 + (length or 0) // 1440), **fields)
    start = at(1, 0) + timedelta(minutes=minutes)
    if length is None:
        return event(name, start, **fields)
    return event(
        name, start, (start.astimezone(UTC) + timedelta(minutes=length)).astimezone(BERLIN), **fields
    )


events = st.lists(
    st.tuples(
        st.integers(0, 9 * 1440),
        st.integers(0, 3000) | st.none(),
        st.sampled_from(["timed"] * 4 + ["days", "undated"]),
        st.fixed_dictionaries(
            {},
            optional={
                "busy": st.booleans(),
                "status": st.sampled_from(EventStatus),
                "response": st.sampled_from(Response),
                "event_type": st.sampled_from(EventType),
            },
        ),
    ).map(_event),
    max_size=8,
    unique_by=lambda each: each.id,
)
