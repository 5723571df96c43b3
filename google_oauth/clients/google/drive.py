"""Google Drive v3: the files changed last, all of them or the Google Sheets among them."""

from typing import Any

from googleapiclient.http import HttpRequest

from google_oauth.clients.google import masks
from google_oauth.clients.google.errors import json_objects, malformed
from google_oauth.clients.google.listing import Listing, Unchanged, Validator
from google_oauth.clients.google.transport import Connection, resource
from google_oauth.exceptions import NotFound, UpstreamRejected
from google_oauth.models import GoogleOAuthAccount

# Google's cap on a page (discovery document of Drive v3).
MAX_FILES_PER_PAGE = 1000
FILES_QUERY = "trashed = false and mimeType != 'application/vnd.google-apps.folder'"
# Documents of Google Sheets, without uploaded Excel and CSV files.
SPREADSHEETS_QUERY = "trashed = false and mimeType = 'application/vnd.google-apps.spreadsheet'"
SHARED_DRIVES = {"supportsAllDrives": True, "includeItemsFromAllDrives": True}


def list_files(
    account: GoogleOAuthAccount, query: str, *, max_results: int, validator: Validator = None
) -> Listing | Unchanged:
    """List up to `max_results` files that match `query`, the latest change first.

    The validator is a page token of the change feed. It is taken before the list, so that the next call sees
    a change during the list. Google's lists may lag behind edits by minutes.
    """
    connection = Connection(account)
    if validator:
        token = _token_if_unchanged(connection, validator["page_token"])
        if token:
            return Unchanged({"page_token": token})
    start = _start_page_token(connection)
    return Listing(_files(connection, query, max_results=max_results), {"page_token": start})


def _files(connection: Connection, query: str, *, max_results: int) -> list[dict[str, Any]]:
    items: list[dict[str, Any]] = []
    token = None
    while len(items) < max_results:
        page = connection.execute(_files_request(query, wanted=max_results - len(items), page_token=token))
        items += json_objects(page.get("files"))
        token = page.get("nextPageToken")
        if not token:
            break
    return items


def _files_request(query: str, *, wanted: int, page_token: str | None) -> HttpRequest:
    return (
        resource("drive", "v3")
        .files()
        .list(
            q=query,
            orderBy="modifiedTime desc",
            pageSize=min(wanted, MAX_FILES_PER_PAGE),
            pageToken=page_token,
            fields=masks.FILE_FIELDS,
            prettyPrint=False,
            **SHARED_DRIVES,
        )
    )


def _token_if_unchanged(connection: Connection, page_token: str) -> str | None:
    """Return the token for the next call; None if files have changed, or Google refuses `page_token`."""
    request = (
        resource("drive", "v3")
        .changes()
        .list(
            pageToken=page_token, pageSize=1, fields=masks.CHANGE_FIELDS, prettyPrint=False, **SHARED_DRIVES
        )
    )
    try:
        page = connection.execute(request)
    except (NotFound, UpstreamRejected):
        return None
    if page.get("changes"):
        return None
    # Absent unless this is the last page of the feed.
    return page.get("newStartPageToken")


def _start_page_token(connection: Connection) -> str:
    request = (
        resource("drive", "v3")
        .changes()
        .getStartPageToken(supportsAllDrives=True, fields=masks.START_PAGE_TOKEN_FIELDS, prettyPrint=False)
    )
    token = connection.execute(request).get("startPageToken")
    if not isinstance(token, str):
        raise malformed()
    return token
