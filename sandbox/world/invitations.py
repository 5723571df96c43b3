"""Invitations to interviews, as Huntflow and people word them."""

from dataclasses import dataclass
from random import Random
from string import ascii_lowercase

from sandbox.world.company import Candidate, Company, Coworker
from sandbox.world.dates import rfc3339
from sandbox.world.interviewees import Stay
from sandbox.world.names import transliterate
from sandbox.world.people import Account
from sandbox.world.schedule import Guest, Resource, attendees, conference, event, meet

LINKS = (
    "https://huntflow.ru/my/{nick}#vacancy/{vacancy}/filter/workon/id/{person}",
    "https://sandbox.huntflow.dev/my/{nick}#/vacancy/{vacancy}/filter/{stage}/id/{person}",
    "https://huntflow.ru/my/{nick}#/applicants/filter/all/{person}",
    "https://huntflow.ru/my/{nick}#/applicants/filter/all/id/{person}",
    '<a href="https://huntflow.ru/my/{nick}#/vacancy/{vacancy}/filter/workon/id/{person}">Карточка</a>.',
    "https://www.google.com/url?q=https%3A%2F%2Fhuntflow.ru%2Fmy%2F{nick}%23%2Fvacancy%2F{vacancy}%2Ffilter%2Fworkon%2Fid%2F{person}&sa=D",
)
"""The forms of a candidate's link that are met in the wild; the first two come with Huntflow's own words."""
BY_MAIL, BY_NAME, BY_LATIN_NAME = "mail", "name", "Latin name"
FORMS = (
    LINKS[0],
    LINKS[1],
    BY_MAIL,
    LINKS[4],
    LINKS[2],
    BY_LATIN_NAME,
    LINKS[0],
    LINKS[5],
    BY_NAME,
    LINKS[3],
    LINKS[1],
)
"""How an invitation tells whom it is about, in turns."""

RESPONSES = (
    "accepted",
    "accepted",
    "needsAction",
    "accepted",
    "accepted",
    "tentative",
    "accepted",
    "declined",
)
LOCATIONS = ("Переговорная «Байкал», 3 этаж", "https://telemost.yandex.ru/j/{code}", "Переговорная «Онега»")


@dataclass(frozen=True)
class Meeting:
    """A stay with the records that it names, and the coworkers who meet the candidate."""

    stay: Stay
    person: Candidate
    position: str
    nick: str
    organiser: Coworker
    interviewer: Coworker
    has_namesake: bool

    @property
    def name(self) -> str:
        """The first and the last name of the candidate."""
        return f"{self.person.first_name or ''} {self.person.last_name or ''}".strip()

    @property
    def title(self) -> str:
        """The title that Huntflow gives to an interview; the dash is an en dash."""
        return f"Интервью: {self.name or 'кандидат'} – {self.position}"

    def url(self, form: str) -> str:
        """The link to the candidate in one of the `LINKS` forms."""
        stay = self.stay
        return form.format(
            nick=self.nick, vacancy=stay.vacancy, stage=stay.move.status, person=stay.candidate
        )


def meeting(company: Company, owner: Account, stay: Stay, *, has_namesake: bool) -> Meeting:
    """The meeting that `owner` has with the candidate of a stay."""
    person = company.candidates[stay.candidate]
    team = [each for each in company.coworkers.values() if each.organisation == person.organisation]
    (organiser,) = (each for each in team if each.email == owner.email)
    others = [each for each in team if each.kind == "watcher" and each != organiser]
    return Meeting(
        stay,
        person,
        company.vacancies[stay.vacancy].position,
        company.organisations[person.organisation].nick,
        organiser,
        others[stay.vacancy % len(others)],
        has_namesake,
    )


def invitation(owner: Account, about: Meeting, when: Resource, *, number: int, rng: Random) -> Resource:
    """The event in the owner's calendar; `number` counts the owner's interviews and varies the wording."""
    form, person = _form(about, number), about.person
    guests = [
        Guest(about.interviewer.email, about.interviewer.name, RESPONSES[(number + 3) % len(RESPONSES)])
    ]
    if person.email and "@" in person.email and form not in (BY_NAME, BY_LATIN_NAME):
        guests.append(Guest(person.email, response=RESPONSES[number % len(RESPONSES)]))
    booked = rfc3339(about.stay.since)
    fields = {
        "summary": _title(about, form),
        "description": _description(about, form),
        "attendees": attendees(owner, *guests),
        "created": booked,
        "updated": booked,
    }
    return event(owner, f"interview {number}", when, **fields, **_place(number, rng))


def _form(about: Meeting, number: int) -> str:
    form = BY_NAME if about.has_namesake else FORMS[number % len(FORMS)]
    if form == BY_MAIL and "@" not in (about.person.email or ""):
        return LINKS[0]
    is_cyrillic = any("а" <= letter <= "я" for letter in about.name.lower())
    return LINKS[0] if form == BY_LATIN_NAME and not is_cyrillic else form


def _title(about: Meeting, form: str) -> str:
    if form == BY_MAIL:
        return f"Собеседование: {about.position}"
    if form == BY_LATIN_NAME:
        name = " ".join(transliterate(word).capitalize() for word in about.name.split())
        return f"Interview: {name} – {about.position}"
    return about.title


def _description(about: Meeting, form: str) -> str | None:
    if form in (BY_NAME, BY_LATIN_NAME):
        return None
    if form == BY_MAIL:
        return "Видеозвонок, ссылка в приглашении. Резюме – в папке вакансии."
    link = about.url(form)
    return (
        f"Ссылка на кандидата: {link}\n***\n"
        if form in LINKS[:2]
        else f"Кандидат: {link}\nРезюме – в папке вакансии."
    )


def _place(number: int, rng: Random) -> Resource:
    """Where the interview is: mostly in Meet."""
    digits = f"{rng.randrange(10**10):010d}"
    letters = "".join(rng.choices(ascii_lowercase, k=10))
    video = meet(f"{letters[:3]}-{letters[3:7]}-{letters[7:]}")
    zoom = conference("Zoom Meeting", f"https://zoom.us/j/9{digits}?pwd={digits[:6]}")
    elsewhere = {"location": LOCATIONS[number % len(LOCATIONS)].format(code=digits)}
    places = (video, video, zoom, video, elsewhere)
    return places[number % len(places)]
