"""The grids of the calendar, whatever the days hold: each event can be pressed and read, and none hides another."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, date, datetime, time, timedelta
from itertools import count
from typing import Any

import pytest
from playwright.sync_api import Page

from tests.e2e.axe import COLOURS, RULES, violations
from tests.e2e.interviewee import MEET, link_at_huntflow
from tests.e2e.measure import DESKTOP, PHONE, overflow, set_width, small_targets, unreachable_regions
from tests.e2e.planned import ANNA, ZONE, Plan, timed, whole
from tests.e2e.steps import first_candidate, has_data
from tests.e2e.test_print import ACROSS, sheets
from tests.e2e.visitor import Visitor

# Far enough that nothing of it is over or about to begin, near enough that the month around it is read at once.
AHEAD = timedelta(days=49)
# From the least width that has a grid; below it there is a list.
GRIDS = (860, 1024, DESKTOP, 1920)
LISTS = (320, PHONE)
# What a sheet that lies across is wide between its margins, in pixels.
SHEET = 1047
QUARTER = 15  # minutes
MONDAY, TUESDAY, WEDNESDAY, THURSDAY, FRIDAY, SATURDAY = range(6)
# A meeting can be joined for as long as it is on, and then its way in is drawn in the grids too.
JOINABLE = """() => document.querySelectorAll("a[data-joins-from]").forEach(link => {
    link.dataset.joinsFrom = new Date(0).toISOString();
    link.classList.add("primary");
})"""
# What is wrong in a grid: two that lie on one another, a target that is small without what spreads from it, a line of
# text that is cut off across, and an event that shows nothing of a name.
TANGLED = """() => {
    const found = [];
    const called = item => `${item.className}: ${item.textContent.replace(/\\s+/g, " ").trim().slice(0, 60)}`;
    const items = [...document.querySelectorAll(".strips > li, .blocks > li, .month td li")]
        .filter(item => item.checkVisibility({visibilityProperty: true}));
    const boxes = items.map(item => item.getBoundingClientRect());
    items.forEach((item, one) => items.slice(0, one).forEach((other, two) => {
        const [a, b] = [boxes[one], boxes[two]];
        const across = Math.min(a.right, b.right) - Math.max(a.left, b.left);
        const down = Math.min(a.bottom, b.bottom) - Math.max(a.top, b.top);
        if (across > 0.5 && down > 0.5) found.push(`${called(item)} lies on ${called(other)}`);
    }));
    for (const item of items) {
        for (const target of item.querySelectorAll("a, button")) {
            const {width, height} = target.getBoundingClientRect();
            if (target.checkVisibility() && Math.min(width, height) < 23.9) found.push(`${width} x ${height} in ${called(item)}`);
        }
        let most = 0;
        const walker = document.createTreeWalker(item, NodeFilter.SHOW_TEXT);
        while (walker.nextNode()) {
            const text = walker.currentNode, around = text.parentElement;
            if (!text.data.trim() || !around.checkVisibility() || around.closest(".hidden-text, .words")) continue;
            const seen = {left: -Infinity, right: Infinity, top: -Infinity, bottom: Infinity};
            for (let box = around; item.contains(box); box = box.parentElement) {
                if (getComputedStyle(box).overflow === "visible") continue;
                const {left, right, top, bottom} = box.getBoundingClientRect();
                seen.left = Math.max(seen.left, left);
                seen.right = Math.min(seen.right, right);
                seen.top = Math.max(seen.top, top);
                seen.bottom = Math.min(seen.bottom, bottom);
            }
            const range = document.createRange();
            range.selectNodeContents(text);
            for (const line of range.getClientRects()) {
                const within = Math.min(line.bottom, seen.bottom) - Math.max(line.top, seen.top);
                if (within <= 1) continue;
                if (within < line.height - 2) found.push(`cut across in ${called(item)}`);
                else if (around.closest(".name, .more")) {
                    most = Math.max(most, Math.min(line.right, seen.right) - Math.max(line.left, seen.left));
                }
            }
        }
        // On phones a month has dots.
        if (most < 12 && item.clientWidth > 12) found.push(`no name in ${called(item)}`);
    }
    return found;
}"""


@dataclass(frozen=True)
class Week:
    """Where the events are: on the days of this week, of which `monday` is the first."""

    monday: date

    def path(self, view: str, day: int = 0) -> str:
        """The address of a view, with all that is hidden unless it is asked for."""
        shown = self.monday + timedelta(days=day)
        return f"/calendar/?view={view}&day={shown}&declined=1&cancelled=1"


def shapes(monday: date, candidate: str) -> Iterator[dict[str, Any]]:
    """Events as Google words them, of every shape that a week may hold."""
    number = count(1)
    interview = {"description": candidate}
    meet = {"hangoutLink": MEET}
    ways: tuple[dict[str, Any], ...] = (
        {},
        interview,
        meet,
        interview | meet,
        {"status": "tentative"},
        interview | {"attendees": [{"email": ANNA, "self": True, "responseStatus": "declined"}]},
        meet | {"attendees": [{"email": ANNA, "self": True, "responseStatus": "tentative"}]},
        interview | meet | {"status": "cancelled"},
    )

    def meeting(day: int, hour: int, minute: int, lasts: int, way: dict[str, Any]) -> dict[str, Any]:
        begins = datetime.combine(monday + timedelta(days=day), time(hour, minute), ZONE)
        name = f"Интервью № {next(number)} на должность администратора баз данных"
        return timed(begins, begins + timedelta(minutes=lasts), summary=name, **way)

    def days(day: int, count: int, way: dict[str, Any]) -> dict[str, Any]:
        first = monday + timedelta(days=day)
        return whole(first, first + timedelta(days=count), summary=f"Неделя найма № {next(number)}", **way)

    # Thirteen at once under twelve of the whole day.
    yield from (meeting(MONDAY, 10, 0, 60, ways[each % len(ways)]) for each in range(13))
    yield from (days(MONDAY, 1 + each % 3, ways[each % len(ways)]) for each in range(12))
    # Twenty quarters one after another.
    for each in range(20):
        start = 9 * 60 + each * QUARTER
        yield meeting(TUESDAY, start // 60, start % 60, QUARTER, ways[each % len(ways)])
    # Each kind by itself, as short and as long as they come.
    for each, lasts in enumerate((5, 15, 30, 45, 60, 75, 90, 120)):
        yield meeting(WEDNESDAY, 7 + 2 * each, 0, lasts, ways[1] if each % 2 else ways[3])
    # Two, three and four at once.
    for lanes, hour in ((2, 9), (3, 12), (4, 15)):
        for each in range(lanes):
            yield meeting(THURSDAY, hour, 0, (15, 30, 60, 90)[each], ways[(each + lanes) % len(ways)])
            yield meeting(FRIDAY, hour, 5 * each, 60, ways[each])
    # At night, over midnight, and over more than a day.
    yield meeting(FRIDAY, 0, 0, 5, interview)
    yield meeting(FRIDAY, 3, 0, 15, meet)
    yield meeting(FRIDAY, 23, 50, 20, interview | meet)
    yield meeting(SATURDAY, 22, 0, 8 * 60, interview)
    yield days(SATURDAY, 10, interview)


@pytest.fixture
def week(anna_visits: Visitor, plan: Plan) -> Week:
    """A week of Anna's that holds every shape, some weeks from now."""
    day = (datetime.now(UTC) + AHEAD).astimezone(ZONE).date()
    monday = day - timedelta(days=day.weekday())
    plan(shapes(monday, link_at_huntflow(first_candidate(anna_visits))))
    return Week(monday)


