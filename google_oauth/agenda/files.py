"""Drive files as the pages see them, read from Google's `files.list`.

Field meanings: https://developers.google.com/workspace/drive/api/reference/rest/v3/files.
"""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from enum import StrEnum

from google_oauth.agenda import reading
from google_oauth.agenda.links import safe_link
from google_oauth.agenda.query import Sort, SortKeys
from google_oauth.agenda.search import found, query_words
from google_oauth.agenda.text import sort_key


class FileKind(StrEnum):
    """What a file is to its reader, whatever program it came from."""

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
# Where the whole type is not listed, its first half tells.
_FAMILIES = {
    "image": FileKind.IMAGE,
    "video": FileKind.VIDEO,
    "audio": FileKind.AUDIO,
    "text": FileKind.TEXT,
}


class Ownership(StrEnum):
    """Whose files a list shows."""

    ANYONE = ""
    MINE = "mine"
    OTHERS = "others"


@dataclass(frozen=True, slots=True)
class File:
    """One file or folder.

    `size` is in bytes, None where Drive gives none (folders, shortcuts). `owner` is a name, else an address,
    and "" in a shared drive, whose files have no owner. `modified` is aware.
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
    """Read a list of Google items, in its order, leaving out what is no object or has no id."""
    parsed = (parse_file(item, untitled=untitled) for item in reading.records(items))
    return [file for file in parsed if file]


def parse_file(item: object, *, untitled: str) -> File | None:
    """Read one Google item as a file, named `untitled` where it has no name; None where it has no id."""
    fields = reading.record(item)
    file_id = reading.text(fields.get("id"))
    if not file_id:
        return None
    owner = next(iter(reading.records(fields.get("owners"))), {})
    return File(
        id=file_id,
        name=reading.text(fields.get("name")) or untitled,
        kind=_kind(reading.text(fields.get("mimeType"))),
        modified=reading.moment(fields.get("modifiedTime")),
        size=reading.whole(fields.get("size")),
        owner=reading.text(owner.get("displayName")) or reading.text(owner.get("emailAddress")),
        owned_by_me=reading.flag(fields.get("ownedByMe")),
        shared=reading.flag(fields.get("shared")),
        starred=reading.flag(fields.get("starred")),
        link=safe_link(fields.get("webViewLink")),
    )


@dataclass(frozen=True, slots=True)
class FileFilter:
    """Which files a list shows; the default shows all. `query` is searched in name and owner."""

    query: str = ""
    kind: FileKind | None = None
    ownership: Ownership = Ownership.ANYONE


def filter_files(files: Iterable[File], chosen: FileFilter) -> list[File]:
    """Keep the files that pass, in the order given."""
    words = query_words(chosen.query)
    return [
        file
        for file in files
        if (chosen.kind is None or file.kind is chosen.kind)
        and (chosen.ownership is Ownership.ANYONE or file.owned_by_me is (chosen.ownership is Ownership.MINE))
        and found(words, file.name, file.owner)
    ]


FILE_SORTS: SortKeys[File] = {
    "changed": lambda file: file.modified,
    "name": lambda file: sort_key(file.name),
    "size": lambda file: file.size,
    "owner": lambda file: sort_key(file.owner),
}
FILE_ORDER = Sort("changed", descending=True)


def _kind(mime_type: str) -> FileKind:
    mime_type = mime_type.lower()
    return _KINDS.get(mime_type) or _FAMILIES.get(mime_type.partition("/")[0], FileKind.OTHER)
