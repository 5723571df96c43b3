"""Parameters of entries in words, and where they lead."""

from typing import Any

import pytest

from google_oauth.views.cache.words import entry_link, parameters_text


def test_parameter_without_words_is_given_as_it_is() -> None:
    assert (
        parameters_text({"account_id": 1, "vacancy_id": None, "colour": "red"})
        == "организация 1, colour: red"
    )


@pytest.mark.parametrize(
    ("service", "parameters", "link"),
    [
        ("huntflow_candidates", {"account_id": 1, "candidate_id": 2}, "/candidates/1/2/"),
        ("huntflow_candidate_logs", {"account_id": 1, "candidate_id": 2}, "/candidates/1/2/"),
        ("huntflow_candidate_lists", {"account_id": 1, "vacancy_id": None}, "/candidates/?account=1"),
        (
            "huntflow_candidate_lists",
            {"account_id": 1, "vacancy_id": 3},
            "/candidates/?account=1&vacancy=3",
        ),
        ("google_sheets", {"max_results": 100}, ""),
    ],
)
def test_link_leads_to_what_was_asked(service: str, parameters: dict[str, Any], link: str) -> None:
    assert entry_link(service, parameters) == link
