from collections.abc import Callable
from datetime import UTC, datetime, timedelta
from typing import Any

import pytest
from googleapiclient.discovery import Resource
from googleapiclient.errors import HttpError

from sandbox.google.clients import PREFIX, SIGN_IN_SCOPES
from sandbox.world.dates import MOSCOW
from sandbox.world.events import TEAM_CALENDAR
from tests.running_sandbox import RunningSandbox
from tests.sandbox.google.conftest import error_of
from tests.sandbox.google.discovery import leaves, pick, problems
from tests.sandbox.google.signing_in import ANNA

IVAN, MARIA = "ivan.petrov@example.com", "maria.kuznetsova@example.com"
INTERVIEW_TITLES = ("Интервью: ", "Interview: ", "Собеседование: ")
PATHS = [
    "nextPageToken",
    "nextSyncToken",
    "etag",
    "timeZone",
    "accessRole",
    "items/id",
    "items/status",
    "items/summary",
    "items/start",
    "items/end/dateTime",
    "items/end/date",
    "items/location",
    "items/htmlLink",
    "items/hangoutLink",
    "items/eventType",
    "items/transparency",
    "items/visibility",
    "items/recurringEventId",
    "items/updated",
    "items/attendees/self",
    "items/attendees/responseStatus",
    "items/conferenceData/entryPoints/uri",
]


def events(calendar: Resource, **parameters: Any) -> dict[str, Any]:
    return calendar.events().list(**{"calendarId": "primary", "prettyPrint": False, **parameters}).execute()


def refusal(calendar: Resource, **parameters: Any) -> tuple[int, str, str | None]:
    with pytest.raises(HttpError) as caught:
        events(calendar, **parameters)
    return error_of(caught)


def ids(answer: dict[str, Any]) -> list[str]:
    return [item["id"] for item in answer["items"]]


def titles(answer: dict[str, Any]) -> list[str | None]:
    return [item.get("summary") for item in answer["items"]]


def add_event(sandbox: RunningSandbox, calendar: str = ANNA, **fields: Any) -> str:
    day = datetime.now(MOSCOW).date().isoformat()
    event = {"start": {"dateTime": f"{day}T10:00:00Z"}, "end": {"dateTime": f"{day}T11:00:00Z"}, **fields}
    return sandbox.change(op="add_event", calendar=calendar, event=event)["id"]


# What is answered


@pytest.mark.parametrize("email", [ANNA, IVAN, MARIA])
@pytest.mark.parametrize("single", [True, False])
def test_every_event_validates_against_the_description(
    client: Callable[..., Resource], email: str, single: bool
) -> None:
    answer = events(client("calendar", email), singleEvents=single, showDeleted=True, maxResults=2500)

    assert problems("calendar", "Events", answer) == []


def test_calendar_list_validates_and_tells_the_rights(client: Callable[..., Resource]) -> None:
    answer = client("calendar", IVAN).calendarList().list().execute()

    assert problems("calendar", "CalendarList", answer) == []
    assert {entry["id"]: (entry["accessRole"], entry.get("primary", False)) for entry in answer["items"]} == {
        ANNA: ("reader", False),
        IVAN: ("owner", True),
        TEAM_CALENDAR: ("writer", False),
        "ru.russian#holiday@group.v.calendar.google.com": ("reader", False),
    }


def test_one_event_validates_and_is_the_listed_one(calendar: Resource) -> None:
    listed = events(calendar, maxResults=1)["items"][0]

    got = calendar.events().get(calendarId="primary", eventId=listed["id"]).execute()

    assert got == listed
    assert problems("calendar", "Event", got) == []


def test_recruiter_has_120_events_with_every_awkward_kind(calendar: Resource) -> None:
    answer = events(calendar, singleEvents=True)

    found = answer["items"]
    assert len(found) == 120
    assert [item for item in found if "summary" not in item]
    assert [item for item in found if "date" in item["start"]]
    assert [item for item in found if len(item.get("description", "").encode()) > 10_000]
    assert [item for item in found if "hangoutLink" not in item and "conferenceData" in item]
    assert {item["eventType"] for item in found} == {
        "default",
        "focusTime",
        "outOfOffice",
        "workingLocation",
        "birthday",
    }
    own = [person for item in found for person in item.get("attendees", []) if person.get("self")]
    assert {person["responseStatus"] for person in own} == {
        "accepted",
        "declined",
        "tentative",
        "needsAction",
    }


