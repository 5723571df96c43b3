from collections.abc import Callable
from datetime import timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.utils import timezone

from google_oauth.domain.calendar.events import Response
from google_oauth.services import HuntflowService
from google_oauth.views.reading import sources
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, IVAN, connect
from tests.views.browser import Browser, block_of, kind_of


def organisations(sandbox: RunningSandbox) -> list[int]:
    """The ids of the two organisations, the one of all three recruiters first."""
    return list(sandbox.sandbox.world.huntflow.organisations)


def ids(response: Any) -> set[int]:
    return {row.candidate.id for row in response.context["page"].items}


def add(sandbox: RunningSandbox, organisation: int, **candidate: Any) -> int:
    added = sandbox.change(op="add_candidate", organisation=organisation, candidate=candidate)
    return int(added["id"])


def biggest_vacancy(browser: Browser) -> tuple[int, int]:
    """The vacancy with most candidates in the first organisation, and its number of them."""
    rows = browser.block("/candidates/", "candidates", size="100").context
    counts = [
        (len(ids(browser.block("/candidates/", "candidates", vacancy=vacancy.id, size="100"))), vacancy.id)
        for group in rows["vacancies"].values()
        for vacancy in group
    ]
    count, vacancy_id = max(counts)
    return vacancy_id, count


