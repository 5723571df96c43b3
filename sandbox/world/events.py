"""The recruiters' calendars: a working day today, interviews before and after, and every awkward kind of event."""

from collections.abc import Iterator
from dataclasses import dataclass, replace
from datetime import date, timedelta
from itertools import count
from random import Random
from zoneinfo import ZoneInfo

from sandbox.world.awkward import add_awkward, add_series
from sandbox.world.calendars import CalendarRecord, CalendarStore
from sandbox.world.candidates import HIRED
from sandbox.world.company import Candidate, Company, Link
from sandbox.world.dates import at, rfc3339
from sandbox.world.people import RECRUITERS, Account
from sandbox.world.schedule import Guest, Resource, all_day, attendees, conference, event, meet, timed

EVENTS_PER_RECRUITER = 120
"""As `singleEvents=true` lists them, with nothing cancelled."""

DAYS_BACK, DAYS_AHEAD = 20, 98
INTERVIEWS_TODAY = ((9, 30, 45), (10, 30, 60), (12, 0, 30), (14, 0, 60), (15, 30, 45), (17, 30, 60))
"""Hour, minute, length in minutes; the first recruiter has five of them, the second four, the third six."""
TODAY_COUNTS = (5, 4, 6)

TEAM_CALENDAR = "c_5f2e9interviews@group.calendar.google.com"
HOLIDAYS = "ru.russian#holiday@group.v.calendar.google.com"

LINKS = (
    "https://huntflow.ru/my/{nick}#vacancy/{vacancy}/filter/workon/id/{person}",
    "https://sandbox.huntflow.dev/my/{nick}#/vacancy/{vacancy}/filter/{stage}/id/{person}",
    "https://huntflow.ru/my/{nick}#/applicants/filter/all/{person}",
    "https://huntflow.ru/my/{nick}#/applicants/filter/all/id/{person}",
    '<a href="https://huntflow.ru/my/{nick}#/vacancy/{vacancy}/filter/workon/id/{person}">Карточка</a>.',
    "https://www.google.com/url?q=https%3A%2F%2Fhuntflow.ru%2Fmy%2F{nick}%23%2Fvacancy%2F{vacancy}%2Ffilter%2Fworkon%2Fid%2F{person}&sa=D",
)
"""The forms of a candidate's link that are met in the wild."""
WRITTEN_BY_HUNTFLOW = (0, 1)
"""Places of the forms that come with Huntflow's own words."""
UNLINKED = 7
"""One in so many interviews has no link at all."""


@dataclass(frozen=True)
class Meeting:
    """A candidate, the place on a vacancy, and the words for both."""

    person: Candidate
    link: Link
    position: str
    nick: str

    @property
    def title(self) -> str:
        """The title that Huntflow gives to an interview; the dash is an en dash."""
        name = f"{self.person.first_name or ''} {self.person.last_name or ''}".strip()
        return f"Интервью: {name or 'кандидат'} – {self.position}"

    def url(self, form: str) -> str:
        """The link to the candidate in one of the `LINKS` forms."""
        ids = {"vacancy": self.link.vacancy, "stage": self.link.status, "person": self.person.id}
        return form.format(nick=self.nick, **ids)


def fill_calendars(store: CalendarStore, company: Company, rng: Random, *, today: date) -> None:
    """Add all calendars and their events."""
    _add_calendars(store)
    _add_shared_events(store, today)
    for place, owner in enumerate(RECRUITERS):
        meetings = _meetings(company, owner, rng)
        add_awkward(store, owner, today)
        add_series(store, owner, today)
        _add_today(store, owner, meetings, count=TODAY_COUNTS[place], today=today)
        _fill_up(store, owner, meetings, rng, today=today)
    _date_back(store, today)


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
        start = at(today + timedelta(days=days), 16)
        name = f"Собеседование в переговорной {days // 5 + 1}"
        store.put(TEAM_CALENDAR, event(admin, name, timed(start, 60, "Europe/Moscow"), visibility="private"))
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


def _meetings(company: Company, owner: Account, rng: Random) -> Iterator[Meeting]:
    """Candidates of the owner's organisations on open vacancies, in an order by chance, for ever."""
    found = []
    for person in company.candidates.values():
        nick = company.organisations[person.organisation].nick
        if person.organisation not in owner.memberships or person.merged_into:
            continue
        for link in person.links:
            vacancy = company.vacancies[link.vacancy]
            if vacancy.state == "OPEN" and company.stages[link.status].order < HIRED:
                found.append(Meeting(person, link, vacancy.position, nick))
    rng.shuffle(found)
    return (found[place % len(found)] for place in count())


def _interview(owner: Account, meeting: Meeting, when: Resource, number: int) -> Resource:
    person = meeting.person
    guests = [Guest("lead@example.com", "Пётр Лидов", "needsAction" if number % 3 else "accepted")]
    if person.email and number % 2:
        guests.append(Guest(person.email, response=("accepted", "needsAction", "declined")[number % 3]))
    fields = (
        meet(f"abc-{number:04d}-xyz"),
        conference("Zoom Meeting", f"https://zoom.us/j/9{number:010d}?pwd=abc"),
        {"location": "Переговорная «Байкал», 3 этаж"},
        {"location": f"https://telemost.yandex.ru/j/{number:014d}"},
    )[number % 4]
    fields |= {"summary": meeting.title, "attendees": attendees(owner, *guests)}
    # Every seventh is known by the guest or the name alone.
    if number % UNLINKED:
        fields["description"] = _description(meeting, number % len(LINKS))
    return event(owner, f"interview {number}", when, **fields)


def _description(meeting: Meeting, form: int) -> str:
    link = meeting.url(LINKS[form])
    return (
        f"Ссылка на кандидата: {link}\n***\n"
        if form in WRITTEN_BY_HUNTFLOW
        else f"Кандидат: {link}\nРезюме во вложении."
    )


def _add_today(
    store: CalendarStore, owner: Account, meetings: Iterator[Meeting], *, count: int, today: date
) -> None:
    zone = ZoneInfo(owner.time_zone)
    for number, (hour, minute, length) in enumerate(INTERVIEWS_TODAY[:count]):
        when = timed(at(today, hour, minute, zone=zone), length, owner.time_zone)
        store.put(owner.email, _interview(owner, next(meetings), when, number))
    lunch = timed(at(today, 13, zone=zone), 60, owner.time_zone)
    store.put(owner.email, event(owner, "Обед", lunch, transparency="transparent"))


def _fill_up(
    store: CalendarStore, owner: Account, meetings: Iterator[Meeting], rng: Random, *, today: date
) -> None:
    zone = ZoneInfo(owner.time_zone)
    listed = [
        record
        for record in store.of(owner.email)
        if "recurrence" not in record.resource and record.resource["status"] != "cancelled"
    ]
    days = [day for day in range(-DAYS_BACK, DAYS_AHEAD) if day != 0]
    for number in range(100, 100 + EVENTS_PER_RECRUITER - len(listed)):
        start = at(
            today + timedelta(days=rng.choice(days)), rng.randint(9, 18), rng.choice((0, 15, 30)), zone=zone
        )
        when = timed(start, rng.choice((30, 45, 60, 60, 90)), owner.time_zone)
        store.put(owner.email, _interview(owner, next(meetings), when, number))
