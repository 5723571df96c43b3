"""Real answers to show on the pages, and where to show them."""

import pytest
from django.contrib.auth.models import User
from django.urls import reverse

from tests.running_sandbox import RunningSandbox
from tests.safety.answers import Answer, answers_of
from tests.views.browser import BLOCKS, CARD, Browser

_answers: list[Answer] = []


@pytest.fixture
def cards(sandbox: RunningSandbox) -> list[str]:
    """The pages of three candidates in whose history somebody wrote a comment."""
    company = sandbox.sandbox.world.huntflow
    told = [number for number, entries in company.logs.items() if any(entry.comment for entry in entries)]
    people = [company.candidates[number] for number in told[:: len(told) // 3][:3]]
    places = [{"account_id": each.organisation, "applicant_id": each.id} for each in people]
    return [reverse("candidate", kwargs=place) for place in places]


@pytest.fixture
def answers(browser: Browser, anna: User, cards: list[str]) -> list[Answer]:
    """What the sandbox answers Anna on every page, kept for her.

    It is the same in every test, so the pages are looked at once.
    """
    if not _answers:
        for path, names in {**BLOCKS, **dict.fromkeys(cards, CARD)}.items():
            browser.whole(path, *names, q="а")
        _answers.extend(answers_of(anna))
    for answer in _answers:
        answer.keep(anna)
    return _answers