def test_list_shows_the_first_organisation_and_offers_the_others(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    response = browser.block("/candidates/", "candidates")

    assert response.context["account"].id in organisations(sandbox)
    assert len(response.context["page"].items) == 25
    assert "?account=" in response.content.decode()


def test_each_organisation_has_its_own_candidates(browser: Browser) -> None:
    accounts = browser.block("/candidates/", "candidates").context["accounts"]

    first, second = (ids(browser.block("/candidates/", "candidates", account=each.id)) for each in accounts)

    assert first
    assert second
    assert not first & second


def test_two_loads_of_a_vacancy_cost_one_call_for_each_thirty_candidates(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    vacancy, _ = biggest_vacancy(browser)
    total = browser.block("/candidates/", "candidates", vacancy=vacancy).context["page"].total_items
    HuntflowService(User.objects.get()).sync_accounts()
    sandbox.reset_counts()

    browser.client.post(f"/refresh/candidates/?vacancy={vacancy}", {"next": "/candidates/"})
    browser.block("/candidates/", "candidates", vacancy=vacancy)

    assert sandbox.counts()["huntflow.applicants.list"] == -(-total // 30)
    assert "huntflow.applicants.get" not in sandbox.counts()


def test_vacancy_shows_its_candidates_on_it(browser: Browser) -> None:
    vacancy, _ = biggest_vacancy(browser)

    response = browser.block("/candidates/", "candidates", vacancy=vacancy)

    assert {row.vacancy.id for row in response.context["page"].items} == {vacancy}
    assert f'<option value="{vacancy}" selected>' in response.content.decode()


def test_search_finds_a_name_in_either_script_and_yo_as_ye(browser: Browser, sandbox: RunningSandbox) -> None:
    organisation = browser.block("/candidates/", "candidates").context["account"].id
    person = add(sandbox, organisation, first_name="Алёна", last_name="Кузнецова-Щукина")
    browser.client.post("/refresh/candidates/", {"next": "/candidates/"})

    found = [
        ids(browser.block("/candidates/", "candidates", q=query))
        for query in ("kuznetsova shchukina", "алена кузнецова-щукина")
    ]

    assert found == [{person}, {person}]


def test_stage_and_order_come_from_the_query(browser: Browser) -> None:
    stages = browser.block("/candidates/", "candidates").context["stages"]

    response = browser.block("/candidates/", "candidates", stage=stages[0].id, sort="-days")

    rows = response.context["page"].items
    days = [row.days_in_stage for row in rows]
    assert {row.stage.id for row in rows} == {stages[0].id}
    assert days == sorted(days, reverse=True)
    assert 'aria-sort="descending"' in response.content.decode()


@pytest.mark.parametrize("query", [{"account": "999999"}, {"vacancy": "999999"}])
def test_unknown_organisation_or_vacancy_is_not_found_and_costs_no_call(
    browser: Browser, sandbox: RunningSandbox, query: dict[str, str]
) -> None:
    browser.block("/candidates/", "candidates")
    sandbox.reset_counts()

    page = browser.page("/candidates/", **query)
    fragment = browser.block("/candidates/", "candidates", **query)

    assert page.status_code == 404
    assert kind_of(fragment, "candidates") == "not_found"
    assert sandbox.counts() == {}


def test_another_persons_organisation_is_not_found(
    anna: User, sandbox: RunningSandbox, browser: Browser, browser_of: Callable[[User], Browser]
) -> None:
    ivan = connect(sandbox, IVAN)
    HuntflowService(ivan).connect_sandbox_pair()
    own = {account["id"] for account in HuntflowService(ivan).get_accounts()}
    (foreign,) = {account["id"] for account in HuntflowService(anna).get_accounts()} - own
    stranger = browser_of(ivan)
    stranger.block("/candidates/", "candidates")
    person = browser.block("/candidates/", "candidates", account=foreign).context["page"].items[0].candidate
    sandbox.reset_counts()

    answers = [
        stranger.page("/candidates/", account=foreign),
        stranger.page(f"/candidates/{foreign}/{person.id}/"),
    ]

    assert [answer.status_code for answer in answers] == [404, 404]
    assert sandbox.counts() == {}


@pytest.mark.parametrize("name", ["account", "vacancy"])
@pytest.mark.parametrize("number", ["abc", "0", "-1", "1.5", str(2**31), "9" * 40, "\0"])
def test_what_is_no_id_in_the_query_is_not_found_without_a_call(
    browser: Browser, sandbox: RunningSandbox, name: str, number: str
) -> None:
    sandbox.reset_counts()

    page = browser.page("/candidates/", **{name: number})

    assert page.status_code == 404
    assert sandbox.counts() == {}


def test_organisation_of_a_long_id_is_not_taken_for_the_first(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    browser.block("/candidates/", "candidates")

    assert browser.page("/candidates/", account=2**31 - 1).status_code == 404


def test_huntflow_that_knows_no_organisations_is_no_missing_page(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("huntflow", "status", status=404)

    page = browser.page("/candidates/", block="candidates")

    assert (page.status_code, kind_of(page, "candidates")) == (200, "not_found")


def test_what_candidates_write_is_shown_and_never_run(browser: Browser, sandbox: RunningSandbox) -> None:
    organisation = browser.block("/candidates/", "candidates").context["account"].id
    evil = "<script>alert(1)</script>"
    person = add(sandbox, organisation, first_name=evil, last_name="Злобин", position=evil, phone=evil)
    browser.client.post("/refresh/candidates/", {"next": "/candidates/"})

    pages = [
        browser.block("/candidates/", "candidates", q="Злобин"),
        browser.block(f"/candidates/{organisation}/{person}/", "candidate"),
    ]

    assert ["&lt;script&gt;alert" in page.content.decode() for page in pages] == [True, True]
    assert ["<script>alert" in page.content.decode() for page in pages] == [False, False]


def test_candidate_without_a_name_can_be_opened(browser: Browser, sandbox: RunningSandbox) -> None:
    organisation = browser.block("/candidates/", "candidates").context["account"].id
    person = add(sandbox, organisation, position="Безымянный аналитик")
    browser.client.post("/refresh/candidates/", {"next": "/candidates/"})

    html = browser.block("/candidates/", "candidates", q="Безымянный").content.decode()
    card = browser.block(f"/candidates/{organisation}/{person}/", "candidate").content.decode()

    assert f"Кандидат {person}, без имени" in html
    assert "Без имени" in card


def test_pair_that_opens_no_organisation_is_told_from_an_empty_list(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("huntflow.accounts.list", "status", status=200, body={"items": []})

    html = browser.block("/candidates/", "candidates").content.decode()

    assert "Хантфлоу не показывает вам ни одной организации" in html


def test_empty_list_and_empty_search_are_told_apart(browser: Browser, sandbox: RunningSandbox) -> None:
    body = {"page": 1, "count": 30, "total_pages": 0, "items": []}
    sandbox.fail("huntflow.applicants.list", "status", status=200, body=body)

    empty = browser.block("/candidates/", "candidates").content.decode()
    searched = browser.block("/candidates/", "candidates", q="кто угодно").content.decode()

    assert "Кандидатов здесь пока нет" in empty
    assert "Подходящих кандидатов нет" in searched
    assert "Сбросить фильтры" in searched


def test_list_that_was_cut_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "CANDIDATES_LIMIT", 30)

    html = browser.block("/candidates/", "candidates").content.decode()

    assert "загружены только 30 первых записей" in html


@pytest.mark.parametrize(("number", "kind"), [(-1, "not_found"), ("x", "unavailable")])
def test_card_with_an_id_that_cannot_be_is_no_candidate(
    browser: Browser, sandbox: RunningSandbox, number: Any, kind: str
) -> None:
    account = browser.block("/candidates/", "candidates").context["account"].id
    card = {"id": number, "account": account, "links": [], "tags": [], "doubles": [], "social": []}
    sandbox.fail("huntflow.applicants.get", "status", status=200, body=card)

    fragment = browser.block(f"/candidates/{account}/1/", "candidate")

    assert kind_of(fragment, "candidate") == kind


def test_next_interviews_come_from_the_calendar_and_order_the_list(browser: Browser) -> None:
    response = browser.block("/candidates/", "candidates", sort="interview", size="100")

    rows = response.context["page"].items
    starts = [row.next_interview.start_time for row in rows if row.next_interview]
    assert starts
    assert starts == sorted(starts)
    assert all(row.next_interview for row in rows[: len(starts)])


def test_next_interview_tells_who_comes_and_leads_into_the_meeting(browser: Browser) -> None:
    response = browser.block("/candidates/", "candidates", interview="on", size="100")

    events = [row.next_interview for row in response.context["page"].items]
    html = response.content.decode()
    assert html.count('class="btn join') == sum(bool(event.meeting_link) for event in events) > 0
    accepted = sum({guest.response for guest in event.guests} == {Response.ACCEPTED} for event in events)
    assert html.count("<span>подтверждено</span>") == accepted > 0


def test_namesake_in_another_organisation_leaves_an_interview_to_nobody(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    own, other = organisations(sandbox)
    soon = timezone.now() + timedelta(days=1)
    sandbox.change(
        op="add_event",
        calendar=ANNA,
        event={
            "summary": "Двойникова Ася",
            "start": {"dateTime": soon.isoformat()},
            "end": {"dateTime": (soon + timedelta(hours=1)).isoformat()},
        },
    )
    first = add(sandbox, own, last_name="Двойникова", first_name="Ася")
    alone = browser.block("/candidates/", "candidates", account=own, q="двойникова").context["page"].items
    add(sandbox, other, last_name="Двойникова", first_name="Ася")
    HuntflowService(User.objects.get()).sync_applicants(other, None, sources.CANDIDATES_LIMIT)

    both = browser.block("/candidates/", "candidates", account=own, q="двойникова").context["page"].items

    assert [(row.candidate.id, bool(row.next_interview)) for row in alone] == [(first, True)]
    assert [(row.candidate.id, bool(row.next_interview)) for row in both] == [(first, False)]


def test_filter_keeps_those_with_an_interview_ahead(browser: Browser) -> None:
    everybody = browser.block("/candidates/", "candidates", sort="interview", size="100")
    expected = {row.candidate.id for row in everybody.context["page"].items if row.next_interview}

    response = browser.block("/candidates/", "candidates", interview="on", size="100")

    assert ids(response) == expected
    assert "checked" in response.content.decode()


def test_without_a_calendar_interviews_are_unknown_and_nobody_is_left_out(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("calendar", "status", status=500)

    response = browser.block("/candidates/", "candidates", interview="on")

    html = response.content.decode()
    assert response.context["page"].total_items > 25
    assert {row.interviews for row in response.context["page"].items} == {None}
    assert html.count("неизвестно") == 25
    assert "Google сообщает о внутренней ошибке" in html


def test_calendar_that_is_late_is_asked_for_again_by_the_block(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("calendar", "delay", seconds=30)

    response = browser.first_answer("/candidates/", "candidates")

    sandbox.recover()
    assert block_of(response, "candidates").incomplete
    assert 'hx-trigger="load delay:2s"' in response.content.decode()


def test_search_finds_a_tag(browser: Browser, sandbox: RunningSandbox) -> None:
    context = browser.block("/candidates/", "candidates", size="100").context
    organisation = context["account"].id
    tagged = next(row for row in context["page"].items if row.tags)
    person = add(sandbox, organisation, last_name="Меченая", tags=list(tagged.candidate.tag_ids[:1]))
    browser.client.post("/refresh/candidates/", {"next": "/candidates/"})

    found = browser.block("/candidates/", "candidates", q=f"меченая {tagged.tags[0].upper()}")

    assert ids(found) == {person}


def test_list_does_without_tags_that_do_not_come(browser: Browser, sandbox: RunningSandbox) -> None:
    sandbox.fail("huntflow.tags.list", "status", status=500)

    response = browser.block("/candidates/", "candidates")

    assert len(ids(response)) == 25
    assert {row.tags for row in response.context["page"].items} == {()}


@pytest.mark.parametrize("size", [25, 50, 100])
def test_pages_are_as_long_as_asked_for(browser: Browser, size: int) -> None:
    response = browser.block("/candidates/", "candidates", size=size)

    assert len(response.context["page"].items) == size
    assert f'<option value="{size}" selected>' in response.content.decode()


def test_list_that_is_cached_costs_no_call(browser: Browser, sandbox: RunningSandbox) -> None:
    browser.block("/candidates/", "candidates")
    sandbox.reset_counts()

    page = browser.page("/candidates/", q="а", interview="on", sort="interview")

    assert kind_of(page, "candidates") == ""
    assert sandbox.counts() == {}
