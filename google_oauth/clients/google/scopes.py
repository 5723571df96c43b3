"""The scopes of each step; `docs/decisions` says why these."""

IDENTITY = (
    "openid",
    # In full: Google returns the short names as these.
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
)
EVENTS = "https://www.googleapis.com/auth/calendar.events.readonly"
CALENDAR_LIST = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
DRIVE = "https://www.googleapis.com/auth/drive.metadata.readonly"

# Requested together. The feature needs at least the first.
FEATURES = {"calendar": (EVENTS, CALENDAR_LIST), "drive": (DRIVE,)}
