"""What each recruiter may see."""

import pytest

from tests.sandbox.huntflow.calls import (
    ACCOUNT,
    ANNA,
    CANDIDATE,
    HIDDEN_VACANCY,
    IVAN,
    MARIA,
    OTHER_ACCOUNT,
    VACANCY,
    Huntflow,
)


@pytest.mark.parametrize(
    ("who", "accounts"),
    [(ANNA, [ACCOUNT, OTHER_ACCOUNT]), (IVAN, [ACCOUNT]), (MARIA, [OTHER_ACCOUNT])],
)
def test_the_organisations_are_those_of_the_member(huntflow: Huntflow, who: str, accounts: list[int]) -> None:
    assert huntflow.accounts(who) == accounts


def test_a_foreign_organisation_is_forbidden_and_an_unknown_one_is_not_found(huntflow: Huntflow) -> None:
    assert huntflow.get(f"/accounts/{OTHER_ACCOUNT}/vacancies", IVAN).status_code == 403
    assert huntflow.get("/accounts/1/vacancies", IVAN).status_code == 404


def test_a_hidden_vacancy_is_there_for_its_member_alone(huntflow: Huntflow) -> None:
    assert HIDDEN_VACANCY in huntflow.vacancy_ids(ACCOUNT, ANNA)
    assert HIDDEN_VACANCY not in huntflow.vacancy_ids(ACCOUNT, IVAN)
    assert huntflow.get(f"/accounts/{ACCOUNT}/vacancies/{HIDDEN_VACANCY}", ANNA).status_code == 200
    assert huntflow.get(f"/accounts/{ACCOUNT}/vacancies/{HIDDEN_VACANCY}", IVAN).status_code == 404


def test_links_do_not_tell_of_a_hidden_vacancy(huntflow: Huntflow) -> None:
    seen = {
        who: {
            link["vacancy"]
            for person in huntflow.all_items(f"/accounts/{ACCOUNT}/applicants?count=30", who)
            for link in person["links"]
        }
        for who in (ANNA, IVAN)
    }

    assert seen[ANNA] - seen[IVAN] == {HIDDEN_VACANCY}


def test_a_watcher_sees_the_people_on_vacancies_and_no_others(huntflow: Huntflow) -> None:
    own = set(huntflow.candidate_ids(OTHER_ACCOUNT, MARIA))
    everybody = {
        person["id"]: person["links"]
        for person in huntflow.all_items(f"/accounts/{OTHER_ACCOUNT}/applicants?count=30", ANNA)
    }

    assert own == {number for number, links in everybody.items() if links}
    assert own < set(everybody)


@pytest.mark.parametrize("path", ["tags", f"applicants/{CANDIDATE + 399}/tags"])
def test_tags_are_not_for_watchers(huntflow: Huntflow, path: str) -> None:
    answer = huntflow.get(f"/accounts/{OTHER_ACCOUNT}/{path}", MARIA)

    assert (answer.status_code, answer.json()["errors"][0]["type"]) == (403, "access_denied")


def test_a_candidate_of_another_organisation_is_not_found(huntflow: Huntflow) -> None:
    assert huntflow.get(f"/accounts/{OTHER_ACCOUNT}/applicants/{CANDIDATE}").status_code == 404
    assert huntflow.get(f"/accounts/{OTHER_ACCOUNT}/vacancies/{VACANCY}").status_code == 404
