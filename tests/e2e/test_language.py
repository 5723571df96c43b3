"""Each reader's language and zone, in the browser: what scripts say is what the server says."""

from datetime import UTC, datetime, timedelta

import pytest
from django.utils.translation import override
from playwright.sync_api import StorageState, expect

from google_oauth.templatetags.dates import age
from tests.e2e.conftest import NewPage
from tests.e2e.steps import PAGES, has_data

AGES = (
    timedelta(seconds=30),
    *(timedelta(minutes=minutes) for minutes in (1, 2, 5, 21)),
    *(timedelta(hours=hours) for hours in (1, 3, 12, 21)),
    *(timedelta(days=days) for days in (1, 4, 11, 40)),
)
AGED = """moment => {
    const label = document.querySelector("time[data-age]");
    label.dateTime = moment;
    document.dispatchEvent(new Event("htmx:afterSettle"));
    return label.textContent;
}"""


@pytest.mark.parametrize("locale", ["ru-RU", "en-GB"])
def test_an_age_is_worded_alike_by_the_server_and_by_the_script(
    new_page: NewPage, anna: StorageState, locale: str
) -> None:
    page = new_page(storage_state=anna, locale=locale)
    page.goto("/drive/")
    has_data(page)
    moments = [datetime.now(UTC) - passed for passed in AGES]

    by_script = [page.evaluate(AGED, moment.isoformat()) for moment in moments]

    with override(locale[:2]):
        assert by_script == [age(moment) for moment in moments]


def test_every_page_speaks_english_to_an_english_browser(new_page: NewPage, anna: StorageState) -> None:
    page = new_page(storage_state=anna, locale="en-US")

    for path in PAGES:
        page.goto(path)
        has_data(page)
        assert page.locator("html").get_attribute("lang") == "en"
        expect(page.get_by_role("navigation", name="Main navigation")).to_be_visible()


def test_a_chosen_zone_stays_whatever_the_browser_says(new_page: NewPage, anna: StorageState) -> None:
    page = new_page(storage_state=anna, timezone_id="America/New_York")
    page.goto("/settings/")
    expect(page.locator("html")).to_have_attribute("data-zone", "America/New_York")

    page.locator("#id_time_zone").select_option("Asia/Omsk")
    page.locator("#preferences").get_by_role("button").click()

    expect(page.locator(".note.success")).to_be_visible()
    expect(page.locator("html")).to_have_attribute("data-zone", "Asia/Omsk")
    page.locator("#id_time_zone").select_option("")
    page.locator("#preferences").get_by_role("button").click()
    expect(page.locator("html")).to_have_attribute("data-zone", "America/New_York")
