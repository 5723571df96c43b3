"""The one OAuth client that the sandbox knows, and the scopes it may ask for."""

from urllib.parse import urlsplit

CLIENT_ID = "sandbox.apps.googleusercontent.com"
CLIENT_SECRET = "sandbox-secret"

REDIRECT_HOSTS = ("127.0.0.1", "localhost", "::1", "testserver")
"""Any port and path of these is registered; the last is the host of Django's test client."""

PREFIX = "https://www.googleapis.com/auth/"
SIGN_IN_SCOPES = ("openid", f"{PREFIX}userinfo.email", f"{PREFIX}userinfo.profile")
SHORT_NAMES = {"email": SIGN_IN_SCOPES[1], "profile": SIGN_IN_SCOPES[2]}
"""Google takes these names and answers with the long ones."""

FEATURE_SCOPES = {
    "calendar": "Видеть, менять и удалять ваши календари",
    "calendar.readonly": "Видеть ваши календари",
    "calendar.events": "Видеть и менять события ваших календарей",
    "calendar.events.readonly": "Видеть события ваших календарей",
    "calendar.events.owned.readonly": "Видеть события календарей, которыми вы владеете",
    "calendar.calendarlist": "Видеть и менять список ваших календарей",
    "calendar.calendarlist.readonly": "Видеть список ваших календарей",
    "drive": "Видеть, менять и удалять все ваши файлы на Диске",
    "drive.readonly": "Видеть и скачивать все ваши файлы на Диске",
    "drive.metadata": "Видеть и менять сведения о ваших файлах на Диске",
    "drive.metadata.readonly": "Видеть сведения о ваших файлах на Диске",
    "drive.file": "Видеть и менять только файлы, выбранные в этом приложении",
    "spreadsheets": "Видеть и менять ваши таблицы",
    "spreadsheets.readonly": "Видеть ваши таблицы",
}
"""What a user ticks one by one, without the prefix, with the words of the consent page."""

WORDS = {f"{PREFIX}{name}": words for name, words in FEATURE_SCOPES.items()}


def read_scopes(text: str) -> tuple[str, ...] | None:
    """The asked scopes under their long names, in order, each once; None when there is an unknown one or none."""
    scopes = tuple(dict.fromkeys(SHORT_NAMES.get(scope, scope) for scope in text.split()))
    known = {*SIGN_IN_SCOPES, *WORDS}
    return scopes if scopes and known.issuperset(scopes) else None


def redirect_allowed(uri: str) -> bool:
    """Whether the client may be sent back to this address."""
    try:
        parts = urlsplit(uri)
    except ValueError:
        return False
    return parts.scheme in ("http", "https") and parts.hostname in REDIRECT_HOSTS and not parts.fragment
