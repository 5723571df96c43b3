"""The world of the sandbox: a small company, the same from run to run for a seed, dated round today.

`Sandbox.world` has four parts:

- `accounts`: who can sign in, by e-mail (`people.Account`; `memberships` says which Huntflow organisations).
- `calendar`: the Google calendars (`calendars.CalendarStore`).
- `drive`: the files (`drive.DriveStore`).
- `huntflow`: both organisations (`company.Company`).

How a Huntflow endpoint reads it. A handler gets a `routes.Call` and holds the sandbox's lock, so:

    company = call.sandbox.world.huntflow
    pair = company.pairs.by_access(call.request.bearer)     # None: unknown; pair.access_expired: 401 token_expired
    account = call.sandbox.world.accounts[pair.email]       # account.memberships: {organisation id: member type}
    call.sandbox.limits.allow("huntflow", pair.access_token)            # False: 429
    people = [c for c in company.candidates.values() if c.organisation == 1017 and c.merged_into is None]

`POST /token/refresh` looks with `pairs.by_refresh`, refuses while `not pair.access_expired`, and answers with
`pairs.issue(pair.email)`, after which the old refresh token is unknown. Records are frozen: changes go
through `dataclasses.replace` and back into the store's dictionary.
"""

from dataclasses import dataclass
from datetime import date
from functools import cache
from random import Random
from typing import Self

from sandbox.world.calendars import CalendarStore
from sandbox.world.candidates import hire_candidates
from sandbox.world.company import Company
from sandbox.world.drive import DriveStore
from sandbox.world.events import fill_calendars
from sandbox.world.files import fill_drive
from sandbox.world.hiring import found_company
from sandbox.world.names import NameBook
from sandbox.world.people import RECRUITERS, Account


@dataclass
class World:
    """Everything that the upstreams know."""

    accounts: dict[str, Account]
    calendar: CalendarStore
    drive: DriveStore
    huntflow: Company

    def copy(self) -> Self:
        """A world of its own with the same records."""
        parts = {name: value.copy() for name, value in vars(self).items()}
        return type(self)(**parts)


@cache
def build_world(*, seed: int, today: date) -> World:
    """The world for a seed and a day. The result is shared: work on a `copy()`."""
    names = NameBook(Random(f"names {seed}"))
    company = found_company(Random(f"company {seed}"), names, today=today)
    hire_candidates(company, Random(f"candidates {seed}"), names, today=today)
    calendar, drive = CalendarStore(), DriveStore()
    fill_calendars(calendar, company, Random(f"events {seed}"), today=today)
    fill_drive(drive, company, Random(f"files {seed}"), today=today)
    return World({person.email: person for person in RECRUITERS}, calendar, drive, company)
