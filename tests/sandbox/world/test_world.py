import re
from collections import Counter
from datetime import date, datetime
from itertools import pairwise
from zoneinfo import ZoneInfo

import pytest

from sandbox.world import World, build_world
from sandbox.world.company import LogEntry
from sandbox.world.dates import at
from sandbox.world.hiring import stage_id
from sandbox.world.journeys import INTERVIEWS
from sandbox.world.people import NORTHWIND, ROMASHKA

DAY = date(2026, 11, 24)
ANNA, IVAN, MARIA = (f"{name}@example.com" for name in ("anna.smirnova", "ivan.petrov", "maria.kuznetsova"))


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


def test_full_names_are_unique_but_for_the_namesakes(world: World) -> None:
    names = Counter((person.first_name, person.last_name) for person in world.huntflow.candidates.values())

    assert sorted(names.values())[-5:] == [1, 2, 2, 2, 2]


def test_addresses_are_unique_and_without_numbers(world: World) -> None:
    people = world.huntflow.candidates.values()
    addresses = [person.email for person in people if person.email and "@" in person.email]

    assert len(set(addresses)) == len(addresses) > 300
    assert not [address for address in addresses if any(map(str.isdigit, address))]


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


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_history_leads_step_by_step_to_the_links(seed: int) -> None:
    company = build_world(seed=seed, today=DAY).huntflow

    for person in company.candidates.values():
        lines = company.logs[person.id]
        assert lines[0].kind == "ADD"
        assert lines[-1].created < at(DAY, 0)
        for link in person.links:
            own = [line for line in lines if line.vacancy == link.vacancy]
            moves = [line for line in own if line.status]
            assert [line.kind for line in moves] == ["VACANCY-ADD", *["STATUS"] * (len(moves) - 1)]
            assert (moves[-1].status, moves[-1].created) == (link.status, link.changed)
            assert moves[-1].rejection_reason == link.rejection_reason
            assert own[-1].created == link.updated
            kept = [move for move in moves if company.stages[move.status or 0].kind == "user"]
            assert [move.status for move in kept] == sorted(move.status or 0 for move in kept)


def test_authors_are_coworkers_of_the_organisation(world: World) -> None:
    company = world.huntflow
    team = {(c.organisation, c.member, c.name) for c in company.coworkers.values()}

    authors = {
        (company.candidates[number].organisation, line.author_id, line.author_name)
        for number, lines in company.logs.items()
        for line in lines
    }

    assert authors == team


def test_most_people_in_work_moved_lately_and_a_few_long_ago(world: World) -> None:
    company = world.huntflow
    links = [link for person in company.candidates.values() for link in person.links]
    in_work = [link for link in links if company.stages[link.status].kind == "user"]
    days = [(DAY - link.changed.date()).days for link in in_work]

    assert len(in_work) > 150
    assert sum(each <= 21 for each in days) > 0.75 * len(days)
    assert max(days) > 50


def test_newest_are_on_early_stages(world: World) -> None:
    company = world.huntflow
    new = [p for p in company.candidates.values() if (DAY - p.created.date()).days <= 2]

    stages = {link.status - person.organisation * 10 - 1 for person in new for link in person.links}
    assert len(new) > 10
    assert stages <= {0, 1, 8}


def test_nobody_comes_to_a_vacancy_before_it_is_there_or_after_it_was_closed(world: World) -> None:
    company = world.huntflow
    for person in company.candidates.values():
        for link in person.links:
            vacancy = company.vacancies[link.vacancy]
            assert vacancy.created < person.created
            assert vacancy.state != "CLOSED" or company.stages[link.status].kind != "user"


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


def scheduled(world: World) -> list[LogEntry]:
    """The lines of histories that carry an interview."""
    lines = (line for lines in world.huntflow.logs.values() for line in lines)
    return [line for line in lines if line.interview]