@pytest.mark.parametrize(("email", "count"), [(ANNA, 5), (IVAN, 4), (MARIA, 6)])
def test_today_has_four_to_six_interviews_of_candidates(
    client: Callable[..., Resource], sandbox: RunningSandbox, email: str, count: int
) -> None:
    answer = events(client("calendar", email), singleEvents=True)

    today = datetime.now(MOSCOW).date().isoformat()
    now = [item["summary"] for item in answer["items"] if item["start"].get("dateTime", "")[:10] == today]
    assert len([title for title in now if title.startswith(INTERVIEW_TITLES)]) == count


# Masks, compression, printing


def test_mask_gives_exactly_what_it_names_and_the_data_have(calendar: Resource) -> None:
    query = {"singleEvents": True, "maxResults": 2500}
    whole = events(calendar, **query)
    fields = (
        "nextPageToken,nextSyncToken,etag,timeZone,accessRole,items(id,status,summary,start,end(dateTime,date),"
        "location,htmlLink,hangoutLink,eventType,transparency,visibility,recurringEventId,updated,"
        "attendees(self,responseStatus),conferenceData/entryPoints/uri)"
    )

    masked = events(calendar, fields=fields, **query)

    assert masked == pick(whole, PATHS)
    # Two of the names are alternatives, and a list has one of the two tokens.
    present = {
        "/".join(path.split("/")[: len(wanted.split("/"))]) for path in leaves(masked) for wanted in PATHS
    }
    assert set(PATHS) - present == {"nextPageToken"}


@pytest.mark.parametrize(
    "fields",
    [
        "items(id",
        "items)",
        "items(id))",
        "items//id",
        "items(nothing)",
        "nothing",
        ",",
        "items/id/x",
        "*/id",
        "items id",
        "items;id",
        "items/id,é",
    ],
)
def test_bad_mask_is_refused(calendar: Resource, fields: str) -> None:
    assert refusal(calendar, fields=fields) == (400, "invalidParameter", "fields")


@pytest.mark.parametrize(
    ("fields", "keys"),
    [
        ("items/id,items/status", {"id", "status"}),
        ("items(id),items/status", {"id", "status"}),
        ("items(id,creator(*))", {"id", "creator"}),
        ("items/id,items", None),
        ("items,items(id)", None),
        ("*", None),
    ],
)
def test_mask_spellings(calendar: Resource, fields: str, keys: set[str] | None) -> None:
    item = events(calendar, fields=fields, q="Обед")["items"][0]

    assert set(item) == keys if keys else {"id", "start", "kind", "creator"} < set(item)


def test_masks_of_one_object_add_up(calendar: Resource) -> None:
    fields = "items(creator(email)),items(creator(self),id)"

    item = events(calendar, fields=fields, q="Обед")["items"][0]

    assert set(item) == {"id", "creator"}
    assert item["creator"] == {"email": ANNA, "self": True}


# Order and window


def test_order_by_start_needs_single_events(calendar: Resource) -> None:
    assert refusal(calendar, orderBy="startTime") == (400, "invalid", "orderBy")


def test_order_by_start_puts_whole_days_at_the_midnight_of_the_calendar(calendar: Resource) -> None:
    answer = events(calendar, singleEvents=True, orderBy="startTime")

    starts = [
        datetime.fromisoformat(item["start"].get("dateTime") or f"{item['start']['date']}T00:00:00+03:00")
        for item in answer["items"]
    ]
    assert starts == sorted(starts)


def test_event_without_times_does_not_break_a_list(calendar: Resource, sandbox: RunningSandbox) -> None:
    number = add_event(sandbox)
    sandbox.change(op="update_event", calendar=ANNA, id=number, changes={"start": None, "end": None})

    answer = events(calendar, singleEvents=True, orderBy="startTime")

    assert answer["items"][0]["id"] == number


def test_order_by_updated_is_oldest_first_without_single_events(calendar: Resource) -> None:
    answer = events(calendar, orderBy="updated")

    updated = [item["updated"] for item in answer["items"]]
    assert updated == sorted(updated)


