from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.candidates import parse_candidates
from google_oauth.domain.matching.candidate_pool import mentions_in
from google_oauth.domain.matching.event_matching import index_candidates, match_events
from tests.domain.making import ROMASHKA, event, invited
from tests.domain.strategies import any_text

MARIA = {"id": 7, "last_name": "Кузнецова", "first_name": "Мария", "email": "Maria@Example.org"}
ADAM = {"id": 9, "last_name": "Novak", "first_name": "Adam"}
LINK = "https://huntflow.ru/my/romashka-soft#/vacancy/4/filter/workon/id/9"


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({"title": "Обед"}, []),
        ({"title": "Мария Кузнецова"}, [MARIA]),
        ({"title": "Kuznetsova Maria"}, [MARIA]),
        ({"title": "Новак, второй этап"}, [ADAM]),
        ({"title": "Обед", "description": LINK}, [ADAM]),
        ({"title": "Обед", "location": LINK}, [ADAM]),
        ({"title": "Обед", "guests": invited("maria@example.ORG")}, [MARIA]),
        ({"title": "Мария Кузнецова", "description": LINK}, [MARIA, ADAM]),
    ],
)
def test_candidates_who_may_be_meant_are_kept(fields: dict[str, Any], expected: list[dict[str, Any]]) -> None:
    mentions = mentions_in([event("e", **fields)])

    assert mentions.among([MARIA, ADAM, {"id": 10}, None]) == expected


def test_link_at_the_host_of_the_installation_is_a_mention() -> None:
    meeting = event("e", title="Обед", description=LINK.replace("huntflow.ru", "hr.example.com"))

    assert mentions_in([meeting]).among([ADAM]) == []
    assert mentions_in([meeting], hosts={"hr.example.com"}).among([ADAM]) == [ADAM]


def test_nothing_but_a_list_has_nobody() -> None:
    assert mentions_in([]).among({"items": [MARIA]}) == []


NAMES = st.sampled_from(
    ["Кузнецова", "Kuznetsova", "Семёнов", "Semenov", "Мария", "Maria", "Ь", "О'Коннор", ""]
)
PEOPLE = st.lists(
    st.fixed_dictionaries({"last_name": NAMES | any_text, "first_name": NAMES, "middle_name": NAMES})
)


@given(PEOPLE, st.lists(st.lists(NAMES | any_text, max_size=4).map(" ".join), max_size=5))
def test_who_is_passed_over_would_not_be_matched(people: list[dict[str, Any]], titles: list[str]) -> None:
    items = [{"id": number, **person} for number, person in enumerate(people, 1)]
    events = [event(str(number), title=title) for number, title in enumerate(titles)]

    kept = mentions_in(events).among(items)

    matched = [
        match_events(events, index_candidates(parse_candidates(each, account_id=5), [ROMASHKA]))
        for each in (items, kept)
    ]
    assert matched[0] == matched[1]
