from collections.abc import Callable
from typing import Any

import pytest
from googleapiclient.discovery import Resource
from googleapiclient.errors import HttpError

from sandbox.google.clients import PREFIX, SIGN_IN_SCOPES
from sandbox.world.files import FOLDER, SPREADSHEET
from tests.running_sandbox import RunningSandbox
from tests.sandbox.google.conftest import error_of
from tests.sandbox.google.discovery import leaves, pick, problems
from tests.sandbox.google.signing_in import ANNA

IVAN, MARIA = "ivan.petrov@example.com", "maria.kuznetsova@example.com"
WHOLE = "*"
PATHS = [
    "nextPageToken",
    "incompleteSearch",
    "files/id",
    "files/name",
    "files/mimeType",
    "files/modifiedTime",
    "files/size",
    "files/webViewLink",
    "files/iconLink",
    "files/hasThumbnail",
    "files/thumbnailVersion",
    "files/owners/displayName",
    "files/owners/emailAddress",
    "files/owners/me",
    "files/shared",
    "files/starred",
    "files/ownedByMe",
    "files/driveId",
]
FIELDS = (
    "nextPageToken,incompleteSearch,files(id,name,mimeType,modifiedTime,size,webViewLink,iconLink,hasThumbnail,"
    "thumbnailVersion,owners(displayName,emailAddress,me),shared,starred,ownedByMe,driveId)"
)
ALL_DRIVES = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}


def files(drive: Resource, **parameters: Any) -> dict[str, Any]:
    return drive.files().list(**{"pageSize": 1000, "prettyPrint": False, **parameters}).execute()


def names(answer: dict[str, Any]) -> list[str]:
    return [file["name"] for file in answer["files"]]


def refusal(drive: Resource, **parameters: Any) -> tuple[int, str, str | None]:
    with pytest.raises(HttpError) as caught:
        files(drive, **parameters)
    return error_of(caught)


def add_file(sandbox: RunningSandbox, name: str, owner: str = ANNA, **fields: Any) -> str:
    file = {"name": name, "mimeType": "text/plain", **fields}
    return sandbox.change(op="add_file", owner=owner, file=file)["id"]


# What is answered


@pytest.mark.parametrize("email", [ANNA, IVAN, MARIA])
def test_every_file_validates_against_the_description(client: Callable[..., Resource], email: str) -> None:
    answer = files(client("drive", email), fields=WHOLE, **ALL_DRIVES)

    assert len(answer["files"]) > 100
    assert problems("drive", "FileList", answer) == []


def test_without_a_mask_only_four_fields_come(drive: Resource) -> None:
    answer = files(drive, pageSize=2)

    assert set(answer) == {"kind", "incompleteSearch", "nextPageToken", "files"}
    assert {tuple(file) for file in answer["files"]} == {("kind", "id", "name", "mimeType")}


def test_mask_gives_exactly_what_it_names_and_the_data_have(drive: Resource) -> None:
    whole = files(drive, fields=WHOLE, **ALL_DRIVES)

    masked = files(drive, fields=FIELDS, **ALL_DRIVES)

    assert masked == pick(whole, PATHS)
    assert set(PATHS) - leaves(masked) == {"nextPageToken"}


def test_bad_mask_is_refused(drive: Resource) -> None:
    assert refusal(drive, fields="files(id,title)") == (400, "invalidParameter", "fields")


def test_first_recruiter_has_300_files_and_60_spreadsheets(drive: Resource) -> None:
    whole = files(drive, q="trashed = false")
    sheets = files(drive, q=f"mimeType = '{SPREADSHEET}' and trashed = false")

    assert len(whole["files"]) == 300
    assert len(sheets["files"]) == 60
    assert {file["mimeType"] for file in sheets["files"]} == {SPREADSHEET}


def test_trashed_files_are_listed_unless_excluded(drive: Resource) -> None:
    trashed = files(drive, q="trashed=true")["files"]

    assert len(trashed) == 6
    assert len(files(drive)["files"]) == 306


def test_folders_have_no_size(drive: Resource) -> None:
    folders = files(drive, q=f"mimeType='{FOLDER}'", fields="files(id,size)")["files"]

    assert {tuple(folder) for folder in folders} == {("id",)}


def test_shared_drive_items_want_both_parameters_and_have_no_owner(drive: Resource) -> None:
    with_drives = {file["id"]: file for file in files(drive, fields=WHOLE, **ALL_DRIVES)["files"]}
    without = {file["id"] for file in files(drive, supportsAllDrives=True)["files"]}

    items = [with_drives[number] for number in with_drives.keys() - without]
    assert len(items) == 4
    assert not [item for item in items if {"owners", "shared", "ownedByMe"} & set(item)]
    assert {"driveId"} <= set(items[0])


