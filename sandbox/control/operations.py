"""What `POST /_sandbox/data` can do. Keyword arguments are the fields of the JSON body; results are JSON.

Accounts are named by e-mail, calendars by id (a recruiter's own has the e-mail for one).
"""

from typing import TYPE_CHECKING, Any

from sandbox.control.candidates import add_candidate, move_candidate, update_candidate
from sandbox.control.reading import BadInputError, Operation, known_account
from sandbox.control.workspace import (
    add_account,
    add_event,
    add_file,
    delete_event,
    delete_file,
    expire_sync_tokens,
    revoke_grant,
    update_event,
    update_file,
)
from sandbox.limits import LIMITED

if TYPE_CHECKING:
    from sandbox.state import Sandbox


def expire_tokens(sandbox: "Sandbox", *, upstream: str, account: str | None = None) -> dict[str, Any]:
    """Let the access tokens of one account, or of all, be past their end at "google" or "huntflow"."""
    world = sandbox.world
    emails = list(world.accounts) if account is None else [known_account(sandbox, account).email]
    for email in emails:
        if upstream == "google":
            sandbox.grants.expire(email)
        elif upstream != "huntflow":
            raise BadInputError("upstream must be google or huntflow")
        elif world.huntflow.pairs.of(email) is not None:
            world.huntflow.pairs.expire(email)
    return {}


def kill_pair(sandbox: "Sandbox", *, account: str) -> dict[str, Any]:
    """Let the account's Huntflow pair be unknown from now on."""
    if sandbox.world.huntflow.pairs.of(account) is None:
        raise BadInputError(f"no pair of {account}")
    sandbox.world.huntflow.pairs.kill(account)
    return {}


def issue_pair(sandbox: "Sandbox", *, account: str) -> dict[str, Any]:
    """Give the account a new Huntflow pair, as an administrator would in Huntflow's settings."""
    pair = sandbox.world.huntflow.pairs.issue(known_account(sandbox, account).email)
    return {"access_token": pair.access_token, "refresh_token": pair.refresh_token}


def set_rate_limit(sandbox: "Sandbox", *, target: str, per_second: int | None) -> dict[str, Any]:
    """Allow so many requests a second for each token of an upstream; null for as many as it likes."""
    if target not in LIMITED:
        raise BadInputError(f"target must be one of {', '.join(LIMITED)}")
    if per_second is not None and per_second < 0:
        raise BadInputError("per_second must not be negative")
    sandbox.limits.set(target, per_second)
    return {}


OPERATIONS: dict[str, Operation] = {
    operation.__name__: operation
    for operation in (
        add_account,
        add_candidate,
        add_event,
        add_file,
        delete_event,
        delete_file,
        expire_sync_tokens,
        expire_tokens,
        issue_pair,
        kill_pair,
        move_candidate,
        revoke_grant,
        set_rate_limit,
        update_candidate,
        update_event,
        update_file,
    )
}
