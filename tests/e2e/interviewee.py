"""An interview that can just be joined, made for a test and gone after it."""

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

import pytest
from playwright.sync_api import Locator, Page, expect

from sandbox.world.hiring import ORGANISATIONS
from tests.e2e.kept import Kept
from tests.e2e.planned import ANNA, Plan, timed
from tests.e2e.steps import first_candidate, has_data, words
from tests.e2e.visitor import Visitor
from tests.sandbox_control import SandboxControl

TEN_MINUTES = timedelta(minutes=10)
MEET = "https://meet.google.com/abc-defg-hij"


@dataclass(frozen=True)
class Interviewee:
    """A candidate whose interview is on: the address of their page, and their name."""

    address: str
    name: str

    def card(self, page: Page) -> Locator:
        """What the first page says of the interview, once it knows whose it is."""
        page.goto("/")
        has_data(page)
        card = page.get_by_role("article", name=words("Next interview"))
        expect(card.get_by_role("heading").get_by_role("link")).to_have_text(self.name)
        return card


def leads_to_the_meeting(link: Locator) -> bool:
    """Whether the link opens the meeting of the interview in a window of its own, which learns nothing of ours."""
    attributes = [link.get_attribute(name) for name in ("href", "target", "rel")]
    return attributes == [MEET, "_blank", "noopener noreferrer"]


def link_at_huntflow(address: str) -> str:
    """The address that a candidate's page with us has at Huntflow: in an event, it tells whose interview it is."""
    organisation, number = re.findall(r"\d+", address)
    nick = next(each.nick for each in ORGANISATIONS if each.id == int(organisation))
    return f"https://huntflow.ru/my/{nick}#/applicants/filter/all/{number}"


@pytest.fixture
def interviewee(
    anna_visits: Visitor, upstreams: SandboxControl, kept: Kept, plan: Plan
) -> Iterator[Interviewee]:
    """Whose interview can just be joined, with a Meet and a résumé in Drive."""
    address = first_candidate(anna_visits)
    heading = re.search(r"<h1[^>]*>(.*?)</h1>", anna_visits.settled(address), re.DOTALL)
    assert heading
    name = " ".join(heading[1].split()[:2])
    begins = datetime.now(UTC) + TEN_MINUTES
    description = link_at_huntflow(address)
    event = timed(
        begins, begins + TEN_MINUTES, summary="Знакомство", description=description, hangoutLink=MEET
    )
    paper = {"name": f"Резюме {name}.pdf", "mimeType": "application/pdf"}
    plan([event])
    filed = upstreams.change(op="add_file", owner=ANNA, file=paper)
    kept.forget("google_*")
    yield Interviewee(address, name)
    upstreams.change(op="delete_file", id=filed["id"])
