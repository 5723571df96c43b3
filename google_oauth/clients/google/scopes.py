"""The scopes of each step; `docs/decisions` says why these."""

IDENTITY_SCOPES = (
    "openid",
    # In full: Google returns the short names as these.
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
)
EVENTS_SCOPE = "https://www.googleapis.com/auth/calendar.events.readonly"
CALENDAR_LIST_SCOPE = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
DRIVE_SCOPE = "https://www.googleapis.com/auth/drive.metadata.readonly"

# Requested together. The feature needs at least the first.
FEATURE_SCOPES = {"calendar": (EVENTS_SCOPE, CALENDAR_LIST_SCOPE), "drive": (DRIVE_SCOPE,)}
