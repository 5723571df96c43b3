from datetime import timedelta
from typing import Any

import pytest
from django.utils import timezone

from google_oauth.views.reading import sources
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA
from tests.views.browser import Browser


def names(response: Any) -> list[str]:
    return [file.name for file in response.context["page"].items]


def add(sandbox: RunningSandbox, **fields: Any) -> None:
    sandbox.change(op="add_file", owner=ANNA, file=fields)


def test_files_are_listed_the_one_changed_last_first(browser: Browser) -> None:
    response = browser.block("/drive/", "drive")

    changed = [file.modified for file in response.context["page"].items]
    assert len(changed) == 25
    assert changed == sorted(changed, reverse=True)


def test_search_finds_a_name_in_either_script(browser: Browser, sandbox: RunningSandbox) -> None:
    add(sandbox, name="Оффер Кузнецова", mimeType="application/pdf")

    assert "Оффер Кузнецова" in names(browser.block("/drive/", "drive", q="kuznetsova offer"))


def test_filters_and_order_come_from_the_query(browser: Browser) -> None:
    response = browser.block("/drive/", "drive", kind="pdf", owner="mine", sort="name", size="100")

    items = response.context["page"].items
    assert {(file.kind, file.owned_by_me) for file in items} == {("pdf", True)}
    assert names(response) == sorted(names(response), key=lambda name: name.casefold().replace("ё", "е"))
    assert 'aria-sort="ascending"' in response.content.decode()


def test_second_page_continues_the_first(browser: Browser) -> None:
    first, second = (browser.block("/drive/", "drive", page=page) for page in ("1", "2"))

    shown = [{file.id for file in page.context["page"].items} for page in (first, second)]
    assert not shown[0] & shown[1]
    assert 'aria-current="page"' in second.content.decode()


def test_spreadsheets_have_a_page_of_their_own(browser: Browser) -> None:
    response = browser.block("/sheets/", "sheets")

    assert {file.kind for file in response.context["page"].items} == {"spreadsheet"}


def test_search_that_finds_nothing_offers_to_reset(browser: Browser) -> None:
    html = browser.block("/drive/", "drive", q="такого точно нет").content.decode()

    assert "Подходящих файлов нет" in html
    assert "Сбросить фильтры" in html


def test_empty_drive_says_what_would_be_here(browser: Browser, sandbox: RunningSandbox) -> None:
    sandbox.fail("drive.files.list", "status", status=200, body={"files": []})

    html = browser.block("/drive/", "drive").content.decode()

    assert "Файлов здесь пока нет" in html
    assert "Сбросить фильтры" not in html


def test_name_with_markup_and_a_link_that_is_no_address_are_shown_and_never_followed(
    browser: Browser, sandbox: RunningSandbox
) -> None:
    evil = '<img src=x onerror=alert(1)>"'
    files = [{"id": "f1", "name": evil, "mimeType": "text/plain", "webViewLink": "javascript:alert(1)"}]
    sandbox.fail("drive.files.list", "status", status=200, body={"files": files})

    html = browser.block("/drive/", "drive").content.decode()

    assert "&lt;img src=x onerror=alert(1)&gt;" in html
    assert "<img" not in html
    assert "javascript:" not in html


def test_list_that_was_cut_says_so(browser: Browser, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(sources, "FILES_LIMIT", 5)

    html = browser.block("/drive/", "drive").content.decode()

    assert "загружены только 5 первых записей" in html


def test_owner_can_be_chosen_by_name(browser: Browser) -> None:
    everything = browser.block("/drive/", "drive", size="100")
    owner = next(file.owner for file in everything.context["page"].items if not file.owned_by_me)

    response = browser.block("/drive/", "drive", owner=f"name:{owner}", size="100")

    assert {file.owner for file in response.context["page"].items} == {owner}
    assert f'<option value="name:{owner}" selected>' in response.content.decode()


def test_files_changed_lately_can_be_chosen(browser: Browser) -> None:
    since = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) - timedelta(days=6)

    response = browser.block("/drive/", "drive", changed="7", sort="changed", size="100")

    oldest = response.context["page"].items[0].modified
    everything = browser.block("/drive/", "drive").context["page"].total_items
    assert oldest >= since
    assert 0 < response.context["page"].total_items < everything
    assert '<option value="7" selected>' in response.content.decode()


def test_files_stand_under_the_days_of_their_change_in_that_order_alone(browser: Browser) -> None:
    by_change, by_name = (
        browser.block("/drive/", "drive", sort=sort).context["days"] for sort in ("-changed", "name")
    )

    assert None not in [group.day for group in by_change]
    assert [group.day for group in by_name] == [None]


def test_shared_and_starred_files_say_so_in_words(browser: Browser, sandbox: RunningSandbox) -> None:
    files = [{"id": "f1", "name": "а", "mimeType": "text/plain", "shared": True, "starred": True}]
    sandbox.fail("drive.files.list", "status", status=200, body={"files": files})

    html = browser.block("/drive/", "drive").content.decode()

    assert [f'<span class="hidden-text">{word}</span>' in html for word in ("помечен", "доступ открыт")] == [
        True,
        True,
    ]