def test_window_is_an_overlap_with_open_ends(calendar: Resource, sandbox: RunningSandbox) -> None:
    add_event(
        sandbox,
        summary="probe",
        start={"dateTime": "2031-05-05T10:00:00Z"},
        end={"dateTime": "2031-05-05T11:00:00Z"},
    )

    def seen(after: str, before: str) -> bool:
        day = "2031-05-05"
        return bool(events(calendar, timeMin=f"{day}T{after}Z", timeMax=f"{day}T{before}Z")["items"])

    assert seen("10:30:00", "10:31:00")
    assert seen("10:59:59", "12:00:00")
    assert not seen("11:00:00", "12:00:00")
    assert not seen("09:00:00", "10:00:00")
    assert seen("09:00:00", "10:00:01")


@pytest.mark.parametrize(
    "bounds", [("2031-05-05T10:00:00Z",) * 2, ("2031-05-05T10:00:00Z", "2031-05-05T12:59:00+03:00")]
)
def test_empty_window_is_refused(calendar: Resource, bounds: tuple[str, str]) -> None:
    assert refusal(calendar, timeMin=bounds[0], timeMax=bounds[1]) == (400, "timeRangeEmpty", "timeMax")


@pytest.mark.parametrize(
    "moment",
    ["2031-05-05", "2031-05-05T10:00:00", "tomorrow", "2031-13-05T10:00:00Z", "２031-05-05T10:00:00Z"],
)
def test_bound_without_an_offset_is_refused(calendar: Resource, moment: str) -> None:
    assert refusal(calendar, timeMin=moment) == (400, "badRequest", "timeMin")


def test_window_shows_a_series_whose_instance_lies_in_it(calendar: Resource, sandbox: RunningSandbox) -> None:
    tomorrow = datetime.now(UTC)
    bounds = {"timeMin": tomorrow.isoformat(), "timeMax": (tomorrow + timedelta(days=8)).isoformat()}

    found = events(calendar, **bounds)["items"]

    assert {item["summary"] for item in found if "recurrence" in item} == {
        "Планёрка отдела подбора",
        "Sync with New York",
    }


# Series


def test_single_events_show_instances_and_hide_the_series(calendar: Resource) -> None:
    answer = events(calendar, singleEvents=True, q="Sync with New York")

    found = answer["items"]
    assert len(found) == 19
    assert not [item for item in found if "recurrence" in item]
    assert len({item["iCalUID"] for item in found}) == len({item["recurringEventId"] for item in found}) == 1
    assert {item["start"]["dateTime"][11:16] for item in found} > {"18:00"}


def test_series_keeps_its_time_on_the_wall_over_a_change_of_the_clocks(calendar: Resource) -> None:
    answer = events(calendar, singleEvents=True, q="Sync with New York", timeZone="America/New_York")

    plain = [
        item
        for item in answer["items"]
        if item["start"] | {"dateTime": ""} and "T10:00" in item["start"]["dateTime"]
    ]
    assert len(plain) == 19
    assert {item["start"]["dateTime"][19:] for item in plain} == {"-04:00", "-05:00"}


def test_series_as_such_shows_its_exceptions_beside_it_also_the_cancelled(calendar: Resource) -> None:
    found = events(calendar, q="Планёрка")["items"]

    assert [("recurrence" in item, item["status"]) for item in found] == [
        (True, "confirmed"),
        (False, "confirmed"),
        (False, "cancelled"),
    ]
    assert found[1]["originalStartTime"] != found[1]["start"]


def test_cancelled_event_of_no_series_is_hidden_also_without_single_events(calendar: Resource) -> None:
    cancelled = [item for item in events(calendar)["items"] if item["status"] == "cancelled"]

    assert {"recurringEventId" in item for item in cancelled} == {True}


# Deleted events


def test_cancelled_events_are_hidden_until_asked_for(calendar: Resource) -> None:
    shown = events(calendar, singleEvents=True, showDeleted=True)
    hidden = events(calendar, singleEvents=True)

    assert {item["status"] for item in shown["items"]} == {"confirmed", "tentative", "cancelled"}
    assert {item["status"] for item in hidden["items"]} == {"confirmed", "tentative"}


