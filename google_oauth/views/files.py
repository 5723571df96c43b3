"""Drive and Sheets: two lists of files with the same filters."""

from collections.abc import Sequence
from datetime import datetime
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse, QueryDict
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from google_oauth.domain.files import (
    CHANGED_WITHIN,
    FILE_ORDER,
    FILE_SORTS,
    File,
    FileDay,
    FileFilter,
    FileKind,
    Ownership,
    files_by_day,
    filter_files,
    owners,
    parse_changed_within,
)
from google_oauth.domain.lists.paging import PAGE_SIZES, paginate
from google_oauth.domain.lists.sorting import Sort, parse_sort, sort_rows
from google_oauth.domain.parsing.reading import choice, integer
from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import PageBlock, needs
from google_oauth.views.blocks.reads import Source
from google_oauth.views.reading import sources

# Stands before the name of an owner in the query; `Ownership` has words without it.
_NAMED = "name:"


@require_safe
@sign_in_required
def drive_files(request: HttpRequest) -> HttpResponse:
    kinds = [kind for kind in FileKind if kind is not FileKind.FOLDER]
    return _page(request, drive_block(request), title=gettext("Files"), kinds=kinds)


@require_safe
@sign_in_required
def sheets(request: HttpRequest) -> HttpResponse:
    return _page(request, sheets_block(request), title=gettext("Spreadsheets"))


def _page(request: HttpRequest, block: PageBlock, **values: Any) -> HttpResponse:
    form = {
        "chosen": _filter(request.GET, timezone.localtime()),
        "spans": CHANGED_WITHIN,
        "span": integer(request.GET.get("changed")),
        "sizes": PAGE_SIZES,
    }
    return pages.respond(request, "files.html", blocks=pages.load(request, block), values=form | values)


def drive_block(request: HttpRequest) -> PageBlock:
    return _block("drive", sources.FILES, request)


def sheets_block(request: HttpRequest) -> PageBlock:
    return _block("sheets", sources.SHEETS, request)


def _block(name: str, source: Source[sources.FileList], request: HttpRequest) -> PageBlock:
    draw = partial(draw_files, request.GET, timezone.localtime())
    return PageBlock(name, {"listed": needs(source)}, draw)


def draw_files(query: QueryDict, now: datetime, *, listed: sources.FileList) -> dict[str, Any]:
    sort = parse_sort(query.get("sort", ""), FILE_SORTS, default=FILE_ORDER)
    chosen = _filter(query, now)
    rows = sort_rows(filter_files(listed.files, chosen), sort, FILE_SORTS)
    page = paginate(rows, number=query.get("page", ""), size=query.get("size", ""))
    return {
        "page": page,
        "days": _groups(page.items, sort, now),
        "owners": owners(listed.files),
        "sort": sort,
        "headings": sort.headings(FILE_SORTS),
        "filtered": chosen != FileFilter(),
        "cut": listed.cut,
    }


def _filter(query: QueryDict, now: datetime) -> FileFilter:
    kind, owner = query.get("kind", ""), query.get("owner", "")
    return FileFilter(
        query=query.get("q", ""),
        kind=FileKind(kind) if kind in set(FileKind) else None,
        ownership=choice(owner, Ownership.ANYONE),
        owner=owner.removeprefix(_NAMED) if owner.startswith(_NAMED) else "",
        changed_since=parse_changed_within(query.get("changed", ""), now=now),
    )


def _groups(files: Sequence[File], sort: Sort, now: datetime) -> list[FileDay]:
    """Group the files by day where that is their order, else put all of them under none."""
    if sort.key == FILE_ORDER.key and now.tzinfo:
        return files_by_day(files, zone=now.tzinfo)
    return [FileDay(None, tuple(files))]
