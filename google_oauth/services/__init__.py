"""What views and commands call: the cache and the clients, put together for one signed-in user."""

from google_oauth.services.google_account import Disconnected, GoogleOAuthService
from google_oauth.services.google_calendar import GoogleCalendarService
from google_oauth.services.google_drive import GoogleDriveService, GoogleSheetsService
from google_oauth.services.huntflow import HuntflowService

__all__ = [
    "Disconnected",
    "GoogleCalendarService",
    "GoogleDriveService",
    "GoogleOAuthService",
    "GoogleSheetsService",
    "HuntflowService",
]