# Paging


def test_pages_add_up_to_the_list(calendar: Resource) -> None:
    request = calendar.events().list(calendarId="primary", singleEvents=True, maxResults=50)
    pages = []
    while request is not None:
        pages.append(request.execute())
        request = calendar.events().list_next(request, pages[-1])

    assert [len(page["items"]) for page in pages] == [50, 50, 20]
    assert [("nextPageToken" in page, "nextSyncToken" in page) for page in pages] == [
        (True, False),
        (True, False),
        (False, True),
    ]
    assert [number for page in pages for number in ids(page)] == ids(events(calendar, singleEvents=True))


def test_page_size_is_250_unless_asked_and_at_most_2500(calendar: Resource, sandbox: RunningSandbox) -> None:
    for number in range(2600):
        sandbox.sandbox.world.calendar.put(
            ANNA, {"id": f"many{number}", "status": "confirmed", "start": {}, "end": {}}
        )

    assert len(events(calendar, fields="items/id")["items"]) == 250
    assert len(events(calendar, fields="items/id", maxResults=9999)["items"]) == 2500


@pytest.mark.parametrize("most", [0, -1])
def test_page_size_below_one_is_refused(calendar: Resource, most: int) -> None:
    assert refusal(calendar, maxResults=most) == (400, "invalid", "maxResults")


def test_page_token_of_another_list_is_refused(calendar: Resource) -> None:
    token = events(calendar, maxResults=5)["nextPageToken"]

    assert refusal(calendar, pageToken=token, singleEvents=True) == (400, "invalid", "pageToken")
    assert refusal(calendar, pageToken="made-up") == (400, "invalid", "pageToken")


# Sync tokens


def test_sync_token_brings_what_changed_since_deletions_as_cancelled(
    calendar: Resource, sandbox: RunningSandbox
) -> None:
    first = events(calendar, singleEvents=True, timeMin="2020-01-01T00:00:00Z")
    victim = first["items"][3]["id"]
    added = add_event(sandbox, summary="new")
    sandbox.change(op="delete_event", calendar=ANNA, id=victim)

    second = events(calendar, singleEvents=True, syncToken=first["nextSyncToken"])

    assert problems("calendar", "Events", second) == []
    assert {item["id"]: item["status"] for item in second["items"]} == {
        added: "confirmed",
        victim: "cancelled",
    }
    assert events(calendar, singleEvents=True, syncToken=second["nextSyncToken"])["items"] == []


def test_sync_token_reaches_beyond_the_window_of_the_first_list(
    calendar: Resource, sandbox: RunningSandbox
) -> None:
    window = {"timeMin": "2031-01-01T00:00:00Z", "timeMax": "2031-02-01T00:00:00Z"}
    token = events(calendar, singleEvents=True, **window)["nextSyncToken"]
    series = sandbox.sandbox.world.calendar.of(ANNA)
    for record in [each for each in series if each.resource.get("summary") == "Sync with New York"]:
        sandbox.change(op="update_event", calendar=ANNA, id=record.id, changes={"location": "Zoom"})

    assert len(events(calendar, singleEvents=True, syncToken=token)["items"]) == 20


@pytest.mark.parametrize(
    "parameters",
    [
        {"timeMin": "2020-01-01T00:00:00Z"},
        {"timeMax": "2030-01-01T00:00:00Z"},
        {"q": "x"},
        {"orderBy": "updated"},
        {"iCalUID": "x"},
        {"updatedMin": "2020-01-01T00:00:00Z"},
        {"privateExtendedProperty": "a=b"},
        {"sharedExtendedProperty": "a=b"},
        {"showDeleted": False},
    ],
)
def test_sync_token_with_a_restriction_is_refused(calendar: Resource, parameters: dict[str, Any]) -> None:
    token = events(calendar)["nextSyncToken"]

    assert refusal(calendar, syncToken=token, **parameters) == (400, "badRequest", next(iter(parameters)))


def test_sync_token_too_old_is_gone(calendar: Resource, sandbox: RunningSandbox) -> None:
    token = events(calendar)["nextSyncToken"]
    sandbox.change(op="expire_sync_tokens")

    assert refusal(calendar, syncToken=token) == (410, "fullSyncRequired", "syncToken")
    assert events(calendar, syncToken=events(calendar)["nextSyncToken"])["items"] == []


