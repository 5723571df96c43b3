"""Drive files, parsed from Google's `files.list`.

Fields: https://developers.google.com/workspace/drive/api/reference/rest/v3/files.
"""

import re
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta, tzinfo
from enum import StrEnum
from itertools import groupby

from google_oauth.domain.candidates import Candidate
from google_oauth.domain.lists.search import query_words, search_rows
from google_oauth.domain.lists.sorting import Sort, SortKeys
from google_oauth.domain.matching.names import index_names, people_named
from google_oauth.domain.parsing import reading
from google_oauth.domain.parsing.links import safe_link
from google_oauth.domain.parsing.text import sort_key


class FileKind(StrEnum):
    """The kind of a file, whatever program made it."""

    FOLDER = "folder"
    DOCUMENT = "document"
    SPREADSHEET = "spreadsheet"
    PRESENTATION = "presentation"
    FORM = "form"
    PDF = "pdf"
    IMAGE = "image"
    VIDEO = "video"
    AUDIO = "audio"
    ARCHIVE = "archive"
    TEXT = "text"
    OTHER = "other"


# Words may be separated by anything, also by underscores.
_CV = re.compile(r"(?<![^\W_])(?:cv|r[eé]sum[eé]|curriculum|резюме)(?![^\W_])", re.IGNORECASE)
_OFFICE = "application/vnd.openxmlformats-officedocument."
_GOOGLE = "application/vnd.google-apps."
_OPEN_DOCUMENT = "application/vnd.oasis.opendocument."
_KINDS = {
    f"{_GOOGLE}folder": FileKind.FOLDER,
    f"{_GOOGLE}document": FileKind.DOCUMENT,
    f"{_OFFICE}wordprocessingml.document": FileKind.DOCUMENT,
    f"{_OPEN_DOCUMENT}text": FileKind.DOCUMENT,
    "application/msword": FileKind.DOCUMENT,
    "application/rtf": FileKind.DOCUMENT,
    f"{_GOOGLE}spreadsheet": FileKind.SPREADSHEET,
    f"{_OFFICE}spreadsheetml.sheet": FileKind.SPREADSHEET,
    f"{_OPEN_DOCUMENT}spreadsheet": FileKind.SPREADSHEET,
    "application/vnd.ms-excel": FileKind.SPREADSHEET,
    "text/csv": FileKind.SPREADSHEET,
    f"{_GOOGLE}presentation": FileKind.PRESENTATION,
    f"{_OFFICE}presentationml.presentation": FileKind.PRESENTATION,
    f"{_OPEN_DOCUMENT}presentation": FileKind.PRESENTATION,
    "application/vnd.ms-powerpoint": FileKind.PRESENTATION,
    f"{_GOOGLE}form": FileKind.FORM,
    f"{_GOOGLE}drawing": FileKind.IMAGE,
    f"{_GOOGLE}photo": FileKind.IMAGE,
    f"{_GOOGLE}video": FileKind.VIDEO,
    f"{_GOOGLE}audio": FileKind.AUDIO,
    "application/pdf": FileKind.PDF,
    "application/zip": FileKind.ARCHIVE,
    "application/x-7z-compressed": FileKind.ARCHIVE,
    "application/vnd.rar": FileKind.ARCHIVE,
    "application/gzip": FileKind.ARCHIVE,
}
# The first half of the type decides if the whole type is not listed.
_FAMILIES = {str(kind): kind for kind in (FileKind.IMAGE, FileKind.VIDEO, FileKind.AUDIO, FileKind.TEXT)}


class Ownership(StrEnum):
    ANYONE = ""
    MINE = "mine"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class File:
    """One file or folder.

    `size` is in bytes, None if Drive gives none (folders, shortcuts). `owner` is a name, else an address, and
    "" in a shared drive, where files have no owner. `modified` is aware.
    """

    id: str
    name: str
    kind: FileKind
    modified: datetime | None = None
    size: int | None = None
    owner: str = ""
    owned_by_me: bool = False
    shared: bool = False
    starred: bool = False
    link: str = ""


def parse_files(items: object, *, untitled: str) -> list[File]:
    """Parse Google items in their order; items without an id are left out."""
    parsed = (_file(item, untitled) for item in reading.records(items))
    return [file for file in parsed if file]


