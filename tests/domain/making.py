"""Events and candidates with as little around them as a test needs."""

from datetime import date, datetime
from typing import Any
from zoneinfo import ZoneInfo

from google_oauth.domain.calendar.events import Event, Guest, Response
from google_oauth.domain.candidates import Account, Candidate

BERLIN = ZoneInfo("Europe/Berlin")
ROMASHKA, NORTHWIND = Account(17, "Ромашка", "Romashka-Soft"), Account(20, "Northwind", "org2044")


def at(day: int, hour: int, minute: int = 0) -> datetime:
    """A time in March 2026; the 2nd is a Monday, the clock is changed on the 29th."""
    return datetime(2026, 3, day, hour, minute, tzinfo=BERLIN)


def on(day: int) -> date:
    return date(2026, 3, day)


def event(name: str, start: Any = None, end: Any = None, **fields: Any) -> Event:
    """An event whose id and title are `name`."""
    return Event(**{"id": name, "title": name, "start_time": start, "end_time": end} | fields)


def invited(*emails: str, response: Response = Response.NONE) -> tuple[Guest, ...]:
    return tuple(Guest(email, "", response) for email in emails)


def person(number: int, name: str = "", *, account: Account = ROMASHKA, **fields: Any) -> Candidate:
    """A candidate called "Last First [Middle]"."""
    last, first, middle = (*name.split(), "", "", "")[:3]
    names = {"last_name": last, "first_name": first, "middle_name": middle}
    return Candidate(number, account.id, **{**names, **fields})
