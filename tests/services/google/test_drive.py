"""Files and spreadsheets through the cache, from the sandbox."""

from typing import Any

import pytest

from google_oauth.services import GoogleDriveService, GoogleOAuthService, GoogleSheetsService
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, connect

# A fetch reads the account in a thread of its own.
pytestmark = pytest.mark.django_db(transaction=True)

SHEET = "application/vnd.google-apps.spreadsheet"


@pytest.fixture
def oauth(sandbox: RunningSandbox, sandbox_settings: Any) -> GoogleOAuthService:
    return GoogleOAuthService(connect(sandbox))


def ids(files: list[dict[str, Any]]) -> list[str]:
    return [file["id"] for file in files]


def add_file(sandbox: RunningSandbox, mime_type: str = "application/pdf") -> str:
    file = {"name": "added", "mimeType": mime_type}
    return str(sandbox.change(op="add_file", owner=ANNA, file=file)["id"])


def test_two_reads_of_files_cost_one_list_call(sandbox: RunningSandbox, oauth: GoogleOAuthService) -> None:
    drive = GoogleDriveService(oauth)

    assert drive.get_files(20) == drive.get_files(20) != []
    assert sandbox.counts() == {"drive.changes.getStartPageToken": 1, "drive.files.list": 1}


def test_files_are_newest_first_without_folders_and_thumbnails(oauth: GoogleOAuthService) -> None:
    files = GoogleDriveService(oauth).get_files(300)

    changed = [file["modifiedTime"] for file in files]
    assert changed == sorted(changed, reverse=True)
    assert not [file for file in files if file["mimeType"].endswith(".folder") or "thumbnailLink" in file]


def test_spreadsheets_are_no_cut_of_the_files(oauth: GoogleOAuthService) -> None:
    sheets = GoogleSheetsService(oauth).get_spreadsheets()

    among_files = [file for file in GoogleDriveService(oauth).get_files(10) if file["mimeType"] == SHEET]
    assert {sheet["mimeType"] for sheet in sheets} == {SHEET}
    assert len(sheets) > len(among_files)


def test_unchanged_drive_is_refreshed_without_a_list(
    sandbox: RunningSandbox, oauth: GoogleOAuthService
) -> None:
    drive, sheets = GoogleDriveService(oauth), GoogleSheetsService(oauth)
    before = drive.files_entry(), sheets.spreadsheets_entry()
    sandbox.reset_counts()

    after = drive.files_entry(force=True), sheets.spreadsheets_entry(force=True)

    assert [entry.data for entry in after] == [entry.data for entry in before]
    assert all(new.cached_at > old.cached_at for new, old in zip(after, before, strict=True))
    assert sandbox.counts() == {"drive.changes.list": 2}


def test_change_in_the_drive_brings_a_new_list(sandbox: RunningSandbox, oauth: GoogleOAuthService) -> None:
    drive, sheets = GoogleDriveService(oauth), GoogleSheetsService(oauth)
    drive.get_files()
    sheets.get_spreadsheets()
    added = add_file(sandbox, SHEET)

    assert ids(drive.sync_files())[0] == ids(sheets.sync_spreadsheets())[0] == added
