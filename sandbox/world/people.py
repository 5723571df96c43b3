"""The three recruiters who can sign in."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in with Google.

    `domain` is the Workspace domain, None for a private account. `memberships` gives the member type
    (owner, manager, watcher) in each Huntflow organisation by its id.
    """

    email: str
    sub: str
    given_name: str
    family_name: str
    time_zone: str = "Europe/Moscow"
    domain: str | None = "example.com"
    email_verified: bool = True
    memberships: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The given name, then the family name."""
        return f"{self.given_name} {self.family_name}"


ROMASHKA, NORTHWIND = 1017, 2044
"""Ids of the two Huntflow organisations."""

RECRUITERS = (
    Account(
        "anna.smirnova@example.com",
        "104729183746501928374",
        "Анна",
        "Смирнова",
        memberships={ROMASHKA: "owner", NORTHWIND: "manager"},
    ),
    Account(
        "ivan.petrov@example.com",
        "116283746592837465019",
        "Иван",
        "Петров",
        time_zone="Asia/Yekaterinburg",
        memberships={ROMASHKA: "manager"},
    ),
    Account(
        "maria.kuznetsova@example.com",
        "109837465019283746555",
        "Maria",
        "Kuznetsova",
        time_zone="Europe/Berlin",
        memberships={NORTHWIND: "watcher"},
    ),
)


def happens(rng: Random, share: float) -> bool:
    """True in that share of the cases."""
    return rng.random() < share