def test_sync_token_of_another_list_is_refused(calendar: Resource) -> None:
    token = events(calendar)["nextSyncToken"]

    assert refusal(calendar, syncToken=token, singleEvents=True)[:2] == (400, "invalid")
    assert refusal(calendar, syncToken="made-up")[:2] == (400, "invalid")


def test_ordered_list_carries_no_sync_token(calendar: Resource) -> None:
    assert "nextSyncToken" not in events(calendar, singleEvents=True, orderBy="startTime")


def test_calendar_list_can_be_synced(calendar: Resource) -> None:
    token = calendar.calendarList().list().execute()["nextSyncToken"]

    assert calendar.calendarList().list(syncToken=token).execute()["items"] == []
    with pytest.raises(HttpError) as caught:
        calendar.calendarList().list(syncToken=token, minAccessRole="owner").execute()
    assert error_of(caught) == (400, "invalid", "syncToken")


def test_calendar_list_from_a_role_on(client: Callable[..., Resource]) -> None:
    answer = client("calendar", MARIA).calendarList().list(minAccessRole="writer", maxResults=1).execute()

    assert [entry["id"] for entry in answer["items"]] == [MARIA]
    assert answer["nextPageToken"]


# ETags


def conditional(calendar: Resource, etag: str, **parameters: Any) -> tuple[int, bytes]:
    request = calendar.events().list(calendarId="primary", **parameters)
    request.headers["If-None-Match"] = etag
    try:
        return 200, request.execute()["etag"].encode()
    except HttpError as error:
        return error.status_code, error.content


def test_same_question_with_its_etag_is_not_modified(calendar: Resource) -> None:
    etag = events(calendar, maxResults=10)["etag"]

    assert conditional(calendar, etag, maxResults=10) == (304, b"")


def test_etag_changes_with_an_event(calendar: Resource, sandbox: RunningSandbox) -> None:
    etag = events(calendar)["etag"]
    add_event(sandbox)

    assert conditional(calendar, etag)[0] == 200


def test_etag_of_one_list_does_not_fit_another(calendar: Resource) -> None:
    etag = events(calendar, maxResults=10)["etag"]

    assert conditional(calendar, etag, maxResults=11)[0] == 200


def test_etag_is_answered_though_the_mask_leaves_it_out(calendar: Resource) -> None:
    request = calendar.events().list(calendarId="primary", fields="items/id")
    headers: dict[str, str] = {}
    request.add_response_callback(headers.update)

    assert set(request.execute()) == {"items"}
    assert headers["etag"].startswith('"')


# Attendees, kinds, words, zones


def test_more_attendees_than_wanted_leave_only_oneself(calendar: Resource) -> None:
    crowd = events(calendar, q="Общее собрание", maxAttendees=1)["items"][0]
    whole = events(calendar, q="Общее собрание")["items"][0]

    assert (len(whole["attendees"]), "attendeesOmitted" in whole) == (61, False)
    assert [person["self"] for person in crowd["attendees"]] == [True]
    assert crowd["attendeesOmitted"]


def test_event_types_are_filtered(calendar: Resource) -> None:
    answer = events(calendar, eventTypes=["focusTime", "outOfOffice"])

    assert {item["eventType"] for item in answer["items"]} == {"focusTime", "outOfOffice"}


@pytest.mark.parametrize(
    "parameters",
    [{"eventTypes": "party"}, {"orderBy": "title"}, {"timeZone": "Mars/Base"}, {"timeZone": "../etc"}],
)
def test_value_that_is_not_described_is_refused(
    sandbox: RunningSandbox, raw_get: Callable[..., Any], parameters: dict[str, str]
) -> None:
    answer = raw_get("/calendar/v3/calendars/primary/events", parameters)

    assert (answer.status_code, answer.json()["error"]["errors"][0]["location"]) == (
        400,
        next(iter(parameters)),
    )


@pytest.mark.parametrize(
    "parameters", [{"maxresults": "1"}, {"singleEvents": "yes"}, {"maxResults": "ten"}, {"calendarId": "x"}]
)
def test_parameter_that_cannot_be_read_is_refused(
    raw_get: Callable[..., Any], parameters: dict[str, str]
) -> None:
    assert raw_get("/calendar/v3/calendars/primary/events", parameters).status_code == 400


