"""What of the calendar only a browser can tell: where a finger lands, and what is cut off."""

import re
from datetime import timedelta

from playwright.sync_api import Page, StorageState, expect

from tests.e2e.conftest import NewPage
from tests.e2e.interviewee import MEET
from tests.e2e.planned import Plan, noon, today, whole

FINGER = 44  # pixels
NARROW = {"width": 320, "height": 800}


def opened(new_page: NewPage, anna: StorageState, view: str, **options: object) -> Page:
    page = new_page(storage_state=anna, **options)
    page.goto(f"/calendar/?view={view}")
    expect(page.locator("[aria-busy]")).to_have_count(0)
    return page


def test_day_of_a_month_is_one_target_for_a_finger_its_dots_included(
    new_page: NewPage, anna: StorageState, plan: Plan
) -> None:
    plan([noon(today(), summary="Обед")])
    page = opened(new_page, anna, "month", viewport=NARROW)
    dots = page.locator(".month td:has(.slot) ol").first
    cell = dots.locator("xpath=..").bounding_box()
    spot = dots.bounding_box()
    assert cell
    assert spot

    page.mouse.click(spot["x"] + spot["width"] / 2, spot["y"] + spot["height"] / 2)

    assert min(cell["width"], cell["height"]) >= FINGER
    expect(page).to_have_url(re.compile(r"view=agenda&day=\d{4}-\d\d-\d\d"))


def test_strip_is_as_long_as_its_days_and_shows_its_title(
    new_page: NewPage, anna: StorageState, plan: Plan
) -> None:
    days = 3
    monday = today() - timedelta(days=today().weekday())
    plan([whole(monday, monday + timedelta(days=days), summary="Хакатон 4711")])
    page = opened(new_page, anna, "week")
    strip = page.locator(f".strip.d{days}").filter(has_text="Хакатон 4711")
    box, column = strip.bounding_box(), page.locator(".column").first.bounding_box()
    assert box
    assert column

    assert abs(box["width"] - days * column["width"]) < 8
    assert strip.locator(".opens").evaluate("title => title.scrollWidth <= title.clientWidth")


def test_row_of_a_week_has_its_way_into_the_meeting_on_phones(
    new_page: NewPage, anna: StorageState, plan: Plan
) -> None:
    plan([noon(today() + timedelta(days=7), summary="Сверка 4711", hangoutLink=MEET)])
    page = opened(new_page, anna, "week", viewport=NARROW)
    # No meeting of the next week is under way, so all of its buttons are plain.
    page.goto(f"/calendar/{page.locator('#calendar-next').get_attribute('href')}")
    join = page.locator(".blocks > li").filter(has_text="Сверка 4711").locator(".join")
    box = join.bounding_box()
    assert box

    assert min(box["width"], box["height"]) >= FINGER
    page.set_viewport_size({"width": 1280, "height": 800})
    expect(join).to_be_hidden()


def test_line_of_now_moves_on_while_a_day_is_open(new_page: NewPage, anna: StorageState) -> None:
    # In a profile of its own: the clock is the profile's, and stays turned.
    page = new_page(storage_state=anna)
    page.clock.install()
    page.goto("/calendar/?view=day")
    line = page.locator("[data-drawn]")
    minutes = "line => line.style.getPropertyValue('--r') * 15 + +line.style.getPropertyValue('--m')"
    expect(line).to_have_attribute("style", re.compile("--m"))
    before = line.evaluate(minutes)

    page.clock.fast_forward("00:35:00")

    assert line.evaluate(minutes) - before in {35, 36}
