"""The first page of the day: who is next, what the day holds, who waits, which files moved."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from functools import partial
from operator import itemgetter
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.views.decorators.http import require_safe

from google_oauth.cache_service import CacheEntry
from google_oauth.domain.calendar.days import Occurrence, by_day, occurrences, time_order
from google_oauth.domain.calendar.events import Event, EventFilter, filter_events
from google_oauth.domain.calendar.meetings import clashes, ended, joinable, next_gap, next_up
from google_oauth.domain.files import FILE_ORDER, FILE_SORTS, File, FileKind, cvs_first, files_named_after
from google_oauth.domain.hiring.applications import Application
from google_oauth.domain.lists.sorting import sort_rows
from google_oauth.domain.matching.interviews import interviews_by_candidate
from google_oauth.domain.summary import Known, summarise
from google_oauth.exceptions import StillRefreshing, UpstreamError
from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Block, Content, Once, Patience, begin, read_all, read_if_there
from google_oauth.views.files import read_files
from google_oauth.views.reading import sources
from google_oauth.views.reading.event_matching import Matched, People, match, read_events, read_people

# How many rows of each list the first page has; the others are one click away.
SHOWN_EVENTS = 12
SHOWN = 5
SHOWN_PAPERS = 2

A_DAY = timedelta(days=1)


class Common:
    """What several blocks of the page read or work out, each once in a request."""

    def __init__(self, request: HttpRequest) -> None:
        self.people = Once(partial(read_people, request))
        self.events = Once(lambda patience: read_all(patience, sources.events(request))[0])
        self.files = Once(partial(_read_files, request))
        self._request = request
        self._matched: Matched | None = None

    def matched(self, entry: CacheEntry, people: People | UpstreamError) -> Matched:
        """Match the events of `self.events` to `self.people`."""
        if self._matched is None or self._matched.people is not people:
            events = filter_events(read_events(entry), EventFilter(declined=True))
            self._matched = match(self._request, events, people)
        return self._matched


@require_safe
@sign_in_required
def dashboard(request: HttpRequest) -> HttpResponse:
    """Show the next interview, the day, the candidates who wait and the files changed last."""
    common = Common(request)
    loaders = {
        "today": partial(load_today, request, common=common),
        "work": partial(load_work, request, common=common),
        "recent": partial(load_recent, request, common=common),
    }
    blocks = pages.load(request, loaders)
    values = {"now": timezone.localtime(), "filled": _filled(blocks)}
    return pages.respond(request, "dashboard.html", blocks=blocks, values=values)


def load_today(request: HttpRequest, patience: Patience, common: Common | None = None) -> Content:
    """Load the next interview and the events of today, or of tomorrow once today is over."""
    common, now = common or Common(request), timezone.localtime()
    begin(common.events, patience)
    listed, people = read_if_there(common.files, patience), read_if_there(common.people, patience)
    entry = common.events(patience)
    matched = common.matched(entry, people)
    figures = summarise(Known(matched.events, matched.interviews if matched.people else None), now=now)
    values = {
        "matched": matched,
        "interviews_today": figures.interviews_today,
        "next_event": next_up(matched.events, now=now),
        "clashes": clashes(matched.events),
        "gap": next_gap(matched.events, now=now),
        **_day([event for event in matched.events if not event.declined], now),
        **_upcoming(matched, [] if isinstance(listed, UpstreamError) else listed[1], now),
    }
    missing = (people, listed)
    return Content(
        values,
        [entry],
        behind=[] if isinstance(people, UpstreamError) else people.lists,
        incomplete=any(isinstance(each, StillRefreshing) for each in missing),
    )


def load_work(request: HttpRequest, patience: Patience, common: Common | None = None) -> Content:
    """Load the candidates in work who wait: for a decision after an interview, or too long on their stage."""
    common, now = common or Common(request), timezone.localtime()
    entry, people = read_if_there(common.events, patience), common.people(patience)
    known, interviews = None, None
    if not isinstance(entry, UpstreamError):
        matched = common.matched(entry, people)
        known, interviews = matched.events, interviews_by_candidate(matched.events, matched.matches, now=now)
    rows = people.rows(interviews)
    figures, waiting = summarise(Known(known, rows=rows), now=now), _waiting(rows)
    values = {
        "candidates": waiting[:SHOWN],
        "waiting_count": len(waiting),
        "in_work": figures.in_work,
        "awaiting_decision": figures.awaiting_decision,
        "cut": any(sources.cut_at(entry.data, sources.CANDIDATES_LIMIT) for entry in people.lists),
    }
    return Content(
        values,
        people.lists or people.dictionaries,
        people.dictionaries,
        behind=[] if isinstance(entry, UpstreamError) else [entry],
        incomplete=isinstance(entry, StillRefreshing),
    )


def load_recent(request: HttpRequest, patience: Patience, common: Common | None = None) -> Content:
    """Load the files that were changed last."""
    entry, ordered = (common or Common(request)).files(patience)
    files = [file for file in ordered if file.kind is not FileKind.FOLDER]
    changed = summarise(Known(files=files), now=timezone.localtime()).changed_files
    return Content({"files": files[:SHOWN], "changed_files": changed}, [entry])


def _filled(blocks: Mapping[str, Block]) -> str:
    """Name the block with the page's one filled button: to join what is on, else the first to connect."""
    today = blocks["today"].values if "today" in blocks else {}
    near = filter(None, (today.get("upcoming"), today.get("next_event")))
    if any(event.meeting_link and joinable(event, now=timezone.now()) for event in near):
        return "today"
    return next(
        (name for name, block in blocks.items() if block.state and block.state.kind == "reconnect"), ""
    )