@pytest.mark.parametrize("seed", [1, 2, 3])
def test_each_interview_is_in_a_calendar_and_within_the_stay_on_an_interview_stage(seed: int) -> None:
    world = build_world(seed=seed, today=DAY)
    company = world.huntflow
    booked = {
        (record.calendar, datetime.fromisoformat(record.resource["start"]["dateTime"]))
        for record in world.calendar.events.values()
        if "dateTime" in record.resource.get("start", {})
    }

    found = scheduled(world)
    assert len(found) > 100
    for line in found:
        assert line.interview
        start, vacancy = line.interview.start, company.vacancies[line.vacancy or 0]
        (organiser,) = (c for c in company.coworkers.values() if c.member == line.author_id)
        assert vacancy.seen_by(world.accounts[organiser.email])
        assert (organiser.email, start) in booked
        moves = [
            move for move in company.logs[line.candidate] if move.status and move.vacancy == line.vacancy
        ]
        then = [move.status for move in moves if move.created < start][-1]
        assert then in {stage_id(vacancy.organisation, place) for place in INTERVIEWS}


@pytest.mark.parametrize("seed", [1, 2, 3])
@pytest.mark.parametrize(("email", "count"), [(ANNA, 5), (IVAN, 4), (MARIA, 6)])
def test_today_has_its_interviews_one_of_them_with_a_namesake(seed: int, email: str, count: int) -> None:
    world = build_world(seed=seed, today=DAY)
    company, zone = world.huntflow, ZoneInfo(world.accounts[email].time_zone)
    names = Counter((person.first_name, person.last_name) for person in company.candidates.values())
    members = {c.member for c in company.coworkers.values() if c.email == email}

    today = [
        line
        for line in scheduled(world)
        if line.interview
        and line.author_id in members
        and line.interview.start.astimezone(zone).date() == DAY
    ]

    people = [company.candidates[line.candidate] for line in today]
    assert len(people) == len({person.id for person in people}) == count
    assert [names[person.first_name, person.last_name] for person in people].count(2) == 1


@pytest.mark.parametrize("email", [ANNA, IVAN, MARIA])
def test_today_is_a_day_as_others_with_one_overlap(world: World, email: str) -> None:
    zone = ZoneInfo(world.accounts[email].time_zone)
    day = []
    for resource in (record.resource for record in world.calendar.of(email)):
        when = resource.get("start", {}).get("dateTime")
        if (
            when
            and datetime.fromisoformat(when).astimezone(zone).date() == DAY
            and "recurrence" not in resource
        ):
            day.append((when, resource["end"]["dateTime"], resource))

    busy = sorted((start, end) for start, end, each in day if each.get("transparency") != "transparent")
    overlaps = [(one, two) for one, two in pairwise(busy) if two[0] < one[1]]
    hours = {datetime.fromisoformat(start).astimezone(zone).hour for start, _, _ in day}
    assert len(overlaps) == 1
    assert (min(hours), max(hours)) == (9, 19)
    assert all(each["summary"].strip() and "<" not in each["summary"] for _, _, each in day)


def test_guests_answer_in_every_way(world: World) -> None:
    answers = {
        guest["responseStatus"]
        for record in world.calendar.of(ANNA)
        if str(record.resource.get("summary")).startswith("Интервью: ")
        for guest in record.resource["attendees"]
    }

    assert answers == {"accepted", "declined", "tentative", "needsAction"}


def test_some_invitations_tell_of_the_candidate_by_a_latin_name_or_by_the_guest_alone(world: World) -> None:
    plain = [
        record.resource["summary"]
        for record in world.calendar.of(ANNA)
        if "huntflow" not in record.resource.get("description", "") and record.resource.get("summary")
    ]

    for form in (r"Interview: [A-Z][a-z]+ [A-Z][a-z]+ – ", r"Собеседование: ", r"Интервью: [А-Я]"):
        assert [title for title in plain if re.match(form, title)], form


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
