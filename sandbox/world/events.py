"""The recruiters' calendars: a working day today, interviews before and after, and every awkward kind of event."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sandbox.world.calendars import CalendarRecord, CalendarStore
from sandbox.world.company import Company, Interview, LogEntry
from sandbox.world.dates import at, rfc3339, workday
from sandbox.world.diary import Diary
from sandbox.world.edge_cases import add_awkward, add_series
from sandbox.world.interviewees import Interviewees, Stay
from sandbox.world.invitations import Meeting, invitation, meeting
from sandbox.world.people import RECRUITERS, Account
from sandbox.world.schedule import Guest, all_day, attendees, event, meet, timed

EVENTS_PER_RECRUITER = 120
"""As `singleEvents=true` lists them, with nothing cancelled."""

INTERVIEWS_TODAY = ((10, 0, 60), (11, 30, 45), (14, 0, 60), (15, 30, 45), (17, 0, 60), (12, 30, 30))
"""Hour, minute, length in minutes; the first recruiter has five of them, the second four, the third six."""
TODAY_COUNTS = (5, 4, 6)
NAMESAKE_TODAY = 3
"""Which of today's interviews is with somebody whom the name alone does not tell from another."""
WORKDAYS, A_DAY = 10, 2
"""For how many working days before and after today there are interviews, and at most how many a day."""
LENGTHS = {2: (30, 45), 3: (60, 90), 4: (45, 60)}
"""Minutes of an interview by the stage's place in `hiring.STAGES`."""

INTERNAL = (
    ("Синк с заказчиком: {position}", 30),
    ("Калибровка оценок", 45),
    ("Разбор воронки за неделю", 60),
    ("Снятие вакансии: {position}", 45),
    ("Звонок с кадровым агентством", 30),
    ("Обучение: структурированное интервью", 90),
    ("1:1 с руководителем", 30),
)
"""Titles and lengths in minutes."""
INTERNAL_DAYS = range(11, 60)
"""On which working days from today the calendar is filled up."""
CALLED_OFF = 2
"""In how many working days there would have been an interview."""
FIRST_ENTRY_ID = 800_001

TEAM_CALENDAR = "c_5f2e9interviews@group.calendar.google.com"
HOLIDAYS = "ru.russian#holiday@group.v.calendar.google.com"


def fill_calendars(store: CalendarStore, company: Company, rng: Random, *, today: date) -> None:
    """Add all calendars and their events; interviews are noted in the candidates' histories too."""
    _add_calendars(store)
    _add_shared_events(store, today)
    people, entries = Interviewees(company, rng), count(FIRST_ENTRY_ID)
    for owner in RECRUITERS:
        add_awkward(store, owner, today)
        add_series(store, owner, today)
    desks = [Desk(store, company, owner, today, rng, people, entries) for owner in RECRUITERS]
    for desk, many in zip(desks, TODAY_COUNTS, strict=True):
        desk.fill_today(many)
    for desk in desks:
        desk.fill_weeks()
        desk.fill_up()
    for desk in desks:
        desk.call_off()
    _date_back(store, today)


