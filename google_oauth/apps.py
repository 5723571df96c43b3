"""The dashboard's Django application."""

from django.apps import AppConfig


class GoogleOAuthConfig(AppConfig):
    """Registers the system checks when Django is ready."""

    name = "google_oauth"
    verbose_name = "Recruiter's dashboard"

    def ready(self) -> None:
        """Import the checks, which register themselves."""
        from google_oauth import checks  # noqa: F401, PLC0415 - these need loaded settings
        from google_oauth.cache_service import checks as cache_checks  # noqa: F401, PLC0415 - as above
        from google_oauth.sessions import signals  # noqa: F401, PLC0415 - as above
