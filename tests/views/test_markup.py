"""What others write is shown as they wrote it, on every page, and never becomes markup, a script or a way out."""

import re
from collections.abc import Callable, Iterator
from dataclasses import replace
from html.parser import HTMLParser
from typing import Any

import pytest
from django.conf import settings

from google_oauth.cache_service.engine import process
from google_oauth.cache_service.engine.background import background
from sandbox.world.company import Candidate, Company, LogEntry, Social
from tests.cache_service.upstream import LONG
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA
from tests.views.browser import BLOCKS, CARD, Browser

MARK = "Зло"
EVIL = f"""{MARK}"'><script>alert(1)</script><img src=x onerror=alert(1)>{{{{ settings.SECRET_KEY }}}}{{% debug %}}"""
COMMENT_CUT = re.compile(r"\{#(?:(?!#\}).)*$", re.MULTILINE)
ADDRESS = "javascript:alert(1)"
TEXTS = ("first_name", "last_name", "middle_name", "phone", "skype", "money", "position", "company")


class Page(HTMLParser):
    """The tags and the text of a page, as a browser takes them."""

    def __init__(self, html: str) -> None:
        super().__init__()
        self.tags: list[tuple[str, dict[str, str | None]]] = []
        self.texts: list[str] = []
        self.feed(html)

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.tags.append((tag, dict(attrs)))

    def handle_data(self, data: str) -> None:
        self.texts.append(data)

    def dangers(self) -> Iterator[str]:
        """What would run, or lead to something that runs."""
        for tag, attributes in self.tags:
            if tag == "script" and "src" not in attributes:
                yield tag
            for name, value in attributes.items():
                if name.startswith("on") or (name in {"href", "src", "action"} and is_evil(value)):
                    yield f"{tag} {name}={value}"


def is_evil(address: str | None) -> bool:
    text = (address or "").strip().lower()
    return text == "x" or text.startswith(("javascript:", "data:"))


@pytest.fixture
def spoilt(browser: Browser, sandbox: RunningSandbox) -> Iterator[Browser]:
    """A world in which every text that pages could show is evil."""
    world = sandbox.sandbox.world
    for number in list(world.drive.files):
        sandbox.change(op="update_file", id=number, changes=evil_file())
    for calendar, number in list(world.calendar.events):
        if calendar == ANNA:
            sandbox.change(op="update_event", calendar=calendar, id=number, changes=evil_event())
    with sandbox.sandbox.lock:
        spoil(world.huntflow)
    yield browser
    background.drain(LONG)
    process.reset_after_fork()


def evil_file() -> dict[str, Any]:
    person = {"displayName": EVIL, "emailAddress": EVIL, "photoLink": ADDRESS}
    return {
        "name": EVIL,
        "webViewLink": ADDRESS,
        "iconLink": ADDRESS,
        "owners": [person],
        "lastModifyingUser": person,
        "description": EVIL,
        "fileExtension": EVIL,
    }


def evil_event() -> dict[str, Any]:
    person = {"email": "guest@example.org", "displayName": EVIL, "responseStatus": "accepted"}
    return {
        "summary": EVIL,
        "location": EVIL,
        "description": f"{EVIL}<a href='{ADDRESS}'>x</a>",
        "hangoutLink": ADDRESS,
        "htmlLink": ADDRESS,
        "organizer": {"email": "guest@example.org", "displayName": EVIL},
        "attendees": [person],
    }


def spoil(company: Company) -> None:
    """Every text that Huntflow tells."""
    renamed(company.organisations, lambda each: replace(each, name=EVIL, nick=EVIL))
    renamed(company.stages, lambda each: replace(each, name=EVIL))
    renamed(company.coworkers, lambda each: replace(each, name=EVIL))
    renamed(company.candidates, evil_candidate)
    renamed(company.logs, lambda entries: tuple(evil_entry(entry) for entry in entries))
    texts: dict[str, Any] = dict.fromkeys(
        ("position", "company", "money", "body", "requirements", "conditions"), EVIL
    )
    renamed(company.vacancies, lambda each: replace(each, **texts))
    for dictionary in (company.tags, company.rejection_reasons, company.sources, company.interview_types):
        dictionary[:] = [replace(each, name=EVIL, color=EVIL) for each in dictionary]


def renamed(records: dict[int, Any], change: Callable[[Any], Any]) -> None:
    records.update({number: change(record) for number, record in records.items()})


def evil_candidate(person: Candidate) -> Candidate:
    social = tuple(Social(each.id, each.social_type, ADDRESS) for each in person.social)
    texts: dict[str, Any] = dict.fromkeys(TEXTS, EVIL)
    return replace(person, **texts, email=f"{MARK}\"'><b>@example.org", social=social)


def evil_entry(entry: LogEntry) -> LogEntry:
    interview = entry.interview and replace(
        entry.interview, name=EVIL, description=EVIL, location=EVIL, attendees=((EVIL, EVIL),)
    )
    return replace(entry, author_name=EVIL, comment=EVIL, interview=interview)


def check(response: Any, about: str) -> None:
    html = response.content.decode()
    page = Page(html)
    assert (about, response.status_code, list(page.dangers())) == (about, 200, [])
    # As it was written: neither taken for a template, nor run through one twice.
    assert "&amp;lt;" not in html, about
    assert "settings.SECRET_KEY" in html or MARK not in html, about


def shown(response: Any) -> bool:
    return any(MARK in text for text in Page(response.content.decode()).texts)


def test_what_others_write_is_shown_and_never_run_on_every_page(spoilt: Browser) -> None:
    for path, names in BLOCKS.items():
        query = {"q": MARK} if path == "/search/" else {}
        for name in names:
            fragment = spoilt.block(path, name, **query)
            check(fragment, f"{path} {name}")
        page = spoilt.page(path, **query)
        check(page, path)
        assert shown(page), path


def test_what_others_write_is_shown_and_never_run_on_the_page_of_a_candidate(
    spoilt: Browser, sandbox: RunningSandbox
) -> None:
    company = sandbox.sandbox.world.huntflow
    account = spoilt.block("/candidates/", "candidates").context["account"].id
    busiest = max(
        (person for person in company.candidates.values() if person.organisation == account),
        key=lambda person: (len(company.logs.get(person.id, ())), len(person.social)),
    )
    path = f"/candidates/{account}/{busiest.id}/"

    for name in CARD:
        fragment = spoilt.block(path, name)
        check(fragment, name)
    page = spoilt.page(path)

    check(page, path)
    assert shown(page)
    check(spoilt.page("/settings/"), "/settings/")
    check(spoilt.page("/cache/"), "/cache/")


def test_comments_of_templates_end_on_their_lines() -> None:
    """Django shows one that goes on over the next."""
    templates = settings.BASE_DIR / "templates"

    shown = [path.name for path in templates.rglob("*.html") if COMMENT_CUT.search(path.read_text())]

    assert shown == []
