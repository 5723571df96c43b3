import re
from datetime import datetime, timedelta
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_redis import get_redis_connection

from google_oauth.cache_service import GoogleAPICache
from google_oauth.domain.candidates import Candidate
from google_oauth.services import HuntflowService
from google_oauth.views import dashboard
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA
from tests.views.browser import Browser, block_of, kind_of
from tests.views.test_calendar import MOSCOW, add

pytestmark = pytest.mark.usefixtures("noon")

FIGURES = ("interviews-today", "awaiting-decision", "in-work", "changed-files")


def figure(html: str, name: str) -> str:
    """What a figure of the page shows; "" where it is hidden."""
    found = re.search(rf'<div id="{name}"([^>]*)>.*?<dd>([^<]*)</dd>', html, re.DOTALL)
    assert found
    return "" if "hidden" in found[1] else found[2].strip()


def whole(browser: Browser) -> Any:
    return browser.whole("/", "today", "recent", "work")


def from_now(**ahead: int) -> dict[str, Any]:
    """The times of an event of half an hour that begins so long after now."""
    start = datetime.now(MOSCOW) + timedelta(**ahead)
    return {
        "start": {"dateTime": start.isoformat()},
        "end": {"dateTime": (start + timedelta(minutes=30)).isoformat()},
    }


def people(browser: Browser) -> list[Candidate]:
    """Candidates who wait; what else was read on the way is forgotten."""
    rows = browser.block("/", "work").context["candidates"]
    GoogleAPICache.invalidate_user_cache(User.objects.get().pk)
    return [row.candidate for row in rows]


def test_page_shows_the_day_and_its_four_figures(browser: Browser) -> None:
    html = whole(browser).content.decode()

    assert "Сегодня, " in html
    assert all(figure(html, name).rstrip("+").isdecimal() for name in FIGURES)