def _read_files(request: HttpRequest, patience: Patience) -> tuple[CacheEntry, list[File]]:
    """Read the files, the one changed last first."""
    (entry,) = read_all(patience, sources.files(request))
    return entry, sort_rows(read_files(entry), FILE_ORDER, FILE_SORTS)


def _day(events: Sequence[Event], now: datetime) -> dict[str, Any]:
    """The agenda of today; once nothing of it is left, that of tomorrow."""
    today = now.date()
    agenda = [each for each in occurrences(events, first=today, last=today) if each.day]
    left = [each for each in agenda if not ended(each.event, now=now)]
    if all(each.event.all_day for each in left):
        tomorrow = occurrences(events, first=today + A_DAY, last=today + A_DAY)
        agenda = [*left, *(each for each in tomorrow if each.day)]
        left = agenda
    return {"days": by_day(_shown(agenda, left)), "more_events": max(0, len(left) - SHOWN_EVENTS)}


def _shown(agenda: Sequence[Occurrence], left: Sequence[Occurrence]) -> Sequence[Occurrence]:
    """The whole day if there is room for it, else what is left of it."""
    return agenda if len(agenda) <= SHOWN_EVENTS else left[:SHOWN_EVENTS]


def _upcoming(matched: Matched, files: Sequence[File], now: datetime) -> dict[str, Any]:
    """The next interview, else the next meeting, and the files named after its candidate."""
    interview = next_up((each for each in matched.events if each.id in matched.interviews), now=now)
    upcoming = interview or next_up(matched.events, now=now)
    about = matched.about(upcoming) if upcoming else None
    papers = (
        cvs_first(files_named_after(about.placement.candidate, files)) if about and about.placement else []
    )
    return {
        "upcoming": upcoming,
        "upcoming_is_interview": interview is not None,
        "papers": papers[:SHOWN_PAPERS],
    }


def _waiting(rows: Sequence[Application]) -> list[Application]:
    """Whom to decide about, the interview longest ago first; then who is overdue, the longest first."""
    awaiting = [
        (time_order(row.last_interview), row) for row in rows if row.awaits_decision and row.last_interview
    ]
    decided = [row for _, row in sorted(awaiting, key=itemgetter(0))]
    overdue = [row for row in rows if row.overdue and row.in_work and not row.awaits_decision]
    return [*decided, *sorted(overdue, key=lambda row: -(row.days_in_stage or 0))]
