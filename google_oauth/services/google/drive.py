"""The files of a signed-in user in Google Drive, and the Google Sheets among them."""

from google_oauth.cache_service import CacheEntry, GoogleAPICache, Items
from google_oauth.clients.google import drive, scopes
from google_oauth.services.google.account import GoogleFetch, GoogleOAuthService


class _DriveService:
    """Lists are newest change first; items are `File` objects of Drive v3 under the mask of `clients.google.masks`.

    `get_` returns the data, from the cache while they are fresh; `sync_` asks Google now, at most
    every 10 s for one entry (`API_CACHE_FORCE_INTERVAL`). All raise ValueError for `max_results` below 1, the
    UpstreamError tree, and ReconnectRequired without a call when Drive was not granted.
    """

    def __init__(self, oauth_service: GoogleOAuthService) -> None:
        self._oauth = oauth_service

    def _fetcher(self, query: str, max_results: int) -> GoogleFetch:
        if max_results < 1:
            raise ValueError("max_results is out of range")
        return self._oauth.fetcher(
            scopes.DRIVE_SCOPE,
            lambda account, validator: drive.list_files(
                account, query, max_results=max_results, validator=validator
            ),
        )


class GoogleDriveService(_DriveService):
    """Files that are neither folders nor in the bin."""

    def files_entry(
        self, max_results: int = 100, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Items]:
        """Read up to `max_results` files; `force` refreshes like `sync_`, `wait` limits the seconds to wait."""
        fetch = self._fetcher(drive.FILES_QUERY, max_results)
        return self._oauth.cached.read(
            GoogleAPICache.fetch_drive_files, fetch, force=force, wait=wait, max_results=max_results
        )

    def get_files(self, max_results: int = 100) -> Items:
        return self.files_entry(max_results).data

    def sync_files(self, max_results: int = 100) -> Items:
        return self.files_entry(max_results, force=True).data


class GoogleSheetsService(_DriveService):
    """Documents of Google Sheets, without uploaded Excel files. They need not be among the latest files."""

    def spreadsheets_entry(
        self, max_results: int = 100, *, force: bool = False, wait: float | None = None
    ) -> CacheEntry[Items]:
        """Read up to `max_results` spreadsheets; arguments as for `files_entry`."""
        fetch = self._fetcher(drive.SPREADSHEETS_QUERY, max_results)
        return self._oauth.cached.read(
            GoogleAPICache.fetch_sheets, fetch, force=force, wait=wait, max_results=max_results
        )

    def get_spreadsheets(self, max_results: int = 100) -> Items:
        return self.spreadsheets_entry(max_results).data

    def sync_spreadsheets(self, max_results: int = 100) -> Items:
        return self.spreadsheets_entry(max_results, force=True).data
