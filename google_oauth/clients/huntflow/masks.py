"""The fields of Huntflow's answers that pages show. All others never reach the cache.

Signed links to photos and files are dropped: they expire, and they need no further right. Huntflow omits
optional fields or sends null; both are omitted here. A field of another type makes the answer malformed.
"""

from collections.abc import Mapping
from dataclasses import dataclass, field
from typing import Any, TypeVar

from google_oauth.clients.huntflow.errors import malformed

T = TypeVar("T")


@dataclass(frozen=True, slots=True)
class Mask:
    """The fields of an object and their types; `lists`, maybe empty, and `objects` are always present."""

    required: Mapping[str, type]
    optional: Mapping[str, type] = field(default_factory=dict)
    lists: Mapping[str, "Mask"] = field(default_factory=dict)
    objects: Mapping[str, "Mask"] = field(default_factory=dict)

    def apply(self, item: Any) -> dict[str, Any]:
        """Return `item` with the fields of the mask alone. Raises UpstreamUnavailable("malformed")."""
        item = checked(item, dict)
        kept: dict[str, Any] = {name: checked(item.get(name), kind) for name, kind in self.required.items()}
        kept |= {
            name: checked(item[name], kind)
            for name, kind in self.optional.items()
            if item.get(name) is not None
        }
        kept |= {name: mask.apply(item.get(name)) for name, mask in self.objects.items()}
        return kept | {name: mask.apply_all(item.get(name) or []) for name, mask in self.lists.items()}

    def apply_all(self, items: Any) -> list[dict[str, Any]]:
        return [self.apply(item) for item in checked(items, list)]


def checked(value: Any, kind: type[T]) -> T:
    """Return `value` if it is of this type. Raises UpstreamUnavailable("malformed")."""
    # In Python, True is an int.
    if not isinstance(value, kind) or (kind is int and isinstance(value, bool)):
        raise malformed()
    return value


ACCOUNT = Mask({"id": int, "name": str, "nick": str, "member_type": str})

STATUS = Mask(
    {"id": int, "type": str, "name": str, "order": int},
    {"removed": str, "stay_duration": int},
)

TAG = Mask({"id": int, "name": str})

REJECTION_REASON = Mask({"name": str}, {"id": int})

VACANCY = Mask(
    {"id": int, "position": str, "created": str},
    {
        "company": str,
        "money": str,
        "priority": int,
        "hidden": bool,
        "state": str,
        "account_vacancy_status_group": int,
    },
)

VACANCY_CARD = Mask(
    VACANCY.required,
    {**VACANCY.optional, "updated": str, "body": str, "requirements": str, "conditions": str},
    {"files": Mask({"id": int, "name": str, "content_type": str})},
)

APPLICANT = Mask(
    {"id": int, "account": int},
    {
        "first_name": str,
        "last_name": str,
        "middle_name": str,
        "position": str,
        "company": str,
        "money": str,
        "phone": str,
        "email": str,
        "created": str,
    },
    {
        "tags": Mask({"id": int, "tag": int}),
        "links": Mask(
            {"status": int, "vacancy": int, "updated": str, "changed": str},
            {"id": int, "rejection_reason": int},
        ),
        "social": Mask({"social_type": str, "value": str}),
    },
)

LOG_ENTRY = Mask(
    {"id": int, "created": str},
    {"type": str, "vacancy": int, "status": int, "rejection_reason": int, "comment": str},
    objects={"account_info": Mask({"id": int}, {"name": str})},
)
