"""The page of one candidate: four blocks, each with a state of its own."""

from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from tests.running_sandbox import RunningSandbox
from tests.views.browser import CARD, Browser, kind_of


@pytest.fixture
def interviewed(browser: Browser) -> Any:
    """The row of a candidate who has an interview ahead."""
    response = browser.block("/candidates/", "candidates", sort="interview")
    return response.context["page"].items[0]


def path_of(row: Any) -> str:
    return f"/candidates/{row.candidate.account_id}/{row.candidate.id}/"


@pytest.mark.parametrize("path", ["0/1", "1/0", f"1/{10**30}", f"{10**30}/1"])
def test_ids_that_cannot_be_are_not_found_without_a_call(
    browser: Browser, sandbox: RunningSandbox, path: str
) -> None:
    sandbox.reset_counts()

    assert browser.page(f"/candidates/{path}/").status_code == 404
    assert sandbox.counts() == {}


def test_unknown_candidate_is_not_found(browser: Browser) -> None:
    account = browser.block("/candidates/", "candidates").context["account"].id

    assert browser.page(f"/candidates/{account}/999999/", block="candidate").status_code == 404


def test_candidate_is_shown_with_contacts_and_places(browser: Browser) -> None:
    row = browser.block("/candidates/", "candidates").context["page"].items[0]
    path = f"/candidates/{row.candidate.account_id}/{row.candidate.id}/"

    response = browser.whole(path, "candidate")

    html = response.content.decode()
    assert response.status_code == 200
    assert row.candidate.name in html
    assert row.candidate.phone in html
    assert response.context["applications"][0].vacancy.position in html
    assert (
        f'action="/refresh/candidate/?account={row.candidate.account_id}&amp;candidate={row.candidate.id}"'
        in html
    )


def test_refresh_of_a_candidate_brings_what_changed(browser: Browser, sandbox: RunningSandbox) -> None:
    person = browser.block("/candidates/", "candidates").context["page"].items[0].candidate
    path = f"/candidates/{person.account_id}/{person.id}/"
    browser.block(path, "candidate")
    sandbox.change(op="update_candidate", id=person.id, changes={"phone": "+7 999 000-00-00"})

    response = browser.client.post(
        f"/refresh/candidate/?account={person.account_id}&candidate={person.id}", {"next": path}, follow=True
    )

    assert "+7 999 000-00-00" in response.content.decode()


