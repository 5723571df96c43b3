"""Drive v3: lists of files, one file, and the feed of changes."""

from typing import Any

from sandbox.google import tokens
from sandbox.google.answers import bad_parameter, not_found, refusal
from sandbox.google.api import Operation, Visit, serve
from sandbox.google.drive_queries import compile_query, sort
from sandbox.google.file_view import view
from sandbox.routes import Route, route
from sandbox.world.dates import rfc3339
from sandbox.world.drive import ChangeRecord, DriveStore, FileRecord

Json = dict[str, Any]

DEFAULT_PAGE, MOST = 100, 1000
EVERY_FILE = frozenset({"drive", "drive.readonly", "drive.metadata", "drive.metadata.readonly"})
SCOPES = (*EVERY_FILE, "drive.file")
CORPORA = ("user", "domain", "drive", "allDrives")


def list_files(visit: Visit) -> Json:
    """`files.list`."""
    parameters = visit.parameters
    if parameters.get("corpora", "user") not in CORPORA:
        raise bad_parameter("corpora", "Invalid Value")
    test = compile_query(parameters["q"]) if parameters.get("q") else None
    files = [view(record, visit.account, visit.call.sandbox.world.accounts) for record in _visible(visit)]
    files = [file for file in files if test is None or test(file)]
    files = sort(files, parameters.get("orderBy") or "modifiedTime desc")
    asked = tokens.question(parameters, visit.account.email)
    start = _page_start(visit, asked)
    # "If unspecified, ... the entire list of files for non-shared drives": the pageSize parameter's description.
    size = min(parameters.get("pageSize", MOST), MOST)
    page: Json = {"kind": "drive#fileList", "incompleteSearch": False, "files": files[start : start + size]}
    if start + size < len(files):
        page["nextPageToken"] = tokens.make("files", start + size, asked)
    return page


def get_file(visit: Visit) -> Json:
    """`files.get`, of the metadata."""
    number = visit.call.arguments["fileId"]
    found = [record for record in _visible(visit, single=True) if record.id == number]
    if not found:
        raise not_found(f"File not found: {number}.", parameter="fileId")
    return view(found[0], visit.account, visit.call.sandbox.world.accounts)


def start_page_token(visit: Visit) -> Json:
    """`changes.getStartPageToken`."""
    store = visit.call.sandbox.world.drive
    return {"kind": "drive#startPageToken", "startPageToken": str(store.next_change)}


def list_changes(visit: Visit) -> Json:
    """`changes.list`: each file that changed since the token once, by its last change."""
    store, parameters = visit.call.sandbox.world.drive, visit.parameters
    text = parameters.get("pageToken")
    if text is None:
        raise refusal(400, "required", "Required parameter: pageToken", place=("parameter", "pageToken"))
    if not (text.isascii() and text.isdigit() and int(text) <= store.next_change):
        raise bad_parameter("pageToken", "Invalid Value")
    changes = _changes(visit, store, since=int(text))
    size = min(parameters.get("pageSize", DEFAULT_PAGE), MOST)
    page: Json = {"kind": "drive#changeList", "changes": [_change(visit, each) for each in changes[:size]]}
    if size < len(changes):
        return page | {"nextPageToken": str(changes[size].number)}
    return page | {"newStartPageToken": str(store.next_change)}


def _changes(visit: Visit, store: DriveStore, *, since: int) -> list[ChangeRecord]:
    last = {change.file_id: change for change in store.changes if visit.account.email in change.seen_by}
    return sorted(
        (
            change
            for change in last.values()
            if change.number >= since
            and not (change.removed and visit.parameters.get("includeRemoved") is False)
        ),
        key=lambda change: change.number,
    )


def _change(visit: Visit, change: ChangeRecord) -> Json:
    shown: Json = {
        "kind": "drive#change",
        "changeType": "file",
        "time": rfc3339(change.time),
        "removed": change.removed,
        "fileId": change.file_id,
        "type": "file",
    }
    record = visit.call.sandbox.world.drive.files.get(change.file_id)
    if record is not None and not change.removed:
        shown["file"] = view(record, visit.account, visit.call.sandbox.world.accounts)
    return shown


def _visible(visit: Visit, *, single: bool = False) -> list[FileRecord]:
    """The files that this token shows. Items of shared drives want both parameters, a single one only the first."""
    if visit.scopes.isdisjoint(EVERY_FILE):
        # drive.file shows what the user picked in this application, and nobody picked anything.
        return []
    flags = [bool(visit.parameters.get("supportsAllDrives"))]
    if not single:
        flags.append(bool(visit.parameters.get("includeItemsFromAllDrives")))
    files = visit.call.sandbox.world.drive.files.values()
    return [
        record
        for record in files
        if record.seen_by(visit.account.email) and (all(flags) or "driveId" not in record.resource)
    ]


def _page_start(visit: Visit, asked: str) -> int:
    if "pageToken" not in visit.parameters:
        return 0
    read = tokens.read("files", visit.parameters["pageToken"])
    if read is None or read[1] != asked:
        raise bad_parameter("pageToken", "Invalid Value")
    return read[0]


BASE = "/drive/v3"
FILE_FIELDS = "kind,id,name,mimeType"
CHANGE_FIELDS = "kind,removed,changeType,fileId,time,type"

ROUTES: tuple[Route, ...] = (
    route(
        "drive.files.list",
        "GET",
        f"{BASE}/files",
        serve(
            Operation(
                "drive",
                "files.list",
                "FileList",
                SCOPES,
                f"kind,incompleteSearch,nextPageToken,files({FILE_FIELDS})",
            ),
            list_files,
        ),
    ),
    route(
        "drive.files.get",
        "GET",
        f"{BASE}/files/{{fileId}}",
        serve(Operation("drive", "files.get", "File", SCOPES, FILE_FIELDS), get_file),
    ),
    route(
        "drive.changes.getStartPageToken",
        "GET",
        f"{BASE}/changes/startPageToken",
        serve(
            Operation("drive", "changes.getStartPageToken", "StartPageToken", SCOPES),
            start_page_token,
        ),
    ),
    route(
        "drive.changes.list",
        "GET",
        f"{BASE}/changes",
        serve(
            Operation(
                "drive",
                "changes.list",
                "ChangeList",
                SCOPES,
                f"kind,nextPageToken,newStartPageToken,changes({CHANGE_FIELDS},file({FILE_FIELDS}))",
            ),
            list_changes,
        ),
    ),
)
