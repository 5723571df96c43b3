"""400 candidates: who they are, which vacancies they are on, and what happened to them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sandbox.world.company import Agreement, Candidate, Company, External, Link, LogEntry, Social, TagLink
from sandbox.world.dates import at
from sandbox.world.hiring import first_vacancy, stage_id
from sandbox.world.histories import History
from sandbox.world.journeys import INTERVIEWS, travel
from sandbox.world.names import Name, NameBook, transliterate
from sandbox.world.people import NORTHWIND, ROMASHKA, happens

TOTAL, IN_ROMASHKA, ON_FIRST_VACANCY = 401, 261, 90
"""One of the 401 is a duplicate that was merged into another, so 400 can be listed."""
FIRST_ID, FIRST_LINK_ID = 410_001, 900_001
ODD = FIRST_ID + 20
"""The id of the first of the odd ones, who came long ago."""
MERGED_ID, SURVIVOR_ID = ODD + 7, ODD + 5
"""The first was merged into the second, and is on no vacancy whose number of candidates is promised."""

OLDEST_DAYS, EVENLY = 85, 0.35
"""Days since the oldest came; less than 1, more of them came lately."""
CLOSED_DAYS = 30
"""For how many days the closed vacancies have taken nobody."""
SETTLED_DAYS = 4
"""For how many days namesakes are on their stage, so that they do not stand together where lists begin."""
NAMESAKES = {ROMASHKA: 2, NORTHWIND: 2}
"""Pairs of people in work with one name, by organisation."""

EMPLOYERS = ("Яндекс", "Сбер", "ООО «Вектор»", "Freelance", "T-Bank", "Acme & Sons", None)


def hire_candidates(company: Company, rng: Random, names: NameBook, *, today: date) -> None:
    """Add the candidates with their history, oldest first in each organisation."""
    ids = count(FIRST_LINK_ID)
    history = History(company, rng, ids, today)
    for place in range(TOTAL):
        organisation = ROMASHKA if place < IN_ROMASHKA else NORTHWIND
        person = _person(organisation, FIRST_ID + place, names, rng, today=today)
        journeys = {
            vacancy: travel(_placed(person, rng), rng, today=today, state=company.vacancies[vacancy].state)
            for vacancy in _vacancies(company, person, rng, today=today)
        }
        person = replace(person, **_belongings(person, ids, rng))
        lines = history.lines(person, journeys)
        wanted = [company.vacancies[vacancy].position.partition(" <")[0] for vacancy in journeys]
        person = replace(person, position=rng.choice((*wanted, *wanted, None)))
        links = tuple(_link(next(ids), vacancy, lines) for vacancy in journeys)
        company.put_candidate(replace(person, links=links), *lines)
    _make_odd_ones(company)
    _make_namesakes(company, names, at(today - timedelta(days=SETTLED_DAYS), 0))


def _person(organisation: int, number: int, names: NameBook, rng: Random, *, today: date) -> Candidate:
    russian = happens(rng, 0.85 if organisation == ROMASHKA else 0.25)
    name = names.russian() if russian else names.latin()
    return Candidate(
        id=number,
        organisation=organisation,
        created=_came(organisation, number, rng, today=today),
        first_name=name.first,
        last_name=name.last,
        middle_name=name.middle if happens(rng, 0.6) else None,
        birthday=date(rng.randint(1970, 2004), rng.randint(1, 12), rng.randint(1, 28))
        if happens(rng, 0.5)
        else None,
        phone=f"+7 9{rng.randrange(10, 99)} {rng.randrange(100, 999)}-{rng.randrange(10, 99)}-"
        f"{rng.randrange(10, 99)}"
        if happens(rng, 0.9)
        else None,
        email=names.address(name, rng.choice(("example.org", "example.net"))) if happens(rng, 0.9) else None,
        money=f"{rng.randrange(60, 400, 10)} 000 ₽" if happens(rng, 0.6) else None,
        company=rng.choice(EMPLOYERS),
        photo=number + 500_000 if happens(rng, 0.3) else None,
    )


def _came(organisation: int, number: int, rng: Random, *, today: date) -> datetime:
    """When somebody applied: any day of the week, yesterday at the latest."""
    first, most = (0, IN_ROMASHKA) if organisation == ROMASHKA else (IN_ROMASHKA, TOTAL - IN_ROMASHKA)
    left = 1 - (number - FIRST_ID - first + 1) / most
    days = 1 + int(OLDEST_DAYS * left * (EVENLY + (1 - EVENLY) * left))
    return at(today - timedelta(days=days), rng.randint(8, 21), rng.randrange(60))


def _placed(person: Candidate, rng: Random) -> datetime:
    return person.created + timedelta(minutes=rng.randint(2, 50))


def _vacancies(company: Company, person: Candidate, rng: Random, *, today: date) -> list[int]:
    first, place = first_vacancy(ROMASHKA), person.id - FIRST_ID
    # Spreads exactly that many evenly over the organisation's candidates.
    share = ON_FIRST_VACANCY / IN_ROMASHKA
    if place < IN_ROMASHKA and int(place * share) != int((place + 1) * share):
        chosen = [first]
    elif happens(rng, 0.06):
        return []
    else:
        chosen = []
    closed_since = at(today - timedelta(days=CLOSED_DAYS), 0)
    others = [
        vacancy.id
        for vacancy in company.vacancies.values()
        if vacancy.organisation == person.organisation
        and vacancy.id != first
        and (vacancy.state != "CLOSED" or person.created < closed_since)
    ]
    wanted = (0 if chosen else 1) + happens(rng, 0.08)
    return chosen + rng.sample(others, wanted)


def _link(number: int, vacancy: int, lines: list[LogEntry]) -> Link:
    """Where the lines on a vacancy lead to."""
    own = [line for line in lines if line.vacancy == vacancy]
    move = [line for line in own if line.status][-1]
    return Link(number, vacancy, move.status or 0, own[-1].created, move.created, move.rejection_reason)


def _belongings(person: Candidate, ids: Iterator[int], rng: Random) -> dict[str, Any]:
    organisation, created = person.organisation, person.created
    tags = rng.sample(range(5), rng.choice((0, 0, 0, 1, 1, 2)))
    source = organisation * 10 + rng.randrange(6)
    state = rng.choice(("not_sent", "sent", "accepted", "accepted", "declined"))
    decided = created + timedelta(hours=2) if state in ("accepted", "declined") else None
    handle = f"@{transliterate(person.last_name or '')}_{transliterate(person.first_name or '')[:3]}"
    telegram = Social(next(ids), "TELEGRAM", handle)
    resume = External(next(ids), rng.choice(("NATIVE", "HH")), source, created, "Опыт работы: 5 лет.")
    return {
        "tags": tuple(TagLink(next(ids), organisation * 10 + tag) for tag in tags),
        "source": source,
        "social": (telegram,) if happens(rng, 0.4) else (),
        "externals": (resume,) if happens(rng, 0.7) else (),
        "agreement": Agreement(state, decided) if happens(rng, 0.8) else None,
    }


def _make_namesakes(company: Company, names: NameBook, before: datetime) -> None:
    """Give some who are to be interviewed the name of another, so that a name alone does not tell them apart."""
    for organisation, pairs in NAMESAKES.items():
        met = {stage_id(organisation, place) for place in INTERVIEWS}
        # Who came to the stage last is met next.
        moves = sorted(
            (
                (link.changed, person.id)
                for person, link in _links(company)
                if link.status in met and link.changed < before
            ),
            reverse=True,
        )
        people = [company.candidates[number] for number in dict.fromkeys(number for _, number in moves)]
        for one, other in zip(people[:pairs], people[pairs : 2 * pairs], strict=True):
            name = Name(one.first_name or "", one.last_name or "")
            email = other.email and names.address(name, other.email.partition("@")[2])
            company.change_candidate(
                other.id, first_name=name.first, last_name=name.last, middle_name=None, email=email, social=()
            )


def _links(company: Company) -> Iterator[tuple[Candidate, Link]]:
    """Who is on a vacancy that is open to all."""
    for person in company.candidates.values():
        for link in person.links:
            vacancy = company.vacancies[link.vacancy]
            if vacancy.state == "OPEN" and not vacancy.hidden:
                yield person, link


def _make_odd_ones(company: Company) -> None:
    """Turn a few candidates of long ago into what real data hold and programs forget."""
    odd: tuple[dict[str, Any], ...] = (
        {"first_name": None, "last_name": None, "middle_name": None, "email": None, "phone": None},
        {"email": "нет почты, только телефон"},
        {"first_name": "<script>alert(1)</script>", "last_name": "O'Брайен & <b>сын</b>"},
        {"last_name": "Оч" + "ень" * 60 + "длинный"},
        {"first_name": "\u202eинА", "last_name": "Справа-налево"},
    )
    for place, fields in enumerate(odd):
        company.change_candidate(ODD + place, **fields)
    company.change_candidate(MERGED_ID, merged_into=SURVIVOR_ID, doubles=(SURVIVOR_ID,))
    company.change_candidate(SURVIVOR_ID, doubles=(MERGED_ID,))
