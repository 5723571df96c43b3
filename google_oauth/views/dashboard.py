"""The first page: the next interview, the day, candidates who wait, changed files."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from google_oauth.domain.calendar.days import by_day, occurrences, time_order
from google_oauth.domain.calendar.events import Event, EventFilter, filter_events
from google_oauth.domain.calendar.meetings import clashes, ended, joinable, next_gap, next_up
from google_oauth.domain.event_subjects import EventMatching, People, match_people
from google_oauth.domain.files import File, FileKind, cvs_first, files_named_after
from google_oauth.domain.hiring.applications import Application
from google_oauth.domain.matching.interviews import interviews_by_candidate
from google_oauth.domain.summary import Known, summarise
from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Age, LoadedBlock, PageBlock, needs, optional
from google_oauth.views.reading import sources
from google_oauth.views.reading.people import MATCHING, PEOPLE

# How many rows of each list the first page has; the others are one click away.
SHOWN_EVENTS = 12
SHOWN = 5
SHOWN_PAPERS = 2

A_DAY = timedelta(days=1)


@require_safe
@sign_in_required
def dashboard(request: HttpRequest) -> HttpResponse:
    blocks = pages.load(request, today_block(request), work_block(request), recent_block(request))
    values = {"now": timezone.localtime(), "filled": _filled(blocks)}
    return pages.respond(request, "dashboard.html", blocks=blocks, values=values)


def today_block(_: HttpRequest) -> PageBlock:
    uses = {
        "events": needs(sources.calendar()),
        "files": optional(sources.FILES),
        "people": optional(PEOPLE, Age.BEHIND),
        "matching": optional(MATCHING),
    }
    return PageBlock("today", uses, partial(draw_today, timezone.localtime()))


def work_block(_: HttpRequest) -> PageBlock:
    uses = {
        "events": optional(sources.calendar(), Age.BEHIND),
        "people": needs(PEOPLE),
        "matching": optional(MATCHING),
    }
    return PageBlock("work", uses, partial(draw_work, timezone.localtime()))


def recent_block(_: HttpRequest) -> PageBlock:
    return PageBlock("recent", {"files": needs(sources.FILES)}, partial(draw_recent, timezone.localtime()))


def draw_today(
    now: datetime,
    *,
    events: Sequence[Event],
    files: sources.FileList | None,
    people: People | None,
    matching: EventMatching | None,
) -> dict[str, Any]:
    """Draw the next interview and the events of today, or of tomorrow once today is over."""
    if matching is None:
        matching = match_people(filter_events(events, EventFilter(declined=True)), None, now=now)
    figures = summarise(Known(matching.events, matching.interviews if people else None), now=now)
    return {
        "matched": matching,
        "interviews_today": figures.interviews_today,
        "next_event": next_up(matching.events, now=now),
        "clashes": clashes(matching.events),
        "gap": next_gap(matching.events, now=now),
        **_day([event for event in matching.events if not event.declined], now),
        **_upcoming(matching, files.files if files else [], now),
    }


def draw_work(
    now: datetime, *, events: Sequence[Event] | None, people: People, matching: EventMatching | None
) -> dict[str, Any]:
    """Draw the candidates who wait for a decision after an interview, or too long on their stage."""
    interviews = interviews_by_candidate(matching.events, matching.matches, now=now) if matching else None
    rows = people.rows(now=now, interviews=interviews)
    figures, waiting = summarise(Known(events, rows=rows), now=now), _waiting(rows)
    return {
        "candidates": waiting[:SHOWN],
        "waiting_count": len(waiting),
        "in_work": figures.in_work,
        "awaiting_decision": figures.awaiting_decision,
        "cut": any(sources.cut_at(items, sources.CANDIDATES_LIMIT) for _, items in people.pool.lists),
    }


def draw_recent(now: datetime, *, files: sources.FileList) -> dict[str, Any]:
    changed = [file for file in files.files if file.kind is not FileKind.FOLDER]
    return {
        "files": changed[:SHOWN],
        "changed_files": summarise(Known(files=changed), now=now).changed_files,
    }


def _filled(blocks: Mapping[str, LoadedBlock]) -> str:
    """Name the block with the one filled button: to join a meeting, else to connect an upstream."""
    today = blocks["today"].values if "today" in blocks else {}
    near = filter(None, (today.get("upcoming"), today.get("next_event")))
    if any(event.meeting_link and joinable(event, now=timezone.now()) for event in near):
        return "today"
    return next(
        (name for name, block in blocks.items() if block.state and block.state.kind == "reconnect"), ""
    )


def _day(events: Sequence[Event], now: datetime) -> dict[str, Any]:
    today = now.date()
    agenda = [each for each in occurrences(events, first=today, last=today) if each.day]
    left = [each for each in agenda if not ended(each.event, now=now)]
    if all(each.event.all_day for each in left):
        tomorrow = occurrences(events, first=today + A_DAY, last=today + A_DAY)
        agenda = [*left, *(each for each in tomorrow if each.day)]
        left = agenda
    # The whole day if there is room, else the rest of it.
    shown = agenda if len(agenda) <= SHOWN_EVENTS else left[:SHOWN_EVENTS]
    return {"days": by_day(shown), "more_events": max(0, len(left) - SHOWN_EVENTS)}


def _upcoming(matching: EventMatching, files: Sequence[File], now: datetime) -> dict[str, Any]:
    interview = next_up((each for each in matching.events if each.id in matching.interviews), now=now)
    upcoming = interview or next_up(matching.events, now=now)
    application = matching.subject_of(upcoming).application if upcoming else None
    papers = cvs_first(files_named_after(application.candidate, files)) if application else []
    return {
        "upcoming": upcoming,
        "upcoming_is_interview": interview is not None,
        "papers": papers[:SHOWN_PAPERS],
    }


def _waiting(rows: Sequence[Application]) -> list[Application]:
    """Return who awaits a decision, the oldest interview first, then who is overdue, the longest first."""
    awaiting = [
        (time_order(row.last_interview), row) for row in rows if row.awaits_decision and row.last_interview
    ]
    decided = [row for _, row in sorted(awaiting, key=itemgetter(0))]
    overdue = [row for row in rows if row.overdue and row.in_work and not row.awaits_decision]
    return [*decided, *sorted(overdue, key=lambda row: -(row.days_in_stage or 0))]
