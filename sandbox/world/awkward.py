"""The events that break programs: one of every awkward kind, and the series."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.world.calendars import CalendarStore
from sandbox.world.dates import at, clock_changes
from sandbox.world.people import Account
from sandbox.world.schedule import (
    Guest,
    Resource,
    all_day,
    attendees,
    conference,
    event,
    event_id,
    meet,
    timed,
)

SCRIPT = "<script>alert('xss')</script>"
LONG_TEXT = "Длинное описание встречи. " * 400
"""More than 10 kB in UTF-8."""


class Planner:
    """Puts events into one recruiter's calendar, at days from today and times on the recruiter's clock."""

    def __init__(self, store: CalendarStore, owner: Account, today: date) -> None:
        self.store, self.owner, self.today = store, owner, today
        self.zone = ZoneInfo(owner.time_zone)

    def timed(self, name: str, days: int, hour: int, minutes: int = 60, **fields: Any) -> None:
        """An event of some minutes, from a full hour."""
        start = at(self.today + timedelta(days=days), hour, zone=self.zone)
        self.put(name, timed(start, minutes, self.owner.time_zone), **fields)

    def whole_days(self, name: str, days: int, length: int = 1, **fields: Any) -> None:
        """An event of whole days."""
        self.put(name, all_day(self.today + timedelta(days=days), length), **fields)

    def put(self, name: str, when: Resource, **fields: Any) -> None:
        """An event at a time that is already worded."""
        self.store.put(self.owner.email, event(self.owner, name, when, **fields))


def add_awkward(store: CalendarStore, owner: Account, today: date) -> None:
    """Add one event of every awkward kind to the owner's calendar."""
    plan = Planner(store, owner, today)
    _add_odd_texts(plan)
    _add_odd_times(plan)
    _add_answers(plan)
    _add_states(plan)
    _add_special_types(plan)
    _add_conferences(plan)


def _add_odd_texts(plan: Planner) -> None:
    plan.timed("no title", 1, 10, summary=None)
    plan.timed("empty title", 2, 10, summary="")
    plan.timed("script in title", 1, 12, summary=f"Созвон {SCRIPT}", description=f"<b>Повестка</b>{SCRIPT}")
    markup = '<p>Повестка:</p><ul><li>план</li></ul><a href="javascript:alert(1)">ссылка</a><img src=x onerror=alert(1)>'
    plan.timed("HTML in description", 2, 12, summary="Разбор <i>резюме</i> & тестовых", description=markup)
    plan.timed("10 kB", 3, 10, summary="Встреча с длинным описанием", description=LONG_TEXT)
    plan.timed("long title", 3, 12, summary="Очень длинное название встречи " * 12)
    plan.timed(
        "right to left", 4, 10, summary="\u202eтсет\u202c שלום עולם", description="مرحبا \u200f بالعالم"
    )
    plan.timed("emoji", 4, 12, summary="Ретро 🎉👩🏽‍💻", location="https://maps.google.com/?q=55.75,37.62")
    plan.timed("bad link", 5, 10, summary="Странная ссылка", location="javascript:alert(1)")


def _add_odd_times(plan: Planner) -> None:
    plan.whole_days("Отпуск коллеги", 0, 1, transparency="transparent")
    plan.whole_days("Конференция HR Tech", -1, 4, location="Москва, Экспоцентр")
    plan.whole_days("Неделя найма", 12, 7)
    plan.timed("Ночное дежурство", 0, 22, 8 * 60)
    plan.timed("Двухдневный хакатон", 8, 9, 33 * 60)
    plan.timed("Напоминание без длительности", 1, 9, 0)
    plan.timed("Конец не указан", 5, 12, 60, endTimeUnspecified=True)
    plan.timed("Наложение 1", 0, 14, 90)
    plan.timed("Наложение 2", 0, 15, 90)
    other = at(plan.today + timedelta(days=1), 8, zone=ZoneInfo("America/New_York"))
    plan.put("Call with New York", timed(other, 45, "America/New_York"))
    berlin = ZoneInfo("Europe/Berlin")
    for day in clock_changes(plan.today, berlin):
        night = at(day - timedelta(days=1), 23, zone=berlin)
        plan.put(f"Перевод часов {day.isoformat()}", timed(night, 6 * 60, "Europe/Berlin"))


def _add_answers(plan: Planner) -> None:
    boss = {"email": "boss@example.com", "displayName": "Ольга Боссова"}
    for place, response in enumerate(("declined", "tentative", "needsAction")):
        guests = attendees(plan.owner, Guest(boss["email"], boss["displayName"]), response=response)
        plan.timed(f"Приглашение: {response}", 1 + place, 16, organizer=boss, creator=boss, attendees=guests)
    crowd = [Guest(f"guest{number}@example.org", response="needsAction") for number in range(60)]
    plan.timed("Общее собрание", 6, 11, attendees=attendees(plan.owner, *crowd))
    candidate = Guest("no.account@example.net", response="accepted")
    plan.timed("Знакомство", 6, 14, attendees=attendees(plan.owner, candidate))


