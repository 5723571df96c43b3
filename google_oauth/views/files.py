"""Drive and Sheets: two lists of files with one search, one order and one pager."""

from functools import partial
from typing import Any

from django.http import HttpRequest, HttpResponse
from django.utils.translation import gettext
from django.views.decorators.http import require_safe

from google_oauth.agenda.files import (
    FILE_ORDER,
    FILE_SORTS,
    File,
    FileFilter,
    FileKind,
    Ownership,
    filter_files,
    parse_files,
)
from google_oauth.agenda.paging import PAGE_SIZES, paginate
from google_oauth.agenda.query import parse_sort, sort_rows
from google_oauth.agenda.reading import choice
from google_oauth.cache_service import CacheEntry
from google_oauth.views import pages, sources
from google_oauth.views.access import sign_in_required
from google_oauth.views.blocks import Content, Patience, Read, read_all


@require_safe
@sign_in_required
def drive_files(request: HttpRequest) -> HttpResponse:
    """Show the files of Drive."""
    blocks = pages.load(request, {"drive": partial(load_drive, request)})
    kinds = [kind for kind in FileKind if kind is not FileKind.FOLDER]
    return pages.respond(request, "drive.html", blocks=blocks, values={"kinds": kinds, **_form(request)})


@require_safe
@sign_in_required
def sheets(request: HttpRequest) -> HttpResponse:
    """Show the documents of Google Sheets."""
    blocks = pages.load(request, {"sheets": partial(load_sheets, request)})
    return pages.respond(request, "sheets.html", blocks=blocks, values=_form(request))


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
    rows = sort_rows(filter_files(read_files(entry), _filter(request)), sort, FILE_SORTS)
    values = {
        "page": paginate(rows, number=request.GET.get("page", ""), size=request.GET.get("size", "")),
        "sort": sort,
        "headings": sort.headings(FILE_SORTS),
        "filtered": _filter(request) != FileFilter(),
        "cut": sources.cut_at(entry, sources.FILES_LIMIT),
    }
    return Content(values, [entry])


def _filter(request: HttpRequest) -> FileFilter:
    kind = request.GET.get("kind", "")
    return FileFilter(
        query=request.GET.get("q", ""),
        kind=FileKind(kind) if kind in set(FileKind) else None,
        ownership=choice(request.GET.get("owner"), Ownership.ANYONE),
    )


def _form(request: HttpRequest) -> dict[str, Any]:
    return {"chosen": _filter(request), "ownerships": [Ownership.MINE, Ownership.OTHERS], "sizes": PAGE_SIZES}
