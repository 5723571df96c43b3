from typing import Any

import pytest

from google_oauth.domain.calendar.events import EventType
from google_oauth.domain.candidates import Candidate
from google_oauth.domain.matching.event_matching import (
    Evidence,
    Match,
    Matching,
    NoMatch,
    Unclear,
    company_domains,
    index_candidates,
    match_events,
)
from tests.domain.making import NORTHWIND, ROMASHKA, event, invited, person

MARIA = person(7, "Кузнецова Мария", email="Maria@Example.org")
IVAN = person(8, "Иванов Иван", email="ivan@example.org")
ADAM = person(9, "Novak Adam", account=NORTHWIND)
COLLEAGUE = person(10, "Смирнова Анна", email="anna@example.com")
LINK = "https://huntflow.ru/my/{}#/vacancy/4/filter/workon/id/{}"


def matching(*people: Candidate, hosts: frozenset[str] = frozenset(), **fields: Any) -> Matching:
    candidates = people or (MARIA, IVAN, ADAM, COLLEAGUE)
    index = index_candidates(
        candidates, [ROMASHKA, NORTHWIND], own_domains=company_domains("boss@example.com"), hosts=hosts
    )
    meeting = event("Встреча", **fields)
    return match_events([meeting], index)[meeting.id]


@pytest.mark.parametrize("place", ["description", "location"])
def test_link_in_description_or_location_is_a_match(place: str) -> None:
    found = matching(**{place: LINK.format("romashka-soft", 7)})

    assert found == Match(MARIA, Evidence.LINK, vacancy_id=4)


def test_link_names_the_organisation_by_nick_in_any_case() -> None:
    assert matching(description=LINK.format("ORG2044", 9)) == Match(ADAM, Evidence.LINK, vacancy_id=4)


def test_link_at_the_host_of_the_installation_is_a_match() -> None:
    link = LINK.format("org2044", 9).replace("huntflow.ru", "hr.example.com")

    assert matching(description=link) == NoMatch()
    assert matching(description=link, hosts=frozenset({"hr.example.com"})) == Match(ADAM, Evidence.LINK, 4)


def test_link_is_believed_though_the_candidate_is_in_no_list() -> None:
    found = matching(description=LINK.format("org2044", 999), title="Иван Иванов")

    assert found == Match(Candidate(999, NORTHWIND.id), Evidence.LINK, vacancy_id=4)


def test_link_into_a_foreign_organisation_says_nothing() -> None:
    foreign = LINK.format("another", 7)

    assert matching(description=foreign) == NoMatch()
    assert matching(description=foreign, title="Иван Иванов") == Match(IVAN, Evidence.NAME)


def test_links_to_one_candidate_are_a_match_with_the_vacancy_that_is_named() -> None:
    bare = "https://huntflow.ru/my/romashka-soft#/applicants/filter/all/7"

    assert matching(description=bare) == Match(MARIA, Evidence.LINK)
    assert matching(description=f"{bare} {LINK.format('romashka-soft', 7)}") == Match(MARIA, Evidence.LINK, 4)


def test_links_to_several_candidates_are_unclear() -> None:
    text = f"{LINK.format('romashka-soft', 7)}\n{LINK.format('romashka-soft', 8)}"

    assert matching(description=text) == Unclear((MARIA, IVAN), Evidence.LINK)


def test_link_decides_before_the_guest_and_the_guest_before_the_name() -> None:
    guests = invited("ivan@example.org")

    assert matching(title="Adam Novak", guests=guests, description=LINK.format("romashka-soft", 7)) == Match(
        MARIA, Evidence.LINK, 4
    )
    assert matching(title="Adam Novak", guests=guests) == Match(IVAN, Evidence.EMAIL)
    assert matching(title="Adam Novak") == Match(ADAM, Evidence.NAME)


def test_guest_is_known_by_address_in_any_case() -> None:
    assert matching(guests=invited("boss@example.com", "MARIA@example.ORG")) == Match(MARIA, Evidence.EMAIL)


def test_guests_who_are_several_candidates_are_unclear() -> None:
    found = matching(guests=invited("ivan@example.org", "maria@example.org", "ivan@example.org"))

    assert found == Unclear((IVAN, MARIA), Evidence.EMAIL)


def test_address_that_two_candidates_share_is_unclear() -> None:
    twin = person(7, "Kuznetsova Maria", account=NORTHWIND, email="maria@example.org")

    assert matching(MARIA, twin, guests=invited("maria@example.org")) == Unclear(
        (MARIA, twin), Evidence.EMAIL
    )


def test_guest_of_the_own_company_is_no_candidate() -> None:
    assert matching(guests=invited("anna@example.com")) == NoMatch()


@pytest.mark.parametrize("email", ["", "нет почты"])
def test_guest_without_an_address_is_nobody(email: str) -> None:
    assert matching(person(1, email=email), guests=invited(email)) == NoMatch()


def test_namesakes_are_unclear() -> None:
    twin = person(11, "Кузнецова Мария")

    assert matching(MARIA, twin, title="Мария Кузнецова") == Unclear((MARIA, twin), Evidence.NAME)


def test_candidate_who_is_listed_twice_is_one() -> None:
    assert matching(MARIA, MARIA, title="Мария Кузнецова") == Match(MARIA, Evidence.NAME)


def test_event_that_names_nobody_is_an_internal_meeting() -> None:
    assert matching(title="Планёрка", guests=invited("lead@example.net")) == NoMatch()


@pytest.mark.parametrize("kind", [EventType.BIRTHDAY, EventType.FOCUS_TIME, EventType.OUT_OF_OFFICE])
def test_event_at_which_nobody_meets_is_about_nobody(kind: EventType) -> None:
    assert matching(title="Мария Кузнецова", event_type=kind) == NoMatch()


def test_events_are_matched_each_for_itself() -> None:
    events = [event("Мария Кузнецова"), event("Обед"), event("Adam Novak")]

    found = match_events(events, index_candidates([MARIA, ADAM], []))

    assert found == {
        "Мария Кузнецова": Match(MARIA, Evidence.NAME),
        "Обед": NoMatch(),
        "Adam Novak": Match(ADAM, Evidence.NAME),
    }


@pytest.mark.parametrize(
    ("address", "configured", "expected"),
    [
        ("anna@Example.com", (), {"example.com"}),
        ("anna@example.com", ("Example.ORG",), {"example.com", "example.org"}),
        ("anna@gmail.com", ("example.org",), {"example.org"}),
        ("anna@yandex.ru", (), set()),
        ("", (), set()),
    ],
)
def test_company_has_the_configured_domains_and_that_of_the_reader(
    address: str, configured: tuple[str, ...], expected: set[str]
) -> None:
    assert company_domains(address, configured) == expected
