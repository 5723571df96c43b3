"""Which events a list holds, and in which order: the rules of `events.list`.

Source: the description of the method's parameters in its discovery document, and
https://developers.google.com/workspace/calendar/api/guides/sync and /errors.
"""

from collections.abc import Callable, Mapping
from datetime import datetime
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.google.answers import bad_parameter, refusal
from sandbox.google.event_times import span
from sandbox.world.calendars import EventRecord

Parameters = Mapping[str, Any]

NOT_WITH_SYNC_TOKEN = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "timeMin",
    "timeMax",
    "updatedMin",
)
NO_SYNC_TOKEN_AFTER = (
    "iCalUID",
    "orderBy",
    "privateExtendedProperty",
    "q",
    "sharedExtendedProperty",
    "updatedMin",
)
"""After a list with these no sync token is given: it could not be used with them. Google's page names only the
first list; that ordered lists carry no token is what users report (google-api-ruby-client, issue 312)."""


def check(parameters: Parameters) -> None:
    """Raises `Refused` with 400 for parameters that do not go together."""
    after, before = parameters.get("timeMin"), parameters.get("timeMax")
    if after is not None and before is not None and after >= before:
        raise bad_parameter(
            "timeMax", "The specified time range is empty.", reason="timeRangeEmpty", domain="calendar"
        )
    if parameters.get("orderBy") == "startTime" and not parameters.get("singleEvents"):
        raise bad_parameter("orderBy", "The requested ordering is not available for the particular query.")
    if "syncToken" in parameters:
        wrong = [name for name in NOT_WITH_SYNC_TOKEN if name in parameters]
        if wrong or parameters.get("showDeleted") is False:
            message = "Sync token cannot be used with other query restrictions."
            raise refusal(400, "badRequest", message, place=("parameter", (wrong or ["showDeleted"])[0]))


def select(records: list[EventRecord], parameters: Parameters, zone: ZoneInfo) -> list[EventRecord]:
    """The records that a list without a sync token holds, in its order."""
    tests = [test for name, make in TESTS.items() if name in parameters for test in (make(parameters[name]),)]
    found = [
        record
        for record in records
        if _has_shape(record, parameters)
        and _is_alive(record, parameters)
        and all(test(record) for test in tests)
        and _in_window(record, records, parameters, zone)
    ]
    if parameters.get("orderBy") == "startTime":
        return sorted(found, key=lambda record: span(record, zone).start)
    if parameters.get("orderBy") == "updated":
        return sorted(found, key=lambda record: str(record.resource.get("updated", "")))
    return found


def changed(records: list[EventRecord], parameters: Parameters, since: int) -> list[EventRecord]:
    """The records that changed after a revision, deleted ones among them, whenever they are."""
    kinds = parameters.get("eventTypes")
    return [
        record
        for record in records
        if record.revision > since
        and _has_shape(record, parameters)
        and (kinds is None or record.resource.get("eventType", "default") in kinds)
    ]


def _has_shape(record: EventRecord, parameters: Parameters) -> bool:
    """Single events hide the parents of series; otherwise the instances that are like their series are hidden."""
    if parameters.get("singleEvents"):
        return "recurrence" not in record.resource
    return "recurringEventId" not in record.resource or record.exception


def _is_alive(record: EventRecord, parameters: Parameters) -> bool:
    if record.resource.get("status") != "cancelled" or parameters.get("showDeleted"):
        return True
    if "updatedMin" in parameters:
        return True
    # "Cancelled instances of recurring events will still be included if showDeleted and singleEvents are both False."
    return record.exception and not parameters.get("singleEvents")


def _in_window(
    record: EventRecord, records: list[EventRecord], parameters: Parameters, zone: ZoneInfo
) -> bool:
    after, before = parameters.get("timeMin"), parameters.get("timeMax")
    if after is None and before is None:
        return True
    if "recurrence" not in record.resource:
        return span(record, zone).overlaps(after, before)
    instances = [each for each in records if each.resource.get("recurringEventId") == record.id]
    return any(span(each, zone).overlaps(after, before) for each in instances)


Test = Callable[[EventRecord], bool]


def _types(kinds: list[str]) -> Test:
    return lambda record: record.resource.get("eventType", "default") in kinds


def _words(text: str) -> Test:
    def test(record: EventRecord) -> bool:
        event = record.resource
        people = [*event.get("attendees", []), event.get("organizer", {})]
        names = [person.get(name, "") for person in people for name in ("email", "displayName")]
        texts = [event.get("summary", ""), event.get("description", ""), event.get("location", ""), *names]
        return all(word in " ".join(texts).casefold() for word in text.casefold().split())

    return test


def _updated(moment: datetime) -> Test:
    return lambda record: datetime.fromisoformat(record.resource["updated"]) >= moment


def _ical(uid: str) -> Test:
    return lambda record: record.resource.get("iCalUID") == uid


def _extended(kind: str) -> Callable[[list[str]], Test]:
    def make(pairs: list[str]) -> Test:
        wanted = [tuple(pair.split("=", 1)) for pair in pairs]
        return lambda record: (
            set(wanted) <= set(record.resource.get("extendedProperties", {}).get(kind, {}).items())
        )

    return make


TESTS: dict[str, Callable[[Any], Test]] = {
    "eventTypes": _types,
    "q": _words,
    "updatedMin": _updated,
    "iCalUID": _ical,
    "privateExtendedProperty": _extended("private"),
    "sharedExtendedProperty": _extended("shared"),
}
