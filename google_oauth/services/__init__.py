"""Services join the cache and the clients for one signed-in user. Views and commands call them."""

from google_oauth.services.google.account import Disconnected, GoogleOAuthService
from google_oauth.services.google.calendar import GoogleCalendarService
from google_oauth.services.google.drive import GoogleDriveService, GoogleSheetsService
from google_oauth.services.huntflow.service import HuntflowService

__all__ = [
    "Disconnected",
    "GoogleCalendarService",
    "GoogleDriveService",
    "GoogleOAuthService",
    "GoogleSheetsService",
    "HuntflowService",
]
