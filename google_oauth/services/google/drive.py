"""The files of a signed-in user in Google Drive, and the Google Sheets among them."""

from collections.abc import Callable
from typing import Any

from google_oauth.cache_service import CacheEntry, GoogleAPICache
from google_oauth.clients.google import drive, scopes
from google_oauth.clients.google.answers import Answer, Unchanged, Validator
from google_oauth.models import GoogleOAuthAccount
from google_oauth.services.google.data import GoogleDataService


class _DriveData(GoogleDataService):
    """One list of files, by one query to Drive."""

    def _listed(
        self, cached: Callable[..., CacheEntry], query: str, *, max_results: int, **manner: Any
    ) -> CacheEntry:
        def ask(account: GoogleOAuthAccount, validator: Validator) -> Answer | Unchanged:
            return drive.list_files(account, query, max_results=max_results, validator=validator)

        return self._entry(cached, ask, scope=scopes.DRIVE, max_results=max_results, **manner)


class GoogleDriveService(_DriveData):
    """Files that are no folders and not in the bin, the one changed last first.

    Items are `File` objects of Drive v3 under the mask of `clients.google.masks`. All of this raises the
    UpstreamError tree; ReconnectRequired without a call when Drive was not granted.
    """

    def files_entry(
        self, max_results: int = 100, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read up to `max_results` files; `force` asks Google now, `wait` is the caller's patience in seconds."""
        cached = GoogleAPICache.fetch_drive_files
        return self._listed(cached, drive.FILES, max_results=max_results, force=force, wait=wait)

    def get_files(self, max_results: int = 100) -> list[dict[str, Any]]:
        """Return the files, from the cache while they are fresh."""
        return list(self.files_entry(max_results).data)

    def sync_files(self, max_results: int = 100) -> list[dict[str, Any]]:
        """Ask Google now, and return the files."""
        return list(self.files_entry(max_results, force=True).data)


class GoogleSheetsService(_DriveData):
    """Documents of Google Sheets, by their own question to Drive: they need not be among the latest files.

    Uploaded Excel files are no Google Sheets; `GoogleDriveService` lists them. Items are `File` objects.
    """

    def spreadsheets_entry(
        self, max_results: int = 100, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read up to `max_results` spreadsheets; arguments as for `files_entry`."""
        cached = GoogleAPICache.fetch_sheets
        return self._listed(cached, drive.SPREADSHEETS, max_results=max_results, force=force, wait=wait)

    def get_spreadsheets(self, max_results: int = 100) -> list[dict[str, Any]]:
        """Return the spreadsheets, from the cache while they are fresh."""
        return list(self.spreadsheets_entry(max_results).data)

    def sync_spreadsheets(self, max_results: int = 100) -> list[dict[str, Any]]:
        """Ask Google now, and return the spreadsheets."""
        return list(self.spreadsheets_entry(max_results, force=True).data)