def test_figures_are_hidden_while_what_they_count_is_unknown(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("huntflow", "status", status=503)

    html = whole(browser).content.decode()

    assert [bool(figure(html, name)) for name in FIGURES] == [False, False, False, True]


def test_decisions_are_not_counted_while_the_calendar_is_unknown(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("calendar", "status", status=503)

    html = whole(browser).content.decode()

    assert [bool(figure(html, name)) for name in FIGURES] == [False, False, True, True]


def test_block_that_comes_later_brings_its_figures_along(browser: Browser) -> None:
    html = browser.block("/", "work").content.decode()

    assert '<div id="awaiting-decision" hx-swap-oob="true">' in html
    assert '<div id="in-work" hx-swap-oob="true">' in html


def test_page_itself_swaps_nothing_out_of_band(browser: Browser) -> None:
    assert "hx-swap-oob" not in whole(browser).content.decode()


def test_lists_are_capped_and_lead_to_the_whole(browser: Browser) -> None:
    response = whole(browser)

    assert len(response.context["files"]) == dashboard.SHOWN
    assert len(response.context["candidates"]) == dashboard.SHOWN
    html = response.content.decode()
    for path in ("/calendar/", "/drive/", "/candidates/"):
        assert f'<a href="{path}">' in html


def test_next_interview_is_shown_with_its_candidate_and_why_it_matched(
    quiet: RunningSandbox, browser: Browser
) -> None:
    candidate = people(browser)[0]
    guest = {"email": candidate.email, "responseStatus": "accepted"}
    event_id = add(quiet, summary="Созвон", attendees=[guest], **from_now(minutes=5))

    response = browser.block("/", "today")

    about = response.context["matched"].subject_of(response.context["upcoming"])
    html = response.content.decode()
    assert response.context["upcoming"].id == event_id
    assert about.application.candidate == candidate
    assert "Следующее интервью" in html
    assert html.count("Опознано по адресу гостя") > 1
    assert f"/candidates/{candidate.account_id}/{candidate.id}/" in html


@pytest.mark.parametrize(
    ("summary", "said"), [("Интервью: Кузнецова", "Идёт интервью"), ("Планёрка", "Идёт встреча")]
)
def test_what_is_under_way_is_called_so(
    quiet: RunningSandbox, browser: Browser, summary: str, said: str
) -> None:
    add(quiet, summary=summary, **from_now(minutes=-5))

    assert said in browser.block("/", "today").content.decode()


@pytest.mark.parametrize(("minutes", "filled"), [(9, True), (30, False)])
def test_meeting_is_entered_by_a_filled_button_from_ten_minutes_before(
    quiet: RunningSandbox, browser: Browser, minutes: int, *, filled: bool
) -> None:
    link = "https://meet.google.com/abc-defg-hij"
    add(quiet, summary="Интервью: кто-то", hangoutLink=link, **from_now(minutes=minutes))

    html = browser.block("/", "today").content.decode()

    assert ("btn join primary" in html) is filled
    assert link in html


def test_files_named_after_the_candidate_stand_beside_the_interview(
    quiet: RunningSandbox, browser: Browser
) -> None:
    candidate = people(browser)[0]
    name = f"Резюме — {candidate.name}.pdf"
    link = "https://drive.google.com/file/d/cv/view"
    file = {"name": name, "mimeType": "application/pdf", "webViewLink": link}
    quiet.change(op="add_file", owner=ANNA, file=file)
    add(quiet, summary=f"Интервью: {candidate.name}", **from_now(minutes=5))

    browser.block("/", "recent")
    response = browser.block("/", "today")

    assert name in [file.name for file in response.context["papers"]]


def test_candidates_who_may_be_meant_are_all_listed(quiet: RunningSandbox, browser: Browser) -> None:
    meant = people(browser)[:2]
    guests = [{"email": candidate.email, "responseStatus": "accepted"} for candidate in meant]
    add(quiet, summary="Двое сразу", attendees=guests, **from_now(minutes=5))

    html = browser.block("/", "today").content.decode()

    assert "неясно" in html
    assert all(f"/candidates/{each.account_id}/{each.id}/" in html for each in meant)


def test_day_without_interviews_says_when_the_next_one_is(quiet: RunningSandbox, browser: Browser) -> None:
    candidate = people(browser)[0]
    add(quiet, days=3, summary=f"Интервью: {candidate.name}")

    html = browser.block("/", "today").content.decode()

    assert "Сегодня интервью нет" in html
    assert candidate.last_name in html


def test_meeting_without_a_candidate_says_so(quiet: RunningSandbox, browser: Browser) -> None:
    colleague = {"email": "boss@example.com", "responseStatus": "accepted"}
    add(quiet, summary="Планёрка", attendees=[colleague], **from_now(minutes=5))

    html = browser.block("/", "today").content.decode()

    assert "не кандидат" in html
    assert "Следующая встреча" in html


def test_colleague_is_no_candidate_though_huntflow_knows_the_address(
    quiet: RunningSandbox, browser: Browser
) -> None:
    organisation = browser.block("/candidates/", "candidates").context["account"].id
    known = {"last_name": "Коллегова", "email": "boss@example.com"}
    quiet.change(op="add_candidate", organisation=organisation, candidate=known)
    browser.client.post("/refresh/candidates/", {"next": "/"})
    guest = {"email": "boss@example.com", "responseStatus": "accepted"}
    add(quiet, summary="Один на один", attendees=[guest], **from_now(minutes=5))
    browser.client.post("/refresh/calendar/", {"next": "/"})

    response = browser.block("/", "today")

    assert response.context["upcoming"].title == "Один на один"
    assert response.context["matched"].subject_of(response.context["upcoming"]).applications == ()


def test_meetings_that_overlap_are_called_so_while_they_are_not_over(
    quiet: RunningSandbox, browser: Browser
) -> None:
    for summary, minutes in (("первая", 5), ("вторая", 20), ("прошла", -90), ("прошла", -80)):
        add(quiet, summary=summary, **from_now(minutes=minutes))

    assert browser.block("/", "today").content.decode().count("накладка") == 2


def test_titles_tell_interviews_while_candidates_are_unknown(quiet: RunningSandbox, browser: Browser) -> None:
    quiet.fail("huntflow", "status", status=503)
    titled = add(quiet, summary="Интервью: Кузнецова Мария – Аналитик", **from_now(minutes=5))
    browser.block("/", "work")

    response = browser.block("/", "today")

    assert response.context["upcoming"].id == titled
    assert "Кандидаты сейчас неизвестны" in response.content.decode()
    assert "не кандидат" not in response.content.decode()


def test_day_does_not_wait_for_slow_candidates_and_asks_again(
    quiet: RunningSandbox, browser: Browser
) -> None:
    quiet.fail("huntflow", "delay", seconds=30)
    browser.block("/", "recent")

    block = block_of(browser.first_answer("/", "today"), "today")

    quiet.recover()
    assert (block.state, block.incomplete) == (None, True)


def test_tomorrow_is_shown_once_today_is_over(quiet: RunningSandbox, browser: Browser) -> None:
    add(quiet, summary="Вчерашнее", days=-1)
    coming = add(quiet, summary="Завтрашнее", days=1)

    days = browser.block("/", "today").context["days"]

    assert [each.event.id for day in days for each in day.occurrences] == [coming]


def test_those_who_wait_for_a_decision_lead_and_are_in_work(browser: Browser) -> None:
    rows = browser.block("/", "work").context["candidates"]

    assert all(row.in_work and (row.awaits_decision or row.overdue) for row in rows)
    assert rows == sorted(rows, key=lambda row: not row.awaits_decision)


def test_recruiter_of_no_organisation_is_told_that_nobody_waits(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    sandbox.fail("huntflow.accounts.list", "status", status=200, body={"items": []})

    html = browser.block("/", "work").content.decode()

    assert "Никто не ждёт" in html


def test_dashboard_shares_its_entries_with_the_pages(browser: Browser, sandbox: RunningSandbox) -> None:
    whole(browser)
    sandbox.reset_counts()

    for path, name in (("/calendar/", "calendar"), ("/drive/", "drive"), ("/candidates/", "candidates")):
        browser.block(path, name)

    # Tags are what the dashboard does without.
    assert sandbox.counts() == {"huntflow.tags.list": 1}


def test_block_that_is_not_found_leaves_the_page_and_the_others(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    whole(browser)
    GoogleAPICache.invalidate_user_cache(User.objects.get().pk)
    browser.block("/", "recent")
    sandbox.fail("calendar", "status", status=404)

    page = browser.page("/", block="today")

    assert page.status_code == 200
    assert [kind_of(page, name) for name in ("today", "recent", "work")] == ["not_found", "", ""]


def reads_of_redis() -> int:
    """How often Redis was asked for an entry."""
    return int(get_redis_connection("default").info("commandstats")["cmdstat_hmget"]["calls"])


def test_warm_page_reads_every_entry_once(browser: Browser) -> None:
    whole(browser)
    before = reads_of_redis()

    browser.page("/")

    # Events, files, organisations; of each of the two: candidates, vacancies, stages.
    assert reads_of_redis() - before == 3 + 2 * 3


def filled(html: str) -> list[str]:
    """What the filled buttons of the page say."""
    buttons = re.findall(r'<a class="btn(?: join)? primary"[^>]*>(.*?)</a>', html, re.DOTALL)
    return [re.sub(r"<[^>]+>|:.*", "", each, flags=re.DOTALL).strip() for each in buttons]


def test_meeting_under_way_has_the_one_filled_button(browser: Browser, sandbox: RunningSandbox) -> None:
    link = "https://meet.google.com/abc-defg-hij"
    for minutes in (-10, -5):
        add(sandbox, **from_now(minutes=minutes), summary="Интервью: кандидат", hangoutLink=link)

    html = whole(browser).content.decode()

    assert filled(html) == ["Войти"]


def test_meeting_that_is_no_interview_leaves_nothing_else_filled(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    add(sandbox, **from_now(minutes=-10), summary="Планёрка", hangoutLink="https://meet.google.com/abc")
    HuntflowService(User.objects.get()).disconnect()

    assert filled(whole(browser).content.decode()) == ["Войти"]


def test_first_part_to_connect_has_the_one_filled_button(ivans: Browser) -> None:
    page = ivans.page("/")

    html = page.content.decode()
    assert [kind_of(page, name) for name in ("today", "work", "recent")] == ["reconnect"] * 3
    assert filled(html) == ["Подключить"]
    assert html.index("btn primary") < html.index('id="work"')


def test_title_of_the_page_is_the_heading_of_today(quiet: RunningSandbox, browser: Browser) -> None:
    add(quiet, days=0, **from_now(hours=1))

    html = whole(browser).content.decode()

    assert [title[1] for title in re.finditer(r'<h3 class="day([^"]*)">', html)] == [" today hidden-text"]