def _add_states(plan: Planner) -> None:
    plan.timed("Предварительно: демо", 2, 15, status="tentative")
    plan.timed("Личное", 0, 19, visibility="private")
    plan.timed("Конфиденциально: оклады", 3, 15, visibility="confidential")
    plan.timed("Отменённая встреча", 1, 11, status="cancelled")
    gone = event_id(plan.owner.email, "deleted")
    resource = {
        "kind": "calendar#event",
        "id": gone,
        "status": "cancelled",
        "updated": "2024-01-01T00:00:00.000Z",
    }
    plan.store.put(plan.owner.email, resource)


def _add_special_types(plan: Planner) -> None:
    plan.timed(
        "Время на работу",
        0,
        11,
        60,
        eventType="focusTime",
        focusTimeProperties={"autoDeclineMode": "declineNone", "chatStatus": "doNotDisturb"},
    )
    plan.timed(
        "Нет на месте",
        7,
        9,
        9 * 60,
        eventType="outOfOffice",
        outOfOfficeProperties={
            "autoDeclineMode": "declineAllConflictingInvitations",
            "declineMessage": "В отпуске",
        },
    )
    for days in range(5):
        plan.whole_days(
            f"working location {days}",
            days,
            summary="Дом",
            eventType="workingLocation",
            transparency="transparent",
            visibility="public",
            workingLocationProperties={"type": "homeOffice", "homeOffice": {}},
        )
    plan.whole_days(
        "Happy birthday!",
        9,
        eventType="birthday",
        birthdayProperties={"type": "birthday"},
        transparency="transparent",
    )


def _add_conferences(plan: Planner) -> None:
    plan.timed("Meet по старой ссылке", 2, 17, hangoutLink="https://meet.google.com/old-link-abc")
    plan.timed("Meet", 3, 17, **meet("qwe-rtyu-iop"))
    plan.timed("Zoom", 4, 17, **conference("Zoom Meeting", "https://zoom.us/j/91234567890"))
    plan.timed(
        "Teams", 5, 17, **conference("Microsoft Teams", "https://teams.microsoft.com/l/meetup-join/19%3a1")
    )
    plan.timed("Звонок в описании", 6, 17, description="Zoom: https://us02web.zoom.us/j/8123?pwd=x и всё.")
    plan.timed("Подозрительная ссылка", 7, 20, **conference("Other", "javascript:alert(document.cookie)"))


def add_series(store: CalendarStore, owner: Account, today: date) -> None:
    """Add a weekly meeting with exceptions, and one in another zone over a change of the clocks."""
    monday = today - timedelta(days=today.weekday())
    plan = Planner(store, owner, today)
    _put_series(plan, "Планёрка команды", at(monday - timedelta(weeks=3), 9, zone=plan.zone), weeks=14)
    new_york = ZoneInfo("America/New_York")
    start = at(monday - timedelta(days=32), 10, zone=new_york)
    _put_series(plan, "Sync with New York", start, weeks=20)


def _put_series(plan: Planner, name: str, first: datetime, *, weeks: int) -> None:
    zone = str(first.tzinfo)
    rule = f"RRULE:FREQ=WEEKLY;COUNT={weeks}"
    parent = event(plan.owner, f"series {name}", timed(first, 30, zone), summary=name, recurrence=[rule])
    plan.store.put(plan.owner.email, parent)
    for number, start in enumerate(_weekly(first, weeks)):
        when, fields = timed(start, 30, zone), {}
        original = when["start"]
        if number == weeks // 2:
            # Moved by a day, so that it differs from its series.
            when = timed(start + timedelta(days=1), 45, zone)
        if number == weeks // 2 + 1:
            fields = {"status": "cancelled"}
        instance = parent | when | fields
        stamp = start.astimezone(UTC).strftime("%Y%m%dT%H%M%SZ")
        instance |= {
            "id": f"{parent['id']}_{stamp}",
            "htmlLink": f"{parent['htmlLink']}_{stamp}",
            "recurringEventId": parent["id"],
            "originalStartTime": original,
        }
        del instance["recurrence"]
        plan.store.put(plan.owner.email, instance, exception=number in (weeks // 2, weeks // 2 + 1))


def _weekly(first: datetime, weeks: int) -> Iterator[datetime]:
    """The same time on the wall every week."""
    return (first + timedelta(weeks=number) for number in range(weeks))
