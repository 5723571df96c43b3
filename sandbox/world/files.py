"""The company's Drive: 300 files that the first recruiter sees, 60 of them spreadsheets, and a few odd ones."""

from dataclasses import dataclass, replace
from datetime import date, timedelta
from hashlib import sha256
from random import Random
from typing import Any

from sandbox.world.company import Candidate, Company
from sandbox.world.dates import at, rfc3339
from sandbox.world.drive import DriveStore, FileRecord
from sandbox.world.people import RECRUITERS

TOTAL, SHEETS, FOLDERS = 300, 60, 20
GOOGLE = "application/vnd.google-apps."
SPREADSHEET, DOCUMENT, FOLDER = f"{GOOGLE}spreadsheet", f"{GOOGLE}document", f"{GOOGLE}folder"
SHORTCUT, PRESENTATION = f"{GOOGLE}shortcut", f"{GOOGLE}presentation"
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
SHARED_DRIVE = "0AKx7sharedDriveUk9PVA"

SHEET_NAMES = (
    "Воронка найма",
    "Бюджет подбора",
    "Candidates pipeline",
    "Оценка тестовых",
    "График собеседований",
    "Зарплатная вилка",
    "Hiring plan",
    "Отчёт по вакансиям",
    "База резерва",
    "Онбординг",
)
FILE_NAMES = (
    ("Описание вакансии", DOCUMENT),
    ("Job description", DOCUMENT),
    ("Презентация компании", PRESENTATION),
    ("Договор", PDF),
    ("Оффер", PDF),
    ("Фото с митапа", "image/jpeg"),
    ("Запись интервью", "video/mp4"),
    ("Тестовое задание", "application/zip"),
    ("Заметки", "text/plain"),
)
FOLDER_NAMES = ("Резюме", "Офферы", "Архив", "Вакансии", "Тестовые задания")
EXTENSIONS = {PDF: "pdf", WORD: "docx", "image/jpeg": "jpg", "video/mp4": "mp4", "application/zip": "zip"}
EXTENSIONS |= {"text/plain": "txt"}
ODD_NAMES = ("", "<script>alert(1)</script>.txt", "\u202egpj.exe", "It's \\ a 'quoted' name", "я" * 255, "  ")
PLACES = {SPREADSHEET: "spreadsheets", DOCUMENT: "document", PRESENTATION: "presentation"}


@dataclass(frozen=True)
class Draft:
    """A file before it belongs to anybody; `days` is how long ago it was changed."""

    name: str
    mime_type: str
    days: int


def file_id(*parts: object) -> str:
    """An id as Drive makes them: 33 characters, beginning with 1."""
    return "1" + sha256(repr(parts).encode()).hexdigest()[:32]


def fill_drive(store: DriveStore, company: Company, rng: Random, *, today: date) -> None:
    """Add all files."""
    people = [person for person in company.candidates.values() if person.last_name and not person.merged_into]
    for place, draft in enumerate(_drafts(people, rng)):
        record = _own(draft, place, rng, today=today)
        store.files[record.id] = record
    _add_odd_ones(store, rng, today=today)


def _drafts(people: list[Candidate], rng: Random) -> list[Draft]:
    drafts = []
    for place in range(SHEETS):
        name = f"{SHEET_NAMES[place % len(SHEET_NAMES)]} {2026 - place // len(SHEET_NAMES)}"
        if place % 6 == 0:
            name = f"Оценка: {_full_name(rng.choice(people))}"
        drafts.append(Draft(name, SPREADSHEET, place))
    drafts += [
        Draft(f"{FOLDER_NAMES[place % 5]} {2026 - place // 5}", FOLDER, place * 9) for place in range(FOLDERS)
    ]
    drafts += [Draft(name, "text/plain", 40 + place) for place, name in enumerate(ODD_NAMES)]
    for place in range(TOTAL - len(drafts)):
        name, mime_type = FILE_NAMES[place % len(FILE_NAMES)]
        if place % 3 == 0:
            name, mime_type = f"Резюме {_full_name(rng.choice(people))}", PDF if place % 2 else WORD
        extension = EXTENSIONS.get(mime_type)
        drafts.append(Draft(f"{name} {place}" + (f".{extension}" if extension else ""), mime_type, place * 2))
    return drafts


def _full_name(person: Candidate) -> str:
    return f"{person.last_name} {person.first_name or ''}".strip()[:60]


def _own(draft: Draft, place: int, rng: Random, *, today: date) -> FileRecord:
    anna, ivan, maria = (person.email for person in RECRUITERS)
    owner = (anna, anna, anna, ivan, maria, ivan)[place % 6]
    resource = _resource(draft, place, rng, today=today)
    shared_at = str(resource["createdTime"])
    readers = {} if owner == anna else {anna: shared_at}
    if place % 4 == 0:
        readers |= {email: shared_at for email in (ivan, maria) if email != owner}
    starred = frozenset({anna, ivan} if place % 12 == 0 else ())
    return FileRecord(resource["id"], owner, resource, readers, starred)


def _resource(draft: Draft, place: int, rng: Random, *, today: date) -> dict[str, Any]:
    number = file_id(place, draft.name)
    modified = at(today - timedelta(days=draft.days), rng.randint(0, 8), rng.randrange(60))
    created = rfc3339(modified - timedelta(days=rng.randint(1, 200)))
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
        "modifiedTime": rfc3339(modified),
        "webViewLink": link,
        "iconLink": f"https://drive-thirdparty.googleusercontent.com/16/type/{draft.mime_type}",
        "parents": ["0ACompanyRootUk9PVA"],
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
    size = str(rng.randint(1_000, 5_000_000))
    if draft.mime_type.startswith(GOOGLE):
        return {"size": size, "quotaBytesUsed": size}
    extension = EXTENSIONS.get(draft.mime_type, "bin")
    names = {"originalFilename": draft.name, "fileExtension": extension, "fullFileExtension": extension}
    return {"size": size, "quotaBytesUsed": size, "md5Checksum": f"{rng.getrandbits(128):032x}", **names}


def _add_odd_ones(store: DriveStore, rng: Random, *, today: date) -> None:
    """Beside the 300: what is in the bin, and what lies in a shared drive, where nobody owns anything."""
    for place in range(6):
        kind = SPREADSHEET if place % 2 else PDF
        record = _own(Draft(f"Удалённый файл {place}", kind, place), 1000 + 6 * place, rng, today=today)
        bin_ = {"trashed": True, "explicitlyTrashed": True, "trashedTime": record.resource["modifiedTime"]}
        store.files[record.id] = replace(record, resource=record.resource | bin_, trashed=True)
    everybody = dict.fromkeys((person.email for person in RECRUITERS), "")
    for place in range(4):
        draft = Draft(f"Общий диск: регламент {place}", SPREADSHEET if place % 2 else DOCUMENT, place)
        resource = _resource(draft, 2000 + place, rng, today=today) | {"driveId": SHARED_DRIVE}
        store.files[resource["id"]] = FileRecord(resource["id"], "", resource, everybody)