def test_merged_candidate_is_shown_at_the_address_of_the_one_who_stayed(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    person = browser.block("/candidates/", "candidates").context["page"].items[0].candidate
    card = {"id": person.id + 1, "account": person.account_id, "first_name": "Анна", "links": []}
    sandbox.fail("huntflow.applicants.get", "status", status=200, body=card)
    path = f"/candidates/{person.account_id}/{person.id}/"
    browser.block(path, "candidate")

    response = browser.page(path)

    assert response["Location"] == f"/candidates/{person.account_id}/{person.id + 1}/"


def test_interviews_are_those_of_the_calendar(browser: Browser, interviewed: Any) -> None:
    response = browser.block(path_of(interviewed), "interviews")

    assert response.context["interviews"] == interviewed.interviews
    assert interviewed.next_interview.title in response.content.decode()


def test_history_tells_the_stages_the_latest_first(
    browser: Browser, sandbox: RunningSandbox, interviewed: Any
) -> None:
    stages = browser.block("/candidates/", "candidates").context["stages"]
    stage = next(each for each in stages if each not in (interviewed.stage, None))
    vacancy = interviewed.vacancy.id
    sandbox.change(op="move_candidate", id=interviewed.candidate.id, vacancy=vacancy, stage=stage.id)

    response = browser.block(path_of(interviewed), "history")

    history = response.context["history"]
    assert (history[0].vacancy.id, history[0].stage) == (vacancy, stage)
    assert history[0].until is None
    assert [change.since for change in history] == sorted((change.since for change in history), reverse=True)


def test_reason_for_a_rejection_is_named(browser: Browser, sandbox: RunningSandbox, interviewed: Any) -> None:
    stages = browser.block("/candidates/", "candidates").context["stages"]
    reason = sandbox.sandbox.world.huntflow.rejection_reasons[1]
    sandbox.change(
        op="move_candidate",
        id=interviewed.candidate.id,
        vacancy=interviewed.vacancy.id,
        stage=next(stage.id for stage in stages if stage.kind == "trash"),
        rejection_reason=reason.id,
    )

    response = browser.block(path_of(interviewed), "history")

    assert response.context["history"][0].reason == reason.name
    assert reason.name in response.content.decode()


def test_papers_are_the_files_named_after_the_candidate(
    browser: Browser, sandbox: RunningSandbox, interviewed: Any
) -> None:
    name = f"Резюме {interviewed.candidate.first_name} {interviewed.candidate.last_name}.pdf"
    file = {"name": name, "mimeType": "application/pdf"}
    sandbox.change(op="add_file", owner="anna.smirnova@example.com", file=file)

    response = browser.block(path_of(interviewed), "papers")

    assert name in [paper.name for paper in response.context["papers"]]
    assert name in response.content.decode()


@pytest.mark.parametrize(
    ("target", "broken"),
    [("calendar", "interviews"), ("drive", "papers"), ("huntflow.applicants.logs", "history")],
)
def test_what_fails_is_the_matter_of_one_block(
    browser: Browser, sandbox: RunningSandbox, interviewed: Any, target: str, broken: str
) -> None:
    browser.client.post("/refresh/candidates/", {"next": "/"})
    sandbox.fail(target, "status", status=500)
    path = path_of(interviewed)
    HuntflowAPICache.invalidate_user_cache(User.objects.get().pk)
    GoogleAPICache.invalidate_user_cache(User.objects.get().pk)

    kinds = {name: kind_of(browser.block(path, name), name) for name in CARD}

    assert kinds == {**dict.fromkeys(CARD, ""), broken: "unavailable"}


def test_namesake_leaves_an_interview_to_nobody(
    browser: Browser, sandbox: RunningSandbox, interviewed: Any
) -> None:
    person = interviewed.candidate
    for _ in range(2):
        sandbox.change(
            op="add_candidate",
            organisation=person.account_id,
            candidate={"first_name": "Тёзка", "last_name": "Однофамильцева"},
        )
    event = {
        "summary": "Встреча: Тёзка Однофамильцева",
        "start": {"dateTime": (timezone.now() + timedelta(days=1)).isoformat()},
        "end": {"dateTime": (timezone.now() + timedelta(days=1, hours=1)).isoformat()},
    }
    sandbox.change(op="add_event", calendar="anna.smirnova@example.com", event=event)
    browser.client.post("/refresh/candidates/", {"next": "/"})
    browser.client.post("/refresh/calendar/", {"next": "/"})
    (namesake, _) = browser.block("/candidates/", "candidates", q="однофамильцева").context["page"].items

    response = browser.block(path_of(namesake), "interviews")

    assert response.context["interviews"].coming == ()


def test_refresh_of_the_history_asks_for_nothing_else(
    browser: Browser, sandbox: RunningSandbox, interviewed: Any
) -> None:
    path, person = path_of(interviewed), interviewed.candidate
    browser.block(path, "history")
    sandbox.reset_counts()

    browser.client.post(
        f"/refresh/history/?account={person.account_id}&candidate={person.id}", {"next": path}
    )

    assert sandbox.counts()["huntflow.applicants.logs"] == 1
    assert "huntflow.applicants.get" not in sandbox.counts()


def test_page_that_is_cached_costs_no_call(
    browser: Browser, sandbox: RunningSandbox, interviewed: Any
) -> None:
    path = path_of(interviewed)
    for name in CARD:
        browser.block(path, name)
    sandbox.reset_counts()

    page = browser.page(path)

    assert {kind_of(page, name) for name in CARD} == {""}
    assert sandbox.counts() == {}


def test_block_of_a_merged_candidate_leads_the_whole_page_to_the_one_who_stayed(
    browser: Browser, sandbox: RunningSandbox, interviewed: Any
) -> None:
    person = interviewed.candidate
    card = {"id": person.id + 1, "account": person.account_id, "first_name": "Анна", "links": []}
    sandbox.fail("huntflow.applicants.get", "status", status=200, body=card)

    response = browser.block(path_of(interviewed), "candidate")

    assert response["HX-Redirect"] == f"/candidates/{person.account_id}/{person.id + 1}/"


def test_contacts_are_links_only_where_they_are_addresses(browser: Browser, sandbox: RunningSandbox) -> None:
    organisation = browser.block("/candidates/", "candidates").context["account"].id
    good = {"last_name": "Связная", "phone": "+7 (999) 123-45-67", "email": "a.b@example.org"}
    bad = {"last_name": "Несвязная", "phone": "javascript:1", "email": "звонить"}
    people = [
        sandbox.change(op="add_candidate", organisation=organisation, candidate=fields)["id"]
        for fields in (good, bad)
    ]

    linked, plain = (
        browser.block(f"/candidates/{organisation}/{person}/", "candidate").content.decode()
        for person in people
    )

    assert 'href="tel:+79991234567"' in linked
    assert 'href="mailto:a.b@example.org"' in linked
    assert 'href="javascript' not in plain
    assert "mailto:" not in plain
