"""The first page of the day: what is next, which files moved, who is being hired."""

from datetime import timedelta
from functools import partial

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from google_oauth.agenda.days import by_day, ended, next_up, occurrences
from google_oauth.agenda.events import EventFilter, Response, filter_events
from google_oauth.agenda.files import FILE_ORDER, FILE_SORTS, FileKind
from google_oauth.agenda.pipeline import PLACEMENT_ORDER, PLACEMENT_SORTS, Placement
from google_oauth.agenda.query import sort_rows
from google_oauth.views import pages, sources
from google_oauth.views.access import sign_in_required
from google_oauth.views.blocks import Content, Patience, read_all
from google_oauth.views.calendar import read_events
from google_oauth.views.candidates import dictionaries, placed, read_accounts
from google_oauth.views.files import read_files

# How many rows of each list the first page has; the others are one click away.
SHOWN_TODAY = 8
SHOWN_TOMORROW = 3
SHOWN_FILES = 7
SHOWN_CANDIDATES = 6

A_DAY = timedelta(days=1)
A_WEEK = timedelta(days=7)


@require_safe
@sign_in_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show today's events, the files changed last and the candidates in work."""
    loaders = {
        "today": partial(load_today, request),
        "recent": partial(load_recent, request),
        "work": partial(load_work, request),
    }
    blocks = pages.load(request, loaders)
    return pages.respond(request, "dashboard.html", blocks=blocks, values={"now": timezone.localtime()})


def load_today(request: HttpRequest, patience: Patience) -> Content:
    """Load the events of today and tomorrow."""
    (entry,) = read_all(patience, sources.events(request))
    events = filter_events(read_events(entry), EventFilter(cancelled=True))
    now, today = timezone.localtime(), timezone.localdate()
    agenda = occurrences(events, first=today, last=today)
    following = occurrences(events, first=today + A_DAY, last=today + A_DAY)
    left = [occurrence for occurrence in agenda if not ended(occurrence.event, now=now)]
    unanswered = [
        event for event in events if event.response is Response.NEEDS_ACTION and not event.cancelled
    ]
    values = {
        "days": by_day([*left[:SHOWN_TODAY], *following[:SHOWN_TOMORROW]]),
        "next_event": next_up(events, now=now),
        "today_count": sum(not occurrence.event.cancelled for occurrence in agenda),
        "more_today": max(0, len(left) - SHOWN_TODAY),
        "unanswered_count": len(unanswered),
    }
    return Content(values, [entry])


def load_recent(request: HttpRequest, patience: Patience) -> Content:
    """Load the files that were changed last."""
    (entry,) = read_all(patience, sources.files(request))
    files = [file for file in read_files(entry) if file.kind is not FileKind.FOLDER]
    week_ago = timezone.now() - A_WEEK
    values = {
        "files": sort_rows(files, FILE_ORDER, FILE_SORTS)[:SHOWN_FILES],
        "week_count": sum(file.modified is not None and file.modified >= week_ago for file in files),
    }
    return Content(values, [entry])


def load_work(request: HttpRequest, patience: Patience) -> Content:
    """Load the candidates of all the user's organisations who are neither hired nor rejected."""
    service = sources.huntflow(request)
    accounts_entry, accounts = read_accounts(service, patience)
    reads = [
        read
        for account in accounts
        for read in (
            sources.candidates(service, account.id),
            sources.vacancies(service, account.id),
            sources.stages(service, account.id),
        )
    ]
    entries = read_all(patience, *reads)
    rows: list[Placement] = []
    for account, people, vacancies, stages in zip(
        accounts, entries[::3], entries[1::3], entries[2::3], strict=True
    ):
        rows += placed(people, account, dictionaries(vacancies, stages))
    working = [row for row in rows if row.in_work]
    values = {
        "accounts": accounts,
        "candidates": sort_rows(working, PLACEMENT_ORDER, PLACEMENT_SORTS)[:SHOWN_CANDIDATES],
        "work_count": len(working),
        "cut": any(sources.cut_at(entry, sources.CANDIDATES_LIMIT) for entry in entries[::3]),
    }
    names = [accounts_entry, *entries[1::3], *entries[2::3]]
    return Content(values, entries[::3] or [accounts_entry], names)
