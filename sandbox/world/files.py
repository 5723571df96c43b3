"""The company's Drive: 300 files that the first recruiter sees, 60 of them spreadsheets, and a few odd ones."""

from collections.abc import Mapping
from dataclasses import replace
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from sandbox.world.company import Company
from sandbox.world.dates import at, rfc3339
from sandbox.world.drive import DriveStore, FileRecord
from sandbox.world.papers import (
    DOCUMENT,
    EXTENSIONS,
    FOLDER,
    GOOGLE,
    PDF,
    PRESENTATION,
    SHORTCUT,
    SPREADSHEET,
    Draft,
    Papers,
)
from sandbox.world.people import NORTHWIND, RECRUITERS, happens

TOTAL, SHEETS = 300, 60
SHARED_DRIVE = "0AKx7sharedDriveUk9PVA"
ROOT = "0ACompanyRootUk9PVA"
PLACES = {SPREADSHEET: "spreadsheets", DOCUMENT: "document", PRESENTATION: "presentation"}
SIZES = {
    PDF: (90_000, 2_500_000),
    PRESENTATION: (2_000_000, 30_000_000),
    "text/plain": (200, 20_000),
    "image/jpeg": (1_500_000, 6_000_000),
    "video/mp4": (180_000_000, 900_000_000),
    "application/zip": (30_000, 4_000_000),
}
"""Least and most bytes, where they are not those of a document."""
SHARED, STARRED = 0.45, 0.06
"""The shares of files that everybody may read, and that are starred by their owner and the first recruiter."""
GONE = (
    "Черновик вакансии",
    "Старые контакты",
    "Копия бюджета",
    "Заметки с митапа",
    "Смета 2019",
    "Дубль резюме",
)
REGULATIONS = ("Положение о подборе", "Календарь найма", "Политика удалённой работы", "Справочник грейдов")


def file_id(*parts: object) -> str:
    """An id as Drive makes them: 33 characters, beginning with 1."""
    return "1" + sha256(repr(parts).encode()).hexdigest()[:32]


def fill_drive(store: DriveStore, company: Company, rng: Random, *, today: date) -> None:
    """Add all files."""
    papers = Papers(company, rng, today)
    folders, sheets = papers.folders(), papers.sheets(SHEETS)
    others = papers.others(TOTAL - len(folders) - len(sheets))
    parents = {folder.name: file_id(place, folder.name) for place, folder in enumerate(folders)}
    for place, draft in enumerate((*folders, *sheets, *others)):
        record = _own(draft, place, rng, parents=parents)
        store.files[record.id] = record
    _add_odd_ones(store, rng, today=today)


def _own(draft: Draft, place: int, rng: Random, *, parents: Mapping[str, str]) -> FileRecord:
    """The file of the recruiter who looks after such files; the first recruiter sees all."""
    anna, ivan, maria = (person.email for person in RECRUITERS)
    owner = anna if place % 2 else maria if draft.organisation == NORTHWIND else ivan
    resource = _resource(draft, place, rng, parents=parents)
    shared_at = str(resource["createdTime"])
    readers = {} if owner == anna else {anna: shared_at}
    if happens(rng, SHARED):
        readers |= {email: shared_at for email in (ivan, maria) if email != owner}
    starred = frozenset({anna, owner} if happens(rng, STARRED) else ())
    return FileRecord(resource["id"], owner, resource, readers, starred)


def _resource(draft: Draft, place: int, rng: Random, *, parents: Mapping[str, str]) -> dict[str, Any]:
    number = file_id(place, draft.name)
    created = rfc3339(
        draft.modified - timedelta(days=rng.choice((0, 0, 1, 3, 30)), minutes=rng.randint(1, 40))
    )
    where = PLACES.get(draft.mime_type)
    link = f"https://docs.google.com/{where}/d/{number}/edit?usp=drivesdk"
    if draft.mime_type == FOLDER:
        link = f"https://drive.google.com/drive/folders/{number}"
    elif where is None:
        link = f"https://drive.google.com/file/d/{number}/view?usp=drivesdk"
    resource = {
        "kind": "drive#file",
        "id": number,
        "name": draft.name,
        "mimeType": draft.mime_type,
        "createdTime": created,
        "modifiedTime": rfc3339(draft.modified),
        "webViewLink": link,
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{draft.mime_type}",
        "parents": [parents.get(draft.folder, ROOT)],
        "spaces": ["drive"],
        "version": str(rng.randint(1, 900)),
        "hasThumbnail": draft.mime_type not in (FOLDER, "application/zip"),
        "thumbnailVersion": "1",
        "trashed": False,
        "explicitlyTrashed": False,
    }
    return resource | _content(draft, rng)


def _content(draft: Draft, rng: Random) -> dict[str, Any]:
    """What only files with bytes of their own have: Google's formats have none, folders no size at all."""
    if draft.mime_type in (FOLDER, SHORTCUT):
        return {}
    size = str(rng.randint(*SIZES.get(draft.mime_type, (20_000, 900_000))))
    if draft.mime_type.startswith(GOOGLE):
        return {"size": size, "quotaBytesUsed": size}
    extension = EXTENSIONS.get(draft.mime_type, "bin")
    names = {"originalFilename": draft.name, "fileExtension": extension, "fullFileExtension": extension}
    return {"size": size, "quotaBytesUsed": size, "md5Checksum": f"{rng.getrandbits(128):032x}", **names}


def _add_odd_ones(store: DriveStore, rng: Random, *, today: date) -> None:
    """Beside the 300: what is in the bin, and what lies in a shared drive, where nobody owns anything."""
    for place, name in enumerate(GONE):
        draft = Draft(name, SPREADSHEET if place % 2 else PDF, at(today - timedelta(days=3 + place), 15))
        record = _own(draft, 1001 + 2 * place, rng, parents={})
        bin_ = {"trashed": True, "explicitlyTrashed": True, "trashedTime": record.resource["modifiedTime"]}
        store.files[record.id] = replace(record, resource=record.resource | bin_, trashed=True)
    everybody = dict.fromkeys((person.email for person in RECRUITERS), "")
    for place, name in enumerate(REGULATIONS):
        draft = Draft(name, SPREADSHEET if place % 2 else DOCUMENT, at(today - timedelta(days=9 + place), 12))
        resource = _resource(draft, 2000 + place, rng, parents={}) | {"driveId": SHARED_DRIVE}
        store.files[resource["id"]] = FileRecord(resource["id"], "", resource, everybody)
