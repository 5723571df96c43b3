"""The recruiter whose pages are measured: signed in once, with as many events or candidates as are wanted."""

from functools import cache
from typing import Any

from django.conf import settings
from django.contrib.auth.models import User

from benchmarks import payloads
from benchmarks.harness import site
from benchmarks.pages.server import Server
from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache
from google_oauth.services import HuntflowService
from google_oauth.views.reading.sources import CANDIDATES_LIMIT

CALENDAR = "/calendar/?days_ahead=100"
HELD = "/held/calendar/?days_ahead=100"
CANDIDATES = "/candidates/"


@cache
def server() -> Server:
    """The server of this run."""
    return Server(site.browser().cookies[settings.SESSION_COOKIE_NAME].value)


def warm(*, events: int = 100, candidates: int = 500) -> None:
    """Let everything that the pages show be cached, with so many events to come and candidates to list."""
    user = User.objects.get()
    for path in ("/", CALENDAR, CANDIDATES):
        site.whole_page(path)
    GoogleAPICache.set_calendar_events(user.pk, payloads.upcoming(events), **payloads.WINDOW)
    account_id = HuntflowService(user).get_accounts()[0]["id"]
    asked = {"account_id": account_id, "vacancy_id": None, "max_results": CANDIDATES_LIMIT}
    people = HuntflowAPICache.get_candidates(user.pk, **asked)
    HuntflowAPICache.set_candidates(user.pk, _as_many(people, candidates), **asked)


def _as_many(people: list[dict[str, Any]], number: int) -> list[dict[str, Any]]:
    return [{**people[place % len(people)], "id": 1000 + place} for place in range(number)]
