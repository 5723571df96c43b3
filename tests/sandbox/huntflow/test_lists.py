"""Paging, filters and orders of the lists, and one candidate with what is special about it."""

from urllib.parse import parse_qs, urlsplit

import pytest

from sandbox.world.candidates import MERGED_ID, SURVIVOR_ID
from tests.sandbox.huntflow.calls import ACCOUNT, CANDIDATE, VACANCY, Huntflow

APPLICANTS = f"/accounts/{ACCOUNT}/applicants"


def test_a_vacancy_with_ninety_candidates_has_three_pages(huntflow: Huntflow) -> None:
    answers = list(huntflow.pages(f"{APPLICANTS}?vacancy={VACANCY}"))

    assert [(answer["page"], len(answer["items"])) for answer in answers] == [(1, 30), (2, 30), (3, 30)]
    assert answers[0]["total_items"] == 90


@pytest.mark.parametrize(
    "query", ["count=31", "count=0", "count=abc", "page=0", "vacancy=x", "agreement_state=odd"]
)
def test_a_wrong_parameter_is_refused(huntflow: Huntflow, query: str) -> None:
    answer = huntflow.get(f"{APPLICANTS}?{query}")

    (error,) = answer.json()["errors"]
    assert answer.status_code == 400
    assert error["location"] == {"entity": "query", "variable": f"/{query.partition('=')[0]}"}


def test_an_unknown_parameter_is_passed_over(huntflow: Huntflow) -> None:
    assert huntflow.get(f"{APPLICANTS}?vacancy_id={VACANCY}").json()["total_items"] > 90


def test_status_excludes_agreement_state(huntflow: Huntflow) -> None:
    assert huntflow.get(f"{APPLICANTS}?status=1&agreement_state=sent").status_code == 400


def test_candidates_are_filtered_by_their_consent(huntflow: Huntflow) -> None:
    found = huntflow.all_items(f"{APPLICANTS}?agreement_state=declined")

    assert {person["agreement"]["state"] for person in found} == {"declined"}


def test_candidates_come_newest_first(huntflow: Huntflow) -> None:
    created = [person["created"] for person in huntflow.all_items(f"{APPLICANTS}?count=30")]

    assert created == sorted(created, reverse=True)


def test_a_status_without_a_vacancy_means_open_vacancies(huntflow: Huntflow) -> None:
    stage = ACCOUNT * 10 + 1
    states = {
        vacancy["id"]: vacancy["state"]
        for vacancy in huntflow.all_items(f"/accounts/{ACCOUNT}/vacancies?count=100")
    }

    found = huntflow.all_items(f"{APPLICANTS}?status={stage}")

    everybody = huntflow.all_items(f"{APPLICANTS}?count=30")
    expected = {
        person["id"]
        for person in everybody
        for link in person["links"]
        if link["status"] == stage and states[link["vacancy"]] == "OPEN"
    }
    assert {person["id"] for person in found} == expected
    assert len(expected) < sum(
        any(link["status"] == stage for link in person["links"]) for person in everybody
    )


def test_a_merged_candidate_answers_with_the_other_person(huntflow: Huntflow) -> None:
    assert huntflow.get(f"{APPLICANTS}/{MERGED_ID}").json()["id"] == SURVIVOR_ID
    assert huntflow.get(f"{APPLICANTS}/{MERGED_ID}/logs").status_code == 404
    assert MERGED_ID not in huntflow.candidate_ids(ACCOUNT)


def test_a_signed_link_ends_within_a_day(huntflow: Huntflow) -> None:
    photos = [
        person["photo_url"]
        for person in huntflow.all_items(f"{APPLICANTS}?count=30")
        if "photo_url" in person
    ]

    query = parse_qs(urlsplit(photos[0]).query)
    assert set(query) == {"s", "e"}


