"""What is asked of a user, step by step; `docs/decisions` says why these and no others."""

IDENTITY = (
    "openid",
    # In full: the short names come back as these, and would not compare equal.
    "https://www.googleapis.com/auth/userinfo.email",
    "https://www.googleapis.com/auth/userinfo.profile",
)
EVENTS = "https://www.googleapis.com/auth/calendar.events.readonly"
CALENDAR_LIST = "https://www.googleapis.com/auth/calendar.calendarlist.readonly"
DRIVE = "https://www.googleapis.com/auth/drive.metadata.readonly"

# Asked for together: the first is what the feature cannot do without.
FEATURES = {"calendar": (EVENTS, CALENDAR_LIST), "drive": (DRIVE,)}
