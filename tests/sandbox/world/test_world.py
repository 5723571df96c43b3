import re
from collections import Counter
from datetime import date

import pytest

from sandbox.world import World, build_world
from sandbox.world.people import NORTHWIND, ROMASHKA, transliterate

DAY = date(2026, 11, 24)
ANNA = "anna.smirnova@example.com"


@pytest.fixture
def world() -> World:
    return build_world(seed=1, today=DAY).copy()


def test_world_is_the_same_for_a_seed_and_another_for_another() -> None:
    build_world.cache_clear()
    first = build_world(seed=1, today=DAY)
    build_world.cache_clear()
    again = build_world(seed=1, today=DAY)
    other = build_world(seed=2, today=DAY)

    assert again.huntflow.candidates == first.huntflow.candidates
    assert again.calendar == first.calendar
    assert again.drive == first.drive
    tokens = [each.huntflow.pairs.of(ANNA).access_token for each in (first, again, other)]
    assert tokens[0] == tokens[1] != tokens[2]
    assert other.huntflow.candidates != first.huntflow.candidates


def test_copy_changed_leaves_the_original(world: World) -> None:
    copied = world.copy()
    copied.huntflow.change_candidate(410001, email="changed@example.org")
    copied.huntflow.pairs.kill(ANNA)
    copied.drive.files.clear()
    copied.calendar.put(ANNA, {"id": "new"})
    copied.accounts.clear()

    assert world == build_world(seed=1, today=DAY) or world.huntflow.pairs.of(ANNA)
    assert world.huntflow.candidates[410001].email != "changed@example.org"
    assert (len(world.drive.files), len(world.accounts)) == (310, 3)
    assert (ANNA, "new") not in world.calendar.events


def test_company_has_two_organisations_25_vacancies_and_400_candidates(world: World) -> None:
    company = world.huntflow
    listed = [person for person in company.candidates.values() if person.merged_into is None]

    assert set(company.organisations) == {ROMASHKA, NORTHWIND}
    assert (len(company.vacancies), len(listed)) == (25, 400)
    assert {vacancy.state for vacancy in company.vacancies.values()} == {"OPEN", "HOLD", "CLOSED"}


def test_one_vacancy_has_exactly_90_candidates(world: World) -> None:
    counts = [len(list(world.huntflow.on_vacancy(vacancy))) for vacancy in world.huntflow.vacancies]

    assert counts.count(90) == 1
    assert max(counts) == 90
    assert min(counts) > 0


def test_recruiters_have_different_rights(world: World) -> None:
    assert [dict(account.memberships) for account in world.accounts.values()] == [
        {ROMASHKA: "owner", NORTHWIND: "manager"},
        {ROMASHKA: "manager"},
        {NORTHWIND: "watcher"},
    ]


def test_each_organisation_has_every_type_of_stage_and_a_removed_one(world: World) -> None:
    for organisation in world.huntflow.organisations:
        stages = [each for each in world.huntflow.stages.values() if each.organisation == organisation]
        assert Counter(stage.kind for stage in stages) == {"user": 8, "trash": 1, "hired": 1}
        assert len([stage for stage in stages if stage.removed]) == 1


def test_links_stay_within_the_organisation(world: World) -> None:
    company = world.huntflow
    for person in company.candidates.values():
        for link in person.links:
            owners = {company.vacancies[link.vacancy].organisation, company.stages[link.status].organisation}
            assert owners == {person.organisation}
            assert link.changed <= link.updated


def test_candidates_have_what_a_list_can_show_and_what_it_may_lack(world: World) -> None:
    people = list(world.huntflow.candidates.values())

    for name in ("tags", "links", "social", "externals", "agreement", "photo", "phone", "email", "birthday"):
        have = [bool(getattr(person, name)) for person in people]
        assert (any(have), all(have)) == (True, False), name
    assert [person for person in people if person.first_name is None and person.last_name is None]
    assert len({person.id for person in people if person.doubles}) == 2


def test_history_is_in_order_and_of_the_candidate(world: World) -> None:
    for number, entries in world.huntflow.logs.items():
        assert {entry.candidate for entry in entries} == {number}
        assert [entry.created for entry in entries] == sorted(entry.created for entry in entries)
        assert "ADD" in {entry.kind for entry in entries}


def test_ids_are_unique(world: World) -> None:
    company = world.huntflow
    numbers = [entry.id for entries in company.logs.values() for entry in entries]
    numbers += [link.id for person in company.candidates.values() for link in person.links]

    assert len(numbers) == len(set(numbers))
    assert company.next_id() not in numbers


def test_events_link_to_candidates_that_exist_in_several_forms(world: World) -> None:
    texts = [record.resource.get("description", "") for record in world.calendar.of(ANNA)]
    linked = [text for text in texts if "huntflow" in text]
    numbers = {int(found) for text in linked for found in re.findall(r"/(?:id|all|id%2F)/?(4\d{5})", text)}

    assert numbers <= set(world.huntflow.candidates)
    assert len(numbers) > 20
    for form in (
        "#vacancy/",
        "#/vacancy/",
        "#/applicants/filter/all/4",
        "all/id/",
        "<a href=",
        "google.com/url?q=",
    ):
        assert [text for text in linked if form in text], form


def test_some_guests_are_candidates(world: World) -> None:
    emails = {person.email for person in world.huntflow.candidates.values()} - {None}
    guests = {
        guest["email"] for record in world.calendar.of(ANNA) for guest in record.resource.get("attendees", [])
    }

    assert len(emails & guests) > 5


def test_nothing_was_written_after_this_morning(world: World) -> None:
    updated = [str(record.resource.get("updated")) for record in world.calendar.events.values()]

    assert max(updated) <= "2026-11-23T21:00:00.000Z"


@pytest.mark.parametrize("day", [date(2026, 3, 28), date(2026, 10, 25), date(2028, 2, 29), date(2027, 1, 1)])
def test_world_can_be_built_for_any_day(day: date) -> None:
    world = build_world(seed=3, today=day)

    nights = [
        record.resource["summary"]
        for record in world.calendar.of(ANNA)
        if "Перевод часов" in record.resource.get("summary", "")
    ]
    assert len(nights) == 2


def test_transliteration_leaves_latin_letters_and_digits() -> None:
    assert transliterate("Щербакова-Ёлкина 7") == "shcherbakovaelkina7"