def test_vacancies_are_filtered_by_state(huntflow: Huntflow) -> None:
    path = f"/accounts/{ACCOUNT}/vacancies"
    held = huntflow.items(f"{path}?state=HOLD")
    both = huntflow.items(f"{path}?state=HOLD&state=CLOSED")

    assert {vacancy["state"] for vacancy in held} == {"HOLD"}
    assert {vacancy["state"] for vacancy in both} == {"HOLD", "CLOSED"}
    assert {vacancy["state"] for vacancy in huntflow.items(f"{path}?opened=true")} == {"OPEN"}
    assert huntflow.items(f"{path}?mine=true") == []
    assert huntflow.get(f"{path}?state=GONE").status_code == 400
    assert huntflow.get(f"{path}?mine=perhaps").status_code == 400


def test_a_vacancy_has_its_custom_fields_at_the_top(huntflow: Huntflow) -> None:
    vacancy = huntflow.get(f"/accounts/{ACCOUNT}/vacancies/{VACANCY + 1}").json()

    assert vacancy["additional_fields_list"] == ["project"]
    assert vacancy["project"] == "Платформа 2.0"


def test_a_removed_stage_is_still_named(huntflow: Huntflow) -> None:
    stages = huntflow.items(f"/accounts/{ACCOUNT}/vacancies/statuses")

    assert [stage["name"] for stage in stages if "removed" in stage] == ["Тестовое задание"]


def test_the_rejection_reason_other_has_no_id(huntflow: Huntflow) -> None:
    reasons = huntflow.items(f"/accounts/{ACCOUNT}/rejection_reasons")

    assert [reason["name"] for reason in reasons if "id" not in reason] == ["Другое"]


def test_a_search_finds_by_name_tag_and_vacancy(huntflow: Huntflow) -> None:
    person = huntflow.get(f"{APPLICANTS}/{CANDIDATE}").json()

    by_name = huntflow.items(f"{APPLICANTS}/search?q={person['last_name']}&count=100")
    unplaced = huntflow.items(f"{APPLICANTS}/search?vacancy=null&count=100")
    tagged = huntflow.items(f"{APPLICANTS}/search?tag={ACCOUNT * 10}&count=100")

    assert person["id"] in {found["id"] for found in by_name}
    assert {found["order"] for found in by_name} == set(range(1, len(by_name) + 1))
    assert all(not huntflow.get(f"{APPLICANTS}/{found['id']}").json()["links"] for found in unplaced[:3])
    assert ACCOUNT * 10 in huntflow.get(f"{APPLICANTS}/{tagged[0]['id']}/tags").json()["tags"]


def test_a_search_for_a_stage_finds_those_who_were_there_unless_told_otherwise(huntflow: Huntflow) -> None:
    new = ACCOUNT * 10 + 1
    ever = huntflow.get(f"{APPLICANTS}/search?status={new}").json()["total_items"]
    now = huntflow.get(f"{APPLICANTS}/search?status={new}&only_current_status=true").json()["total_items"]

    assert 0 < now < ever


def test_a_history_is_filtered_and_newest_first(huntflow: Huntflow) -> None:
    path = f"{APPLICANTS}/{CANDIDATE}/logs"
    entries = huntflow.items(f"{path}?count=100")
    created = [entry["created"] for entry in entries]

    assert created == sorted(created, reverse=True)
    assert {entry["type"] for entry in huntflow.items(f"{path}?type=ADD")} == {"ADD"}
    assert all(entry.get("vacancy") == VACANCY for entry in huntflow.items(f"{path}?vacancy={VACANCY}"))
    assert all("vacancy" not in entry for entry in huntflow.items(f"{path}?personal=true"))
    assert huntflow.get(f"{path}?vacancy={VACANCY}&personal=true").status_code == 400


def test_a_wrong_cursor_is_refused(huntflow: Huntflow) -> None:
    assert huntflow.get(f"{APPLICANTS}/search_by_cursor?next_page_cursor=bm8").status_code == 400


def test_coworkers_are_filtered_and_one_is_found_by_id(huntflow: Huntflow) -> None:
    path = f"/accounts/{ACCOUNT}/coworkers"
    owners = huntflow.items(f"{path}?type=owner")
    on_hidden = huntflow.items(f"{path}?vacancy_id={VACANCY + 10}")

    assert [person["email"] for person in owners] == ["anna.smirnova@example.com"]
    assert on_hidden == owners
    assert huntflow.get(f"{path}/{owners[0]['id']}").json() == owners[0]
    assert huntflow.get(f"{path}/1").status_code == 404
