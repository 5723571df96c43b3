"""Google calendars and their events, as records that are replaced and never changed."""

from dataclasses import dataclass, field, replace
from datetime import UTC, datetime
from typing import Any, Self

from sandbox.world.dates import rfc3339


@dataclass(frozen=True)
class CalendarRecord:
    """A calendar. `roles` gives the access role of each account that has it in its list."""

    id: str
    summary: str
    time_zone: str
    owner: str
    roles: dict[str, str]
    color: str = "#9fe1e7"
    description: str = ""


@dataclass(frozen=True)
class EventRecord:
    """An event of one calendar: the resource as Calendar v3 words it, without what depends on the viewer.

    `revision` is the number of its last change; `exception` marks an instance that differs from its series.
    """

    calendar: str
    resource: dict[str, Any]
    revision: int
    exception: bool = False

    @property
    def id(self) -> str:
        """The event's id."""
        return str(self.resource["id"])


@dataclass
class CalendarStore:
    """All calendars.

    `revision` counts the changes of events and numbers sync tokens; those below `oldest_token` are too old.
    """

    calendars: dict[str, CalendarRecord] = field(default_factory=dict)
    events: dict[tuple[str, str], EventRecord] = field(default_factory=dict)
    revision: int = 0
    oldest_token: int = 0

    def copy(self) -> Self:
        """A store of its own with the same records."""
        return type(self)(dict(self.calendars), dict(self.events), self.revision, self.oldest_token)

    def put(self, calendar: str, resource: dict[str, Any], *, exception: bool = False) -> EventRecord:
        """Add an event, or replace the one with its id."""
        self.revision += 1
        record = EventRecord(calendar, resource, self.revision, exception)
        self.events[calendar, record.id] = record
        return record

    def change(self, calendar: str, event_id: str, changes: dict[str, Any]) -> EventRecord:
        """Replace fields of an event, a None takes one away; KeyError when there is no such event."""
        record = self.events[calendar, event_id]
        merged = record.resource | {"updated": rfc3339(datetime.now(UTC))} | changes
        self.revision += 1
        resource = {name: value for name, value in merged.items() if value is not None}
        self.events[calendar, event_id] = replace(record, resource=resource, revision=self.revision)
        return self.events[calendar, event_id]

    def of(self, calendar: str) -> list[EventRecord]:
        """The events of a calendar in the order they were added."""
        return [record for (owner, _), record in self.events.items() if owner == calendar]
