"""A file as one viewer sees it."""

from collections.abc import Mapping
from hashlib import sha256
from typing import Any

from sandbox.world.drive import FileRecord
from sandbox.world.people import Account

Json = dict[str, Any]


def view(record: FileRecord, viewer: Account, accounts: Mapping[str, Account]) -> Json:
    """The File resource for this viewer. An item of a shared drive has no owners and is not "shared"."""
    shown = record.resource | {"starred": viewer.email in record.starred_by}
    if "driveId" in record.resource:
        return shown
    owner = accounts.get(record.owner)
    own = record.owner == viewer.email
    name = owner.name if owner is not None else record.owner
    shown |= {
        "owners": [_user(record.owner, name, me=own)],
        "ownedByMe": own,
        "shared": bool(record.readers),
        "lastModifyingUser": _user(record.owner, name, me=own),
        "viewedByMe": own,
    }
    if own:
        shown["viewedByMeTime"] = record.resource["modifiedTime"]
    else:
        shown["sharedWithMeTime"] = record.readers[viewer.email]
    return shown


def _user(email: str, name: str, *, me: bool) -> Json:
    number = str(int(sha256(email.encode()).hexdigest()[:16], 16))
    user = {"kind": "drive#user", "displayName": name, "me": me, "permissionId": number}
    return user | {"emailAddress": email}
