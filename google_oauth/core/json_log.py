"""The format of the log, without queries and without texts of foreign exceptions."""

import json
import logging
import re
import traceback
from datetime import UTC, datetime
from http.client import responses
from typing import Any

from google_oauth.core import tracing

_QUERY = re.compile(r"\?.*?(?= HTTP/\d|$)", re.DOTALL)
# Fields that a caller may add with `extra`.
EXTRAS = ("service", "outcome", "duration", "status")
# Messages of these exceptions hold codes only.
_OWN_EXCEPTIONS = "google_oauth.exceptions"
# What gunicorn says of a request before it quotes it.
_OF_GUNICORN = re.compile(r"(Invalid request|Error handling request)\b.*", re.DOTALL)


class WithoutQuery(logging.Filter):
    """Cuts the queries of URLs from the development server's lines.

    They hold names that a user searched for, and the code and state of Google's callback.
    """

    def filter(self, record: logging.LogRecord) -> bool:
        if isinstance(record.args, tuple):
            record.args = tuple(
                _QUERY.sub("?…", argument) if isinstance(argument, str) else argument
                for argument in record.args
            )
        return True


class JsonLines(logging.Formatter):
    """One JSON object a line: `time`, `level`, `logger`, `message`, and the fields that are known.

    Those are `request_id` and `user_id` of the thread's request, the extras (`duration` in seconds), and
    `error`. An `error` has the kind and the frames of an exception. It has the text of our own exceptions only.
    A database error quotes the row that it refused. Django's lines about an answer from 400 up have the phrase of
    its status only: they quote the path, host, origin or referrer of the request.
    """

    def format(self, record: logging.LogRecord) -> str:
        trace = tracing.current()
        line: dict[str, Any] = {
            "time": datetime.fromtimestamp(record.created, UTC).isoformat(timespec="milliseconds"),
            "level": record.levelname,
            "logger": record.name,
            "message": _message(record),
        }
        known = {"request_id": trace.request_id or None, "user_id": trace.user_id}
        known |= {name: getattr(record, name, None) for name in EXTRAS}
        known["error"] = _error(record.exc_info[1]) if record.exc_info and record.exc_info[1] else None
        line |= {name: value for name, value in known.items() if value is not None}
        return json.dumps(line, ensure_ascii=False, default=str)


def _message(record: logging.LogRecord) -> str:
    """Return the message, without what Django and gunicorn quote from requests."""
    if record.name == "gunicorn.error":
        return _OF_GUNICORN.sub(r"\1", record.getMessage())
    status = getattr(record, "status_code", None)
    if status is None or not record.name.startswith("django."):
        return record.getMessage()
    phrase = responses.get(status, str(status))
    if record.name != "django.security.csrf" or not isinstance(record.args, tuple):
        return phrase
    # Django quotes the origin or referrer after a dash.
    return f"{phrase} ({str(record.args[0]).partition(' - ')[0]})"


def _error(error: BaseException) -> str:
    """Format an exception and its causes, the latest first."""
    parts = []
    seen: BaseException | None = error
    while seen is not None:
        kind = f"{type(seen).__module__}.{type(seen).__qualname__}"
        said = f": {seen}" if type(seen).__module__ == _OWN_EXCEPTIONS else ""
        frames = "".join(traceback.format_tb(seen.__traceback__))
        parts.append(f"{kind}{said}\n{frames}")
        seen = seen.__cause__ or (None if seen.__suppress_context__ else seen.__context__)
    return "caused by ".join(parts)