@dataclass
class Desk:
    """Where one recruiter plans the days."""

    store: CalendarStore
    company: Company
    owner: Account
    today: date
    rng: Random
    people: Interviewees
    entries: Iterator[int]
    numbers: Iterator[int] = field(default_factory=count)

    def fill_today(self, many: int) -> None:
        """So many interviews, lunch, and meetings of which one overlaps an interview."""
        zone = ZoneInfo(self.owner.time_zone)
        for place, (hour, minute, length) in enumerate(INTERVIEWS_TODAY[:many]):
            namesake = place == NAMESAKE_TODAY
            stay = self.people.take(self.owner, self.today, namesake=namesake) or self.people.take(
                self.owner, self.today
            )
            if stay is not None:
                self._meet(stay, at(self.today, hour, minute, zone=zone), length)
        lunch = timed(at(self.today, 13, zone=zone), 60, self.owner.time_zone)
        self.store.put(self.owner.email, event(self.owner, "Обед", lunch, transparency="transparent"))
        self._gather(INTERNAL[0][0], at(self.today, 14, 30, zone=zone), 30)
        self._gather("1:1 с Ольгой", at(self.today, 16, 30, zone=zone), 30)

    def fill_weeks(self) -> None:
        """Interviews on the working days around today, where there are people and free hours."""
        diary = Diary(self.store, self.owner)
        for number in (*range(1, WORKDAYS + 1), *range(-WORKDAYS, 0)):
            day = workday(self.today, number)
            for _ in range(A_DAY):
                stay = self.people.take(self.owner, day)
                length = self.rng.choice(LENGTHS[stay.place]) if stay else 0
                start = diary.book(day, length, self.rng) if stay else None
                if stay is not None and start is not None:
                    self._meet(stay, start, length)

    def fill_up(self) -> None:
        """Meetings among colleagues later on, up to the promised number of events."""
        diary = Diary(self.store, self.owner)
        listed = [
            record
            for record in self.store.of(self.owner.email)
            if "recurrence" not in record.resource and record.resource["status"] != "cancelled"
        ]
        for number in range(EVENTS_PER_RECRUITER - len(listed)):
            title, length = INTERNAL[number % len(INTERNAL)]
            start = None
            while start is None:
                start = diary.book(workday(self.today, self.rng.choice(INTERNAL_DAYS)), length, self.rng)
            self._gather(title, start, length)

    def call_off(self) -> None:
        """An interview within days that was cancelled."""
        day = workday(self.today, CALLED_OFF)
        stay = self.people.take(self.owner, day)
        start = Diary(self.store, self.owner).book(day, LENGTHS[stay.place][0], self.rng) if stay else None
        if stay is not None and start is not None:
            about = meeting(self.company, self.owner, stay, has_namesake=False)
            when = timed(start, LENGTHS[stay.place][0], self.owner.time_zone)
            resource = invitation(self.owner, about, when, number=next(self.numbers), rng=self.rng)
            self.store.put(self.owner.email, resource | {"status": "cancelled"})

    def _meet(self, stay: Stay, start: datetime, length: int) -> None:
        has_namesake = stay.candidate in self.people.namesakes
        about = meeting(self.company, self.owner, stay, has_namesake=has_namesake)
        when = timed(start, length, self.owner.time_zone)
        resource = invitation(self.owner, about, when, number=next(self.numbers), rng=self.rng)
        self.store.put(self.owner.email, resource)
        guests = tuple((guest["email"], guest.get("displayName", "")) for guest in resource["attendees"])
        self.company.note(_entry(about, start, length, number=next(self.entries), guests=guests))

    def _gather(self, title: str, start: datetime, length: int) -> None:
        """A meeting with somebody of the company, about a vacancy where the title wants one."""
        vacancies = [each for each in self.company.vacancies.values() if each.seen_by(self.owner)]
        vacancy = self.rng.choice([each for each in vacancies if each.state == "OPEN"])
        team = [each for each in self.company.coworkers.values() if each.organisation == vacancy.organisation]
        colleague = self.rng.choice([each for each in team if each.email != self.owner.email])
        guests = attendees(self.owner, Guest(colleague.email, colleague.name))
        summary = title.format(position=vacancy.position)
        when = timed(start, length, self.owner.time_zone)
        identity = f"{title} {start.isoformat()}"
        fields = {"summary": summary, "attendees": guests, **meet("hrt-eams-ync")}
        self.store.put(self.owner.email, event(self.owner, identity, when, **fields))


def _entry(
    about: Meeting, start: datetime, length: int, *, number: int, guests: Iterable[tuple[str, str]]
) -> LogEntry:
    """The line in the candidate's history, of when the candidate came to the stage."""
    stay, organiser = about.stay, about.organiser
    kind = about.person.organisation * 10 + (2 if number % 3 else 1)
    interview = Interview(
        number, about.title, start, start + timedelta(minutes=length), kind, attendees=tuple(guests)
    )
    return LogEntry(
        number,
        stay.candidate,
        "COMMENT",
        stay.since,
        organiser.member,
        organiser.name,
        vacancy=stay.vacancy,
        interview=interview,
    )


def _add_calendars(store: CalendarStore) -> None:
    for owner in RECRUITERS:
        roles = {owner.email: "owner"}
        if owner == RECRUITERS[0]:
            roles |= {RECRUITERS[1].email: "reader", RECRUITERS[2].email: "freeBusyReader"}
        record = CalendarRecord(owner.email, owner.email, owner.time_zone, owner.email, roles)
        store.calendars[record.id] = record
    everybody = [owner.email for owner in RECRUITERS]
    writers = dict.fromkeys(everybody, "writer")
    readers = dict.fromkeys(everybody, "reader")
    team, admin = "Собеседования команды", "admin@example.com"
    store.calendars[TEAM_CALENDAR] = CalendarRecord(
        TEAM_CALENDAR, team, "Europe/Moscow", admin, writers, "#f83a22", "Общий календарь"
    )
    store.calendars[HOLIDAYS] = CalendarRecord(
        HOLIDAYS, "Праздники РФ", "Europe/Moscow", admin, readers, "#16a765"
    )


def _add_shared_events(store: CalendarStore, today: date) -> None:
    admin = Account("admin@example.com", "1", "Администратор", "")
    for days in range(0, 30, 5):
        start = at(workday(today, days), 16)
        when = timed(start, 60, "Europe/Moscow")
        resource = event(
            admin, f"room {days}", when, summary="Бронь: переговорная «Байкал»", visibility="private"
        )
        store.put(TEAM_CALENDAR, resource)
    for year in (today.year, today.year + 1):
        for name, day, length in (("Новый год", date(year, 1, 1), 8), ("День России", date(year, 6, 12), 1)):
            holiday = event(
                admin, f"{name} {year}", all_day(day, length), summary=name, transparency="transparent"
            )
            store.put(HOLIDAYS, holiday)


def _date_back(store: CalendarStore, today: date) -> None:
    """Nothing was written after this morning, also what is far ahead."""
    morning = rfc3339(at(today, 0))
    for key, record in store.events.items():
        dates = {name: min(record.resource.get(name, morning), morning) for name in ("created", "updated")}
        store.events[key] = replace(record, resource=record.resource | dates)