def _file(fields: Mapping[str, object], untitled: str) -> File | None:
    file_id = reading.text(fields.get("id"))
    if not file_id:
        return None
    owner = next(iter(reading.records(fields.get("owners"))), {})
    return File(
        id=file_id,
        name=reading.text(fields.get("name")) or untitled,
        kind=_kind(reading.text(fields.get("mimeType"))),
        modified=reading.timestamp(fields.get("modifiedTime")),
        size=reading.integer(fields.get("size")),
        owner=reading.text(owner.get("displayName")) or reading.text(owner.get("emailAddress")),
        owned_by_me=reading.flag(fields.get("ownedByMe")),
        shared=reading.flag(fields.get("shared")),
        starred=reading.flag(fields.get("starred")),
        link=safe_link(fields.get("webViewLink")),
    )


# The choices of days for "changed within".
CHANGED_WITHIN = (1, 7, 30, 90, 365)


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files a list shows; by default all. `changed_since` includes that moment."""

    query: str = ""
    kind: FileKind | None = None
    ownership: Ownership = Ownership.ANYONE
    owner: str = ""
    changed_since: datetime | None = None


def filter_files(files: Iterable[File], chosen: FileFilter) -> list[File]:
    kept = (
        file
        for file in files
        if (chosen.kind is None or file.kind is chosen.kind)
        and (chosen.ownership is Ownership.ANYONE or file.owned_by_me is (chosen.ownership is Ownership.MINE))
        and chosen.owner in ("", file.owner)
        and (chosen.changed_since is None or changed_from(file, chosen.changed_since))
    )
    return search_rows(kept, query_words(chosen.query), file_texts)


def file_texts(file: File) -> tuple[str, ...]:
    """Return the searched texts of a file, the name first."""
    return file.name, file.owner


def changed_from(file: File, moment: datetime) -> bool:
    return file.modified is not None and file.modified >= moment


def parse_changed_within(raw: str, *, now: datetime) -> datetime | None:
    """Return the start of that many days; None if `raw` is not one of CHANGED_WITHIN."""
    days = next((allowed for allowed in CHANGED_WITHIN if str(allowed) == raw), None)
    return None if days is None else first_moment(now, days=days)


def first_moment(now: datetime, *, days: int) -> datetime:
    """Return the midnight that starts the last `days` calendar days, today included."""
    return datetime.combine(now.date() - timedelta(days=days - 1), time(), now.tzinfo)


def owners(files: Iterable[File]) -> list[str]:
    return sorted({file.owner for file in files if file.owner}, key=sort_key)


@dataclass(frozen=True, slots=True)
class FileDay:
    """Files changed on one day; `day` is None for files without a time."""

    day: date | None
    files: tuple[File, ...]


def files_by_day(files: Iterable[File], *, zone: tzinfo) -> list[FileDay]:
    """Group files, ordered by change, by their day in the zone."""

    def changed_on(file: File) -> date | None:
        return file.modified and file.modified.astimezone(zone).date()

    return [FileDay(day, tuple(group)) for day, group in groupby(files, key=changed_on)]


def files_named_after(candidate: Candidate, files: Sequence[File]) -> list[File]:
    """Return the files named after the candidate, in either alphabet, in the order given."""
    named = people_named([file.name for file in files], index_names([candidate]))
    return [file for file, people in zip(files, named, strict=True) if people]


def cvs_first(files: Iterable[File]) -> list[File]:
    """Return the files with CVs, by their name, first; otherwise in the order given."""
    return sorted(files, key=lambda file: not _CV.search(file.name))


FILE_SORTS: SortKeys[File] = {
    "changed": lambda file: file.modified and file.modified.timestamp(),
    "name": lambda file: sort_key(file.name),
    "size": lambda file: file.size,
    "owner": lambda file: sort_key(file.owner),
}
FILE_ORDER = Sort("changed", descending=True)


def _kind(mime_type: str) -> FileKind:
    mime_type = mime_type.lower()
    return _KINDS.get(mime_type) or _FAMILIES.get(mime_type.partition("/")[0], FileKind.OTHER)
