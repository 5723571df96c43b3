"""Drive v3: lists of files, one file, and the feed of changes."""

from typing import Any

from sandbox.google import tokens
from sandbox.google.answers import bad_parameter, not_found, refusal
from sandbox.google.api import AuthorisedCall, Operation, serve
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


def list_files(call: AuthorisedCall) -> Json:
    """`files.list`."""
    parameters = call.parameters
    if parameters.get("corpora", "user") not in CORPORA:
        raise bad_parameter("corpora", "Invalid Value")
    test = compile_query(parameters["q"]) if parameters.get("q") else None
    files = [view(record, call.account, call.call.sandbox.world.accounts) for record in _visible(call)]
    files = [file for file in files if test is None or test(file)]
    files = sort(files, parameters.get("orderBy") or "modifiedTime desc")
    asked = tokens.question(parameters, call.account.email)
    start = _page_start(call, asked)
    # "If unspecified, ... the entire list of files for non-shared drives": the pageSize parameter's description.
    size = min(parameters.get("pageSize", MOST), MOST)
    page: Json = {"kind": "drive#fileList", "incompleteSearch": False, "files": files[start : start + size]}
    if start + size < len(files):
        page["nextPageToken"] = tokens.make("files", start + size, asked)
    return page


def get_file(call: AuthorisedCall) -> Json:
    """`files.get`, of the metadata."""
    number = call.call.arguments["fileId"]
    found = [record for record in _visible(call, single=True) if record.id == number]
    if not found:
        raise not_found(f"File not found: {number}.", parameter="fileId")
    return view(found[0], call.account, call.call.sandbox.world.accounts)


def start_page_token(call: AuthorisedCall) -> Json:
    """`changes.getStartPageToken`."""
    store = call.call.sandbox.world.drive
    return {"kind": "drive#startPageToken", "startPageToken": str(store.next_change)}


def list_changes(call: AuthorisedCall) -> Json:
    """`changes.list`: each file that changed since the token once, by its last change."""
    store, parameters = call.call.sandbox.world.drive, call.parameters
    text = parameters.get("pageToken")
    if text is None:
        raise refusal(400, "required", "Required parameter: pageToken", place=("parameter", "pageToken"))
    if not (text.isascii() and text.isdigit() and int(text) <= store.next_change):
        raise bad_parameter("pageToken", "Invalid Value")
    changes = _changes(call, store, since=int(text))
    size = min(parameters.get("pageSize", DEFAULT_PAGE), MOST)
    page: Json = {"kind": "drive#changeList", "changes": [_change(call, each) for each in changes[:size]]}
    if size < len(changes):
        return page | {"nextPageToken": str(changes[size].number)}
    return page | {"newStartPageToken": str(store.next_change)}


def _changes(call: AuthorisedCall, store: DriveStore, *, since: int) -> list[ChangeRecord]:
    last = {change.file_id: change for change in store.changes if call.account.email in change.seen_by}
    return sorted(
        (
            change
            for change in last.values()
            if change.number >= since
            and not (change.removed and call.parameters.get("includeRemoved") is False)
        ),
        key=lambda change: change.number,
    )


def _change(call: AuthorisedCall, change: ChangeRecord) -> Json:
    shown: Json = {
        "kind": "drive#change",
        "changeType": "file",
        "time": rfc3339(change.time),
        "removed": change.removed,
        "fileId": change.file_id,
        "type": "file",
    }
    record = call.call.sandbox.world.drive.files.get(change.file_id)
    if record is not None and not change.removed:
        shown["file"] = view(record, call.account, call.call.sandbox.world.accounts)
    return shown


def _visible(call: AuthorisedCall, *, single: bool = False) -> list[FileRecord]:
    """The files that this token shows. Items of shared drives want both parameters, a single one only the first."""
    if call.scopes.isdisjoint(EVERY_FILE):
        # drive.file shows what the user picked in this application, and nobody picked anything.
        return []
    flags = [bool(call.parameters.get("supportsAllDrives"))]
    if not single:
        flags.append(bool(call.parameters.get("includeItemsFromAllDrives")))
    files = call.call.sandbox.world.drive.files.values()
    return [
        record
        for record in files
        if record.seen_by(call.account.email) and (all(flags) or "driveId" not in record.resource)
    ]


def _page_start(call: AuthorisedCall, asked: str) -> int:
    if "pageToken" not in call.parameters:
        return 0
    read = tokens.read("files", call.parameters["pageToken"])
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