def test_file_is_seen_by_its_owner_and_readers_each_in_their_way(
    client: Callable[..., Resource], sandbox: RunningSandbox
) -> None:
    file = {"name": "probe", "mimeType": "text/plain"}
    number = sandbox.change(op="add_file", owner=IVAN, file=file, readers=[ANNA])["id"]
    fields = "ownedByMe,shared,owners(me,emailAddress),sharedWithMeTime"

    ivan = client("drive", IVAN).files().get(fileId=number, fields=fields).execute()
    anna = client("drive", ANNA).files().get(fileId=number, fields=fields).execute()

    assert ivan == {"ownedByMe": True, "shared": True, "owners": [{"me": True, "emailAddress": IVAN}]}
    assert anna.pop("sharedWithMeTime")
    assert anna == {"ownedByMe": False, "shared": True, "owners": [{"me": False, "emailAddress": IVAN}]}
    with pytest.raises(HttpError) as caught:
        client("drive", MARIA).files().get(fileId=number).execute()
    assert error_of(caught) == (404, "notFound", "fileId")


def test_one_file_validates_and_is_masked(drive: Resource) -> None:
    number = files(drive, pageSize=1)["files"][0]["id"]

    got = drive.files().get(fileId=number, fields="*").execute()

    assert problems("drive", "File", got) == []
    assert set(drive.files().get(fileId=number).execute()) == {"kind", "id", "name", "mimeType"}


def test_file_scope_shows_nothing_that_was_not_picked(client: Callable[..., Resource]) -> None:
    drive = client("drive", scopes=(*SIGN_IN_SCOPES, f"{PREFIX}drive.file"))

    assert files(drive)["files"] == []


def test_calendar_scope_is_not_enough(client: Callable[..., Resource]) -> None:
    drive = client("drive", scopes=(*SIGN_IN_SCOPES, f"{PREFIX}calendar.readonly"))

    assert refusal(drive)[:2] == (403, "insufficientPermissions")


# Paging


def test_pages_add_up_to_the_list(drive: Resource) -> None:
    request = drive.files().list(pageSize=150, q="trashed=false")
    pages = []
    while request is not None:
        pages.append(request.execute())
        request = drive.files().list_next(request, pages[-1])

    assert [len(page["files"]) for page in pages] == [150, 150]
    assert [name for page in pages for name in names(page)] == names(files(drive, q="trashed=false"))


def test_page_size_is_coerced_to_1000_and_everything_when_not_given(
    drive: Resource, sandbox: RunningSandbox
) -> None:
    for number in range(800):
        add_file_directly(sandbox, number)

    assert len(files(drive, pageSize=5000)["files"]) == 1000
    assert len(drive.files().list().execute()["files"]) == 1000
    assert refusal(drive, pageSize=0) == (400, "invalid", "pageSize")


def add_file_directly(sandbox: RunningSandbox, number: int) -> None:
    record = next(iter(sandbox.sandbox.world.drive.files.values()))
    sandbox.sandbox.world.drive.files[f"many{number}"] = record


def test_page_token_of_another_list_is_refused(drive: Resource) -> None:
    token = files(drive, pageSize=5)["nextPageToken"]

    assert refusal(drive, pageToken=token, q="trashed=true") == (400, "invalid", "pageToken")
    assert refusal(drive, pageToken="made-up") == (400, "invalid", "pageToken")


# Queries


@pytest.mark.parametrize(
    ("query", "expected"),
    [
        ("name = 'Альфа'", ["Альфа"]),
        ("name contains 'альф'", ["Альфа"]),
        ("name = 'Альфа' or name = 'It\\'s \\\\ here'", ["Альфа", "It's \\ here"]),
        ("not name != 'Альфа'", ["Альфа"]),
        ("(name='Альфа' or name='Бета') and starred=true", ["Бета"]),
        ("(name='Альфа' or name='Бета') and starred != true", ["Альфа"]),
        ("'folder-1' in parents", ["Альфа"]),
        (f"'{IVAN}' in owners and name contains 'Гамма'", ["Гамма"]),
        ("sharedWithMe=true and name contains 'Гамма'", ["Гамма"]),
        ("modifiedTime > '2031-01-01T00:00:00'", ["Бета"]),
        ("modifiedTime >= '2031-05-05T00:00:00Z' and createdTime < '2032-01-01T00:00:00+03:00'", ["Бета"]),
    ],
)
def test_query_finds(drive: Resource, sandbox: RunningSandbox, query: str, expected: list[str]) -> None:
    add_file(sandbox, "Альфа", parents=["folder-1"])
    beta = add_file(sandbox, "Бета")
    changes = {"modifiedTime": "2031-05-05T00:00:00.000Z"}
    sandbox.change(op="update_file", id=beta, changes=changes, starred_by=[ANNA])
    add_file(sandbox, "It's \\ here")
    gamma = {"name": "Гамма", "mimeType": "text/plain"}
    sandbox.change(op="add_file", owner=IVAN, file=gamma, readers=[ANNA])

    assert sorted(names(files(drive, q=query))) == sorted(expected)


@pytest.mark.parametrize(
    "query",
    [
        "name",
        "name = Альфа",
        "name = 'x",
        "name ~ 'x'",
        "colour = 'red'",
        "trashed = maybe",
        "trashed > true",
        "(trashed=false",
        "trashed=false trashed=false",
        "'x' in name",
        "modifiedTime > 'yesterday'",
        "and",
    ],
)
def test_bad_query_is_refused(drive: Resource, query: str) -> None:
    assert refusal(drive, q=query) == (400, "invalid", "q")


