"""The files of a signed-in user in Google Drive, and the Google Sheets among them."""

from typing import Any

from google_oauth.cache_service import CacheEntry, GoogleAPICache
from google_oauth.clients.google import drive, scopes
from google_oauth.services.google_data import GoogleDataService


class GoogleDriveService(GoogleDataService):
    """Files that are no folders and not in the bin, the one changed last first.

    Items are `File` objects of Drive v3 under the mask of `clients.google.masks`. All of this raises the
    UpstreamError tree; ReconnectRequired without a call when Drive was not granted.
    """

    def files_entry(
        self, max_results: int = 100, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read up to `max_results` files; `force` asks Google now, `wait` is the caller's patience in seconds."""
        return self._entry(
            GoogleAPICache.fetch_drive_files,
            lambda account, validator: drive.list_files(
                account, drive.FILES, max_results=max_results, validator=validator
            ),
            scope=scopes.DRIVE,
            force=force,
            wait=wait,
            max_results=max_results,
        )

    def get_files(self, max_results: int = 100) -> list[dict[str, Any]]:
        """Return the files, from the cache while they are fresh."""
        return list(self.files_entry(max_results).data)

    def sync_files(self, max_results: int = 100) -> list[dict[str, Any]]:
        """Ask Google now, and return the files."""
        return list(self.files_entry(max_results, force=True).data)


class GoogleSheetsService(GoogleDataService):
    """Documents of Google Sheets, by their own question to Drive: they need not be among the latest files.

    Uploaded Excel files are no Google Sheets; `GoogleDriveService` lists them. Items are `File` objects.
    """

    def spreadsheets_entry(
        self, max_results: int = 100, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry:
        """Read up to `max_results` spreadsheets; arguments as for `files_entry`."""
        return self._entry(
            GoogleAPICache.fetch_sheets,
            lambda account, validator: drive.list_files(
                account, drive.SPREADSHEETS, max_results=max_results, validator=validator
            ),
            scope=scopes.DRIVE,
            force=force,
            wait=wait,
            max_results=max_results,
        )

    def get_spreadsheets(self, max_results: int = 100) -> list[dict[str, Any]]:
        """Return the spreadsheets, from the cache while they are fresh."""
        return list(self.spreadsheets_entry(max_results).data)

    def sync_spreadsheets(self, max_results: int = 100) -> list[dict[str, Any]]:
        """Ask Google now, and return the spreadsheets."""
        return list(self.spreadsheets_entry(max_results, force=True).data)
