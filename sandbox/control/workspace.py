"""Operations on accounts, calendars and files."""

import secrets
from dataclasses import replace
from datetime import UTC, datetime
from typing import TYPE_CHECKING, Any

from sandbox.control.reading import BadInputError, known_account
from sandbox.control.resources import check_resource
from sandbox.world import schedule
from sandbox.world.calendars import CalendarRecord
from sandbox.world.dates import rfc3339
from sandbox.world.drive import FileRecord
from sandbox.world.files import file_id
from sandbox.world.people import Account

if TYPE_CHECKING:
    from sandbox.state import Sandbox


def add_account(
    sandbox: "Sandbox",
    *,
    email: str,
    given_name: str = "Новый",
    family_name: str = "Человек",
    domain: str | None = None,
    email_verified: bool = True,
) -> dict[str, Any]:
    """Let somebody else sign in, with an empty calendar and Drive; domain null is a private account."""
    if email in sandbox.world.accounts:
        raise BadInputError(f"{email} is there already")
    sub = str(secrets.randbelow(10**20) + 10**20)
    account = Account(email, sub, given_name, family_name, domain=domain, email_verified=email_verified)
    sandbox.world.accounts[email] = account
    calendar = CalendarRecord(email, email, account.time_zone, email, {email: "owner"})
    sandbox.world.calendar.calendars[email] = calendar
    return {"email": email, "sub": sub}


def revoke_grant(sandbox: "Sandbox", *, account: str) -> dict[str, Any]:
    """Remove the account's grant, as the user does on Google's own page; its tokens are dead."""
    sandbox.grants.revoke_account(known_account(sandbox, account).email)
    return {}


def add_event(sandbox: "Sandbox", *, calendar: str, event: dict[str, Any]) -> dict[str, Any]:
    """Add an event; `event` holds fields as Calendar v3 words them, start and end at least."""
    store = sandbox.world.calendar
    if calendar not in store.calendars:
        raise BadInputError(f"no calendar {calendar}")
    check_resource("calendar", "Event", event)
    when = {name: event[name] for name in ("start", "end") if event.get(name)}
    if set(when) != {"start", "end"}:
        raise BadInputError("event must have start and end")
    owner_email = store.calendars[calendar].owner
    owner = sandbox.world.accounts.get(owner_email) or Account(owner_email, "", "", "")
    now = rfc3339(datetime.now(UTC))
    plain = {"summary": None, "created": now, "updated": now}
    resource = schedule.event(owner, f"added {store.revision}", when, **(plain | event))
    return {"id": store.put(calendar, resource).id}


def update_event(sandbox: "Sandbox", *, calendar: str, id: str, changes: dict[str, Any]) -> dict[str, Any]:  # noqa: A002 - the name in the JSON
    """Replace fields of an event; null takes one away."""
    _known_event(sandbox, calendar, id)
    check_resource("calendar", "Event", changes)
    sandbox.world.calendar.change(calendar, id, changes)
    return {}


def delete_event(sandbox: "Sandbox", *, calendar: str, id: str) -> dict[str, Any]:  # noqa: A002 - the name in the JSON
    """Delete an event; what is left of it is its id and that it is cancelled."""
    kept = ("kind", "id", "recurringEventId", "originalStartTime", "iCalUID")
    resource = _known_event(sandbox, calendar, id)
    rest = {name: None for name in resource if name not in kept}
    changes = rest | {"status": "cancelled", "updated": rfc3339(datetime.now(UTC))}
    sandbox.world.calendar.change(calendar, id, changes)
    return {}


def expire_sync_tokens(sandbox: "Sandbox") -> dict[str, Any]:
    """Let every sync token of the calendars given out so far answer 410."""
    store = sandbox.world.calendar
    store.revision += 1
    store.oldest_token = store.revision
    return {}


def add_file(
    sandbox: "Sandbox", *, owner: str, file: dict[str, Any], readers: list[str] | None = None
) -> dict[str, Any]:
    """Add a file; `file` holds fields as Drive v3 words them, name and mimeType at least."""
    if not {"name", "mimeType"} <= set(file):
        raise BadInputError("file must have name and mimeType")
    check_resource("drive", "File", file)
    emails = [known_account(sandbox, email).email for email in (owner, *(readers or []))]
    now = rfc3339(datetime.now(UTC))
    number = file_id("added", sandbox.world.drive.next_change)
    plain = {
        "kind": "drive#file",
        "id": number,
        "createdTime": now,
        "modifiedTime": now,
        "webViewLink": f"https://drive.google.com/file/d/{number}/view?usp=drivesdk",
        "spaces": ["drive"],
        "version": "1",
        "trashed": False,
        "explicitlyTrashed": False,
    }
    resource = plain | file
    sandbox.world.drive.put(FileRecord(str(resource["id"]), owner, resource, dict.fromkeys(emails[1:], now)))
    return {"id": resource["id"]}


def update_file(
    sandbox: "Sandbox",
    *,
    id: str,  # noqa: A002 - the name in the JSON
    changes: dict[str, Any],
    starred_by: list[str] | None = None,
) -> dict[str, Any]:
    """Replace fields of a file, null takes one away; `trashed` among them moves it to the bin and back."""
    record = _known_file(sandbox, id)
    check_resource("drive", "File", changes)
    merged = record.resource | {"modifiedTime": rfc3339(datetime.now(UTC))} | changes
    resource = {name: value for name, value in merged.items() if value is not None}
    starred = record.starred_by if starred_by is None else frozenset(starred_by)
    trashed = bool(resource.get("trashed"))
    sandbox.world.drive.put(replace(record, resource=resource, starred_by=starred, trashed=trashed))
    return {}


def delete_file(sandbox: "Sandbox", *, id: str) -> dict[str, Any]:  # noqa: A002 - the name in the JSON
    """Delete a file for good."""
    _known_file(sandbox, id)
    sandbox.world.drive.remove(id)
    return {}


def _known_event(sandbox: "Sandbox", calendar: str, event_id: str) -> dict[str, Any]:
    record = sandbox.world.calendar.events.get((calendar, event_id))
    if record is None:
        raise BadInputError(f"no event {event_id} in calendar {calendar}")
    return record.resource


def _known_file(sandbox: "Sandbox", number: str) -> FileRecord:
    record = sandbox.world.drive.files.get(number)
    if record is None:
        raise BadInputError(f"no file {number}")
    return record