# Orders


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        ("name", ["файл 1", "файл 10", "файл 2"]),
        ("name desc", ["файл 2", "файл 10", "файл 1"]),
        ("name_natural", ["файл 1", "файл 2", "файл 10"]),
        ("modifiedTime", ["файл 10", "файл 1", "файл 2"]),
        ("modifiedTime desc,name", ["файл 1", "файл 2", "файл 10"]),
        ("quotaBytesUsed desc", ["файл 2", "файл 1", "файл 10"]),
        ("starred,name desc", ["файл 10", "файл 2", "файл 1"]),
        ("folder,name", ["файл 2", "файл 1", "файл 10"]),
        ("recency desc,createdTime,name", ["файл 1", "файл 2", "файл 10"]),
    ],
)
def test_orders(drive: Resource, sandbox: RunningSandbox, order: str, expected: list[str]) -> None:
    shape = {"createdTime": "2030-01-01T00:00:00.000Z"}
    for name, day, size, kind in (
        ("файл 10", 1, "5", "text/plain"),
        ("файл 1", 2, "7", "text/plain"),
        ("файл 2", 2, "30", FOLDER),
    ):
        modified = f"2031-01-0{day}T00:00:00.000Z"
        fields = {"modifiedTime": modified, "quotaBytesUsed": size, "mimeType": kind, **shape}
        number = add_file(sandbox, name, **fields)
        if name == "файл 10":
            sandbox.change(op="update_file", id=number, changes={"modifiedTime": modified}, starred_by=[ANNA])

    assert (
        names(files(drive, q="name contains 'файл ' and createdTime > '2029-01-01'", orderBy=order))
        == expected
    )


@pytest.mark.parametrize("order", ["title", "name up", "name desc desc", ",", "name,,name"])
def test_unknown_order_is_refused(drive: Resource, order: str) -> None:
    assert refusal(drive, orderBy=order) == (400, "invalid", "orderBy")


def test_unknown_corpora_are_refused(drive: Resource) -> None:
    assert refusal(drive, corpora="everything") == (400, "invalid", "corpora")


# Changes


def changes(drive: Resource, token: str, **parameters: Any) -> dict[str, Any]:
    return drive.changes().list(pageToken=token, **parameters).execute()


def start_token(drive: Resource) -> str:
    answer = drive.changes().getStartPageToken().execute()
    assert problems("drive", "StartPageToken", answer) == []
    return answer["startPageToken"]


def test_nothing_changed_gives_a_new_start_token_alone(drive: Resource) -> None:
    token = start_token(drive)

    assert changes(drive, token) == {
        "kind": "drive#changeList",
        "changes": [],
        "newStartPageToken": token,
    }


def test_changes_name_each_changed_file_once_and_removals(drive: Resource, sandbox: RunningSandbox) -> None:
    gone, kept = add_file(sandbox, "gone"), add_file(sandbox, "kept")
    token = start_token(drive)
    sandbox.change(op="delete_file", id=gone)
    for name in ("first", "second"):
        sandbox.change(op="update_file", id=kept, changes={"name": name})

    answer = changes(drive, token, fields="*")

    assert problems("drive", "ChangeList", answer) == []
    assert [(each["fileId"], each["removed"]) for each in answer["changes"]] == [(gone, True), (kept, False)]
    assert answer["changes"][1]["file"]["name"] == "second"
    assert changes(drive, answer["newStartPageToken"])["changes"] == []
    assert [each["fileId"] for each in changes(drive, token, includeRemoved=False)["changes"]] == [kept]


def test_changes_come_in_pages_with_the_new_start_token_on_the_last(
    drive: Resource, sandbox: RunningSandbox
) -> None:
    token = start_token(drive)
    added = [add_file(sandbox, f"file {number}") for number in range(3)]

    first = changes(drive, token, pageSize=2)
    second = changes(drive, first["nextPageToken"], pageSize=2)

    assert "newStartPageToken" not in first
    assert [each["fileId"] for each in first["changes"] + second["changes"]] == added
    assert second["newStartPageToken"]


def test_changes_of_what_one_does_not_see_are_not_told(drive: Resource, sandbox: RunningSandbox) -> None:
    token = start_token(drive)
    add_file(sandbox, "secret", owner=IVAN)

    answer = changes(drive, token)

    assert answer["changes"] == []
    assert answer["newStartPageToken"] != token


@pytest.mark.parametrize("token", ["made-up", "99999999", "-1"])
def test_bad_change_token_is_refused(drive: Resource, token: str) -> None:
    with pytest.raises(HttpError) as caught:
        changes(drive, token)
    assert error_of(caught) == (400, "invalid", "pageToken")


def test_change_token_is_required(raw_get: Callable[..., Any]) -> None:
    answer = raw_get("/drive/v3/changes")

    assert (answer.status_code, answer.json()["error"]["errors"][0]["reason"]) == (400, "required")
