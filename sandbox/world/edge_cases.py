"""The events that break programs: one of every awkward kind, and the series."""

from collections.abc import Iterator
from datetime import UTC, date, datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from sandbox.world.calendars import CalendarStore
from sandbox.world.dates import at, clock_changes, workday
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
THURSDAY = 3
"""Of `date.weekday()`."""
LONG_TEXT = "Длинное описание встречи. " * 400
"""More than 10 kB in UTF-8."""


class Planner:
    """Puts events into one recruiter's calendar, at working days from today, on the recruiter's clock."""

    def __init__(self, store: CalendarStore, owner: Account, today: date) -> None:
        self.store, self.owner, self.today = store, owner, today
        self.zone = ZoneInfo(owner.time_zone)

    def timed(self, name: str, days: int, hour: int, minutes: int = 60, **fields: Any) -> None:
        """An event of some minutes, from a full hour."""
        start = at(workday(self.today, days), hour, zone=self.zone)
        self.put(name, timed(start, minutes, self.owner.time_zone), **fields)

    def whole_days(self, name: str, days: int, length: int = 1, **fields: Any) -> None:
        """An event of whole days."""
        self.put(name, all_day(workday(self.today, days), length), **fields)

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
    plan.timed("no title", 4, 10, summary=None)
    plan.timed("empty title", 5, 10, summary="")
    plan.timed("script in title", 4, 12, summary=f"Созвон {SCRIPT}", description=f"<b>Повестка</b>{SCRIPT}")
    markup = '<p>Повестка:</p><ul><li>план</li></ul><a href="javascript:alert(1)">ссылка</a><img src=x onerror=alert(1)>'
    plan.timed("HTML in description", 5, 12, summary="Разбор <i>резюме</i> & тестовых", description=markup)
    plan.timed("Стратегия найма на год", 6, 10, description=LONG_TEXT)
    plan.timed("long title", 6, 12, summary="Очень длинное название встречи " * 12)
    plan.timed(
        "right to left", 7, 10, summary="\u202eтсет\u202c שלום עולם", description="مرحبا \u200f بالعالم"
    )
    plan.timed("Ретро 🎉👩🏽‍💻", 7, 12, location="https://maps.google.com/?q=55.75,37.62")
    plan.timed("Демо: проверка рекомендаций", 8, 10, location="javascript:alert(1)")


def _add_odd_times(plan: Planner) -> None:
    plan.whole_days("Отпуск Веры", 0, 1, transparency="transparent")
    plan.whole_days("Конференция HR Tech", -1, 4, location="Москва, Экспоцентр")
    plan.whole_days("Неделя найма", 9, 7)
    plan.timed("Ночное дежурство", 9, 22, 8 * 60)
    plan.timed("Двухдневный хакатон", 12, 9, 33 * 60)
    plan.timed("Отправить отчёт по воронке", 3, 9, 0)
    plan.timed("Кофе с командой", 5, 16, 60, endTimeUnspecified=True)
    other = at(workday(plan.today, 1), 8, zone=ZoneInfo("America/New_York"))
    plan.put("Call with New York", timed(other, 45, "America/New_York"))
    berlin = ZoneInfo("Europe/Berlin")
    for day in clock_changes(plan.today, berlin):
        night = at(day - timedelta(days=1), 23, zone=berlin)
        plan.put(f"Перевод часов {day.isoformat()}", timed(night, 6 * 60, "Europe/Berlin"))


def _add_answers(plan: Planner) -> None:
    boss = {"email": "boss@example.com", "displayName": "Ольга Боссова"}
    titles = {
        "declined": "Ретро с маркетингом",
        "tentative": "Круглый стол HR",
        "needsAction": "Грейды и оклады",
    }
    for place, (response, title) in enumerate(titles.items(), 1):
        guests = attendees(plan.owner, Guest(boss["email"], boss["displayName"]), response=response)
        plan.timed(title, place, 16, organizer=boss, creator=boss, attendees=guests)
    crowd = [Guest(f"team{number}@example.com", response="needsAction") for number in range(60)]
    plan.timed("Общее собрание", 6, 15, attendees=attendees(plan.owner, *crowd))
    stranger = Guest("lev.tumanov@example.net", "Лев Туманов")
    plan.timed("Интервью: Лев Туманов – Аналитик данных", 6, 17, attendees=attendees(plan.owner, stranger))


def _add_states(plan: Planner) -> None:
    plan.timed("Демо новой карьерной страницы", 2, 15, status="tentative")
    plan.timed("Личное", 0, 19, visibility="private")
    plan.timed("Конфиденциально: оклады", 3, 15, visibility="confidential")
    plan.timed("Синк перенесён", 1, 11, status="cancelled")
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
        2,
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
    plan.timed("Синк с бухгалтерией", 2, 17, hangoutLink="https://meet.google.com/old-link-abc")
    plan.timed("Обзор рынка зарплат", 3, 17, **meet("qwe-rtyu-iop"))
    plan.timed("Вебинар Huntflow", 4, 17, **conference("Zoom Meeting", "https://zoom.us/j/91234567890"))
    teams = conference("Microsoft Teams", "https://teams.microsoft.com/l/meetup-join/19%3a1")
    plan.timed("Созвон с подрядчиком", 5, 17, **teams)
    plan.timed(
        "Знакомство с агентством", 7, 17, description="Zoom: https://us02web.zoom.us/j/8123?pwd=x и всё."
    )
    plan.timed("Онлайн-курс", 8, 20, **conference("Other", "javascript:alert(document.cookie)"))


def add_series(store: CalendarStore, owner: Account, today: date) -> None:
    """Add a weekly meeting with exceptions, today too, and one in another zone over a change of the clocks."""
    plan = Planner(store, owner, today)
    first = at(today - timedelta(weeks=3), 9, zone=plan.zone)
    _put_series(plan, "Планёрка отдела подбора", first, weeks=14)
    monday = today - timedelta(days=today.weekday())
    # A Thursday, or a Tuesday where today is a Thursday.
    days = 34 if today.weekday() == THURSDAY else 32
    start = at(monday - timedelta(days=days), 10, zone=ZoneInfo("America/New_York"))
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
