"""Distinct questions never share a place; equal questions always do."""

import json
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.cache_service import datasets
from google_oauth.cache_service.storage.keys import (
    MAX_INT,
    EntryKey,
    backoff_name,
    canonical_form,
    hash_name,
    hash_pattern,
    key_for,
    service_of,
)

integers = st.integers(-MAX_INT, MAX_INT)
values = st.none() | st.booleans() | integers | st.text(st.characters(codec=None))
parameters = st.dictionaries(st.text(max_size=8), values, max_size=4)
users = integers
data_sets = st.sampled_from(list(datasets.DATA_SETS.values()))
questions = st.tuples(data_sets, users, parameters)


def exactly(asked: tuple[Any, int, dict[str, Any]]) -> Any:
    """What makes a question this one: as Python compares, but 1 is not True."""
    data_set, user_id, given = asked
    return data_set.service, user_id, {name: (type(value), value) for name, value in given.items()}


def place(asked: tuple[Any, int, dict[str, Any]]) -> tuple[str, str]:
    at = key_for(*asked)
    return at.hash_name, at.digest


@given(questions, questions)
def test_places_are_equal_exactly_when_questions_are(one: Any, other: Any) -> None:
    assert (place(one) == place(other)) == (exactly(one) == exactly(other))


@given(data_sets, users, parameters, st.randoms())
def test_order_of_parameters_does_not_matter(
    data_set: Any, user_id: int, given_parameters: dict[str, Any], random: Any
) -> None:
    shuffled = list(given_parameters.items())
    random.shuffle(shuffled)

    assert place((data_set, user_id, given_parameters)) == place((data_set, user_id, dict(shuffled)))


@given(parameters)
def test_canonical_form_says_what_was_asked(given_parameters: dict[str, Any]) -> None:
    assert json.loads(canonical_form(given_parameters)) == given_parameters


@pytest.mark.parametrize(
    ("one", "other"), [(1, "1"), (1, True), (0, False), (None, "null"), ("", None), ("1", "1 ")]
)
def test_types_matter(one: Any, other: Any) -> None:
    assert place((datasets.SHEETS, 7, {"x": one})) != place((datasets.SHEETS, 7, {"x": other}))


@pytest.mark.parametrize("value", [1.0, b"1", [1], {"a": 1}, object(), type("Text", (str,), {})("x")])
def test_parameter_of_another_type_is_refused(value: Any) -> None:
    with pytest.raises(TypeError):
        key_for(datasets.SHEETS, 7, {"x": value})


@pytest.mark.parametrize(
    "number", [MAX_INT + 1, -MAX_INT - 1, 10**5000], ids=["above", "below", "beyond print"]
)
def test_int_beyond_64_bits_is_refused(number: int) -> None:
    with pytest.raises(ValueError, match="x must fit into 64 bits"):
        key_for(datasets.SHEETS, 7, {"x": number})
    with pytest.raises(ValueError, match="user_id must fit into 64 bits"):
        key_for(datasets.SHEETS, number, {})
    with pytest.raises(ValueError, match="user_id must fit into 64 bits"):
        backoff_name("google", number)


@pytest.mark.parametrize("user_id", ["7", True, None, 7.0])
def test_user_is_an_int(user_id: Any) -> None:
    with pytest.raises(TypeError):
        key_for(datasets.SHEETS, user_id, {})
    with pytest.raises(TypeError):
        backoff_name("google", user_id)


def test_hash_is_per_user_and_data_set_with_the_user_as_its_tag() -> None:
    at = key_for(datasets.SHEETS, 7, {"max_results": 10})

    assert at.hash_name == hash_name("google_sheets", 7) == "api_cache:{7}:google_sheets"
    assert at.fields == (f"m:{at.digest}", f"b:{at.digest}", f"l:{at.digest}")
    assert len(bytes.fromhex(at.digest)) == 16
    assert backoff_name("google", 7) == "api_cache_rest:{7}:google"


@pytest.mark.parametrize(
    ("name", "service"),
    [
        ("api_cache:{7}:google_sheets", "google_sheets"),
        ("api_cache:{-7}:google_sheets", "google_sheets"),
        ("api_cache:{7}:", ""),
        ("api_cache:{seven}:google_sheets", ""),
        ("api_cache:7:google_sheets", ""),
        ("x:api_cache:{7}:google_sheets", ""),
        ("api_cache_rest:{7}:google", ""),
    ],
)
def test_service_is_read_back_from_our_names_only(name: str, service: str) -> None:
    assert service_of(name) == service


def test_patterns_match_one_service_or_all() -> None:
    assert hash_pattern("google_sheets") == "api_cache:{*}:google_sheets"
    assert hash_pattern() == "api_cache:{*}:*"


def test_questions_can_be_compared() -> None:
    asked: set[EntryKey] = {key_for(datasets.SHEETS, user, {}) for user in (7, 7, 8)}

    assert len(asked) == 2
