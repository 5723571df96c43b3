"""Drive and Sheets: two lists of files with one search, one order and one pager."""

from collections.abc import Sequence
from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils import timezone
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from google_oauth.cache_service import CacheEntry
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
    parse_files,
)
from google_oauth.domain.lists.paging import PAGE_SIZES, paginate
from google_oauth.domain.lists.sorting import Sort, parse_sort, sort_rows
from google_oauth.domain.parsing.reading import choice, integer
from google_oauth.views.access.access import sign_in_required
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Content, Patience, Read, read_all
from google_oauth.views.reading import sources

# What comes before an owner's name in the query; whose files they are in general has words of its own.
_NAMED = "name:"


@require_safe
@sign_in_required
def drive_files(request: HttpRequest) -> HttpResponse:
    """Show the files of Drive."""
    blocks = pages.load(request, {"drive": partial(load_drive, request)})
    kinds = [kind for kind in FileKind if kind is not FileKind.FOLDER]
    values = {"title": gettext("Files"), "kinds": kinds, **_form(request)}
    return pages.respond(request, "files.html", blocks=blocks, values=values)


@require_safe
@sign_in_required
def sheets(request: HttpRequest) -> HttpResponse:
    """Show the documents of Google Sheets."""
    blocks = pages.load(request, {"sheets": partial(load_sheets, request)})
    values = {"title": gettext("Spreadsheets"), **_form(request)}
    return pages.respond(request, "files.html", blocks=blocks, values=values)


def load_drive(request: HttpRequest, patience: Patience) -> Content:
    """Load the page of files that the query asks for."""
    return _load(request, sources.files(request), patience)


def load_sheets(request: HttpRequest, patience: Patience) -> Content:
    """Load the page of spreadsheets that the query asks for."""
    return _load(request, sources.sheets(request), patience)


def read_files(entry: CacheEntry) -> list[File]:
    """Read the entry's files."""
    return parse_files(entry.data, untitled=gettext("Untitled"))


def _load(request: HttpRequest, read: Read, patience: Patience) -> Content:
    (entry,) = read_all(patience, read)
    sort = parse_sort(request.GET.get("sort", ""), FILE_SORTS, default=FILE_ORDER)
    files = read_files(entry)
    rows = sort_rows(filter_files(files, _filter(request)), sort, FILE_SORTS)
    page = paginate(rows, number=request.GET.get("page", ""), size=request.GET.get("size", ""))
    values = {
        "page": page,
        "days": _groups(page.items, sort),
        "owners": owners(files),
        "sort": sort,
        "headings": sort.headings(FILE_SORTS),
        "filtered": _filter(request) != FileFilter(),
        "cut": sources.cut_at(entry.data, sources.FILES_LIMIT),
    }
    return Content(values, [entry])


def _filter(request: HttpRequest) -> FileFilter:
    kind, owner = request.GET.get("kind", ""), request.GET.get("owner", "")
    return FileFilter(
        query=request.GET.get("q", ""),
        kind=FileKind(kind) if kind in set(FileKind) else None,
        ownership=choice(owner, Ownership.ANYONE),
        owner=owner.removeprefix(_NAMED) if owner.startswith(_NAMED) else "",
        changed_since=parse_changed_within(request.GET.get("changed", ""), now=timezone.localtime()),
    )


def _form(request: HttpRequest) -> dict[str, Any]:
    return {
        "chosen": _filter(request),
        "spans": CHANGED_WITHIN,
        "span": integer(request.GET.get("changed")),
        "sizes": PAGE_SIZES,
    }


def _groups(files: Sequence[File], sort: Sort) -> list[FileDay]:
    """The files under their days where that is their order, else all of them under none."""
    if sort.key == FILE_ORDER.key:
        return files_by_day(files, zone=timezone.get_current_timezone())
    return [FileDay(None, tuple(files))]