def opened(page: Page, path: str) -> None:
    """Have the page open, with every meeting about to begin."""
    page.emulate_media(color_scheme="light", reduced_motion="reduce")
    page.goto(path)
    has_data(page)
    page.evaluate(JOINABLE)


def faults(page: Page) -> dict[str, Any]:
    """What is wrong with the page that is open, by what it is wrong with; nothing at best."""
    found: dict[str, Any] = {}
    for width in (*LISTS, *GRIDS):
        set_width(page, width)
        found[f"targets at {width}"] = small_targets(page, least=24, buttons=32 if width >= GRIDS[0] else 44)
        found[f"wider than {width} by"] = max(overflow(page), 0)
        found[f"out of reach at {width}"] = unreachable_regions(page)
        found[f"tangled at {width}"] = page.evaluate(TANGLED)
    # The narrowest of either layout; what is coloured is the same at all widths.
    for width, theme, rules in (
        (GRIDS[0], "light", ("target-size",)),
        (LISTS[0], "light", ("target-size",)),
        (DESKTOP, "dark", COLOURS),
        (DESKTOP, "light", RULES),
    ):
        set_width(page, width)
        page.emulate_media(color_scheme=theme)
        found[f"axe in {theme} at {width}"] = violations(page, *rules, within="main")
    return {what: details for what, details in found.items() if details}


def test_every_event_of_a_grid_can_be_pressed_and_read_whatever_the_days_hold(page: Page, week: Week) -> None:
    paths = (
        *(week.path("day", day) for day in (MONDAY, WEDNESDAY, THURSDAY)),
        week.path("week"),
        week.path("month"),
    )
    found = {}
    for path in paths:
        opened(page, path)
        found[path] = faults(page)

    assert {path: wrong for path, wrong in found.items() if wrong} == {}


def test_grids_can_be_read_on_paper_and_are_one_sheet_unless_they_go_through_the_night(
    page: Page, week: Week
) -> None:
    filled, cut = {}, {}
    set_width(page, SHEET)
    for path in (week.path("day"), week.path("month"), week.path("week")):
        opened(page, path)
        filled[path] = sheets(page)
        page.emulate_media(media="print")
        # Nobody presses anything on paper.
        cut[path] = [fault for fault in page.evaluate(TANGLED) if " x " not in fault]
        page.emulate_media(media="null")

    assert {path: sizes for path, sizes in filled.items() if sizes != [ACROSS]} == {
        week.path("week"): [ACROSS] * 2
    }
    assert {path: faults for path, faults in cut.items() if faults} == {}
