"""Two people at once: what one sees never holds what belongs to the other."""

from concurrent.futures import ThreadPoolExecutor
from html import escape
from random import Random
from typing import Any

import pytest
from django.conf import settings
from django.contrib.auth.models import User
from django.db import connection
from django.test import Client, RequestFactory
from django.test.client import ClientHandler
from django_redis import get_redis_connection

from google_oauth.services import (
    GoogleCalendarService,
    GoogleDriveService,
    GoogleOAuthService,
    GoogleSheetsService,
)
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, IVAN, connect

PAGES = ("/", "/calendar/", "/drive/", "/sheets/", "/settings/")


def marks_of(user: User) -> set[str]:
    """What pages show of a user's own: titles, names of files, the address."""
    oauth = GoogleOAuthService(user)
    events = GoogleCalendarService(oauth).get_events(max_results=2500)
    files = GoogleDriveService(oauth).get_files(1000) + GoogleSheetsService(oauth).get_spreadsheets(1000)
    shown = {event.get("summary", "") for event in events} | {file["name"] for file in files}
    # Short words may be anywhere on a page.
    return {user.email} | {escape(text) for text in shown if len(text) > 12 and text == text.strip()}


def session_of(user: User) -> str:
    """The key of a session in which the user is signed in."""
    browser = Client()
    browser.force_login(user)
    return str(browser.cookies[settings.SESSION_COOKIE_NAME].value)


# Tracing these threads takes longer than their work, and every line of it is covered elsewhere.
@pytest.mark.no_cover
@pytest.mark.django_db(transaction=True)
def test_eighty_requests_over_eight_threads_keep_two_people_apart(
    sandbox: RunningSandbox, sandbox_settings: Any
) -> None:
    get_redis_connection("default").flushdb()
    anna, ivan = connect(sandbox, ANNA), connect(sandbox, IVAN)
    marks = {person.pk: marks_of(person) for person in (anna, ivan)}
    foreign = {
        anna.pk: marks[ivan.pk] - marks[anna.pk],
        ivan.pk: marks[anna.pk] - marks[ivan.pk],
    }
    get_redis_connection("default").flushdb()
    sessions = {person.pk: session_of(person) for person in (anna, ivan)}
    asked = [(person, path) for person in (anna, ivan) for path in PAGES] * 8
    Random(4).shuffle(asked)

    # Not the whole test client: it tells of every template, each option of a form too, and its threads would
    # spend their time waiting for the lock of that signal.
    handler = ClientHandler()

    def ask(question: tuple[User, str]) -> tuple[User, str]:
        cookie = f"{settings.SESSION_COOKIE_NAME}={sessions[question[0].pk]}"
        try:
            response = handler(RequestFactory().get(question[1], headers={"Cookie": cookie}).environ)
            assert response.status_code == 200
            return question[0], response.content.decode()
        finally:
            connection.close()

    with ThreadPoolExecutor(8) as pool:
        answers = list(pool.map(ask, asked))

    assert min(len(foreign[anna.pk]), len(foreign[ivan.pk])) > 10
    assert not [mark for person, page in answers for mark in foreign[person.pk] if mark in page]
    for person in (anna, ivan):
        seen = "".join(page for owner, page in answers if owner == person)
        assert len([mark for mark in marks[person.pk] if mark in seen]) > 10