def test_times_are_written_in_the_asked_zone_dates_stay(calendar: Resource, sandbox: RunningSandbox) -> None:
    add_event(
        sandbox,
        summary="zone probe",
        start={"dateTime": "2031-05-05T10:00:00+03:00", "timeZone": "Europe/Moscow"},
        end={"date": "2031-05-06"},
    )

    answer = events(calendar, q="zone probe", timeZone="UTC")

    assert answer["timeZone"] == "UTC"
    assert answer["items"][0]["start"] == {"dateTime": "2031-05-05T07:00:00Z", "timeZone": "Europe/Moscow"}
    assert answer["items"][0]["end"] == {"date": "2031-05-06"}


def test_other_filters(calendar: Resource, sandbox: RunningSandbox) -> None:
    number = add_event(sandbox, extendedProperties={"private": {"a": "b"}, "shared": {"c": "d"}})
    uid = calendar.events().get(calendarId="primary", eventId=number).execute()["iCalUID"]
    now = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()

    assert ids(events(calendar, privateExtendedProperty="a=b")) == [number]
    assert ids(events(calendar, sharedExtendedProperty="c=d")) == [number]
    assert ids(events(calendar, privateExtendedProperty=["a=b", "x=y"])) == []
    assert ids(events(calendar, iCalUID=uid)) == [number]
    assert ids(events(calendar, updatedMin=now)) == [number]


def test_updated_min_shows_deletions(calendar: Resource, sandbox: RunningSandbox) -> None:
    now = (datetime.now(UTC) - timedelta(minutes=1)).isoformat()
    victim = ids(events(calendar))[0]
    sandbox.change(op="delete_event", calendar=ANNA, id=victim)

    assert ids(events(calendar, updatedMin=now)) == [victim]


# Rights


def test_reader_sees_a_private_event_without_details(client: Callable[..., Resource]) -> None:
    answer = events(client("calendar", IVAN), calendarId=ANNA, singleEvents=True)

    private = [item for item in answer["items"] if item.get("visibility") == "private"]
    assert answer["accessRole"] == "reader"
    assert private
    assert not [item for item in private if "summary" in item]
    assert "Обед" in titles(answer)


def test_free_busy_reader_sees_no_details_at_all(client: Callable[..., Resource]) -> None:
    answer = events(client("calendar", MARIA), calendarId=ANNA)

    assert set(titles(answer)) == {None}


def test_private_event_is_whole_for_a_writer(client: Callable[..., Resource]) -> None:
    answer = events(client("calendar", IVAN), calendarId=TEAM_CALENDAR)

    assert None not in titles(answer)


@pytest.mark.parametrize("name", ["no-such-calendar", IVAN, "x/y", "%00"])
def test_calendar_not_in_the_list_is_not_found(calendar: Resource, name: str) -> None:
    assert refusal(calendar, calendarId=name)[:2] == (404, "notFound")


def test_event_that_is_not_there_is_not_found(calendar: Resource) -> None:
    with pytest.raises(HttpError) as caught:
        calendar.events().get(calendarId="primary", eventId="nothing").execute()
    assert error_of(caught)[:2] == (404, "notFound")


def test_token_without_the_scope_is_refused_as_google_words_it(client: Callable[..., Resource]) -> None:
    calendar = client("calendar", scopes=(*SIGN_IN_SCOPES, f"{PREFIX}calendar.events.readonly"))

    with pytest.raises(HttpError) as caught:
        calendar.calendarList().list().execute()

    assert error_of(caught)[:2] == (403, "insufficientPermissions")
    assert caught.value.error_details[0]["reason"] == "ACCESS_TOKEN_SCOPE_INSUFFICIENT"


def test_owned_events_scope_reads_owned_calendars_only(client: Callable[..., Resource]) -> None:
    calendar = client("calendar", IVAN, scopes=(*SIGN_IN_SCOPES, f"{PREFIX}calendar.events.owned.readonly"))

    assert events(calendar)["accessRole"] == "owner"
    assert refusal(calendar, calendarId=ANNA)[:2] == (403, "forbidden")
