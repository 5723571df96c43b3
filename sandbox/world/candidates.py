"""400 candidates: who they are, which vacancies they are on, and what happened to them."""

from collections.abc import Iterator
from dataclasses import replace
from datetime import date, datetime, timedelta
from itertools import count
from random import Random
from typing import Any

from sandbox.world.company import (
    Agreement,
    Candidate,
    Company,
    External,
    Link,
    LogEntry,
    Social,
    TagLink,
)
from sandbox.world.dates import at
from sandbox.world.hiring import STAGES, first_vacancy, stage_id
from sandbox.world.people import NORTHWIND, ROMASHKA, happens, latin_name, russian_name, transliterate

TOTAL, IN_ROMASHKA, ON_FIRST_VACANCY = 401, 261, 90
"""One of the 401 is a duplicate that was merged into another, so 400 can be listed."""
FIRST_ID, FIRST_LINK_ID = 410_001, 900_001

HIRED, REJECTED, REMOVED = 7, 8, 9
"""Places of those stages in `hiring.STAGES`."""
STAGE_WEIGHTS = (20, 15, 14, 12, 9, 5, 3, 5, 15, 2)

EMPLOYERS = ("Яндекс", "Сбер", "ООО «Вектор»", "Freelance", "T-Bank", "Acme & Sons", None)
COMMENTS = (
    "Хорошее впечатление, зовём дальше.",
    "Просил перезвонить после шести.",
    "Сильный технический бэкграунд, английский слабее.",
    "<script>alert('comment')</script> отправил(а) тестовое",
    "Зарплатные ожидания выше вилки.",
)


def hire_candidates(company: Company, rng: Random, today: date) -> None:
    """Add the candidates with their history, oldest first."""
    ids = count(FIRST_LINK_ID)
    for place in range(TOTAL):
        organisation = ROMASHKA if place < IN_ROMASHKA else NORTHWIND
        # Steps of 9 hours: the youngest came this morning, the oldest five months ago.
        created = at(today, 8) - timedelta(hours=9 * (TOTAL - place), minutes=rng.randrange(300))
        person = _person(organisation, FIRST_ID + place, created, rng)
        vacancies = _vacancies(company, organisation, place, rng)
        links = tuple(_link(next(ids), vacancy, organisation, created, rng) for vacancy in vacancies)
        person = replace(person, links=links, **_belongings(organisation, created, ids, rng))
        company.put_candidate(person, *_history(company, person, ids, rng))
    _make_odd_ones(company)


def _person(organisation: int, number: int, created: datetime, rng: Random) -> Candidate:
    russian = rng.random() < (0.85 if organisation == ROMASHKA else 0.25)
    name = russian_name(rng) if russian else latin_name(rng)
    login = f"{transliterate(name.first)[:1] or 'x'}.{transliterate(name.last) or 'x'}{number % 1000}"
    return Candidate(
        id=number,
        organisation=organisation,
        created=created,
        first_name=name.first,
        last_name=name.last,
        middle_name=name.middle if happens(rng, 0.6) else None,
        birthday=date(rng.randint(1970, 2004), rng.randint(1, 12), rng.randint(1, 28))
        if happens(rng, 0.5)
        else None,
        phone=f"+7 9{rng.randrange(10, 99)} {rng.randrange(100, 999)}-{rng.randrange(10, 99)}-00"
        if happens(rng, 0.9)
        else None,
        email=f"{login}@{rng.choice(('example.org', 'example.net'))}" if happens(rng, 0.9) else None,
        money=f"{rng.randrange(60, 400, 10)} 000 ₽" if happens(rng, 0.6) else None,
        company=rng.choice(EMPLOYERS),
        photo=number + 500_000 if happens(rng, 0.3) else None,
    )


def _vacancies(company: Company, organisation: int, place: int, rng: Random) -> list[int]:
    first = first_vacancy(ROMASHKA)
    # Spreads exactly that many evenly over the organisation's candidates.
    share = ON_FIRST_VACANCY / IN_ROMASHKA
    if place < IN_ROMASHKA and int(place * share) != int((place + 1) * share):
        chosen = [first]
    elif happens(rng, 0.06):
        return []
    else:
        chosen = []
    others = [v.id for v in company.vacancies.values() if v.organisation == organisation and v.id != first]
    wanted = (0 if chosen else 1) + (happens(rng, 0.15))
    return chosen + rng.sample(others, wanted)


def _link(number: int, vacancy: int, organisation: int, created: datetime, rng: Random) -> Link:
    (place,) = rng.choices(range(len(STAGES[organisation])), STAGE_WEIGHTS)
    changed = created + timedelta(minutes=rng.randrange(10, 400))
    updated = changed + timedelta(minutes=rng.choice((0, 0, 15, 45)))
    reason = organisation * 10 + rng.randrange(5) if place == REJECTED and happens(rng, 0.9) else None
    return Link(number, vacancy, stage_id(organisation, place), updated, changed, reason)


def _belongings(organisation: int, created: datetime, ids: Iterator[int], rng: Random) -> dict[str, Any]:
    tags = rng.sample(range(5), rng.choice((0, 0, 0, 1, 1, 2)))
    source = organisation * 10 + rng.randrange(6)
    state = rng.choice(("not_sent", "sent", "accepted", "accepted", "declined"))
    decided = created + timedelta(hours=2) if state in ("accepted", "declined") else None
    telegram = Social(next(ids), "TELEGRAM", f"@user{rng.randrange(10_000)}")
    resume = External(next(ids), rng.choice(("NATIVE", "HH")), source, created, "Опыт работы: 5 лет.")
    return {
        "tags": tuple(TagLink(next(ids), organisation * 10 + tag) for tag in tags),
        "source": source,
        "social": (telegram,) if happens(rng, 0.4) else (),
        "externals": (resume,) if happens(rng, 0.7) else (),
        "agreement": Agreement(state, decided) if happens(rng, 0.8) else None,
        "position": rng.choice(("Инженер", "Менеджер", "Аналитик", "Developer", "Team Lead", None)),
    }


def _history(company: Company, person: Candidate, ids: Iterator[int], rng: Random) -> list[LogEntry]:
    organisation = person.organisation
    authors = [
        c for c in company.coworkers.values() if c.organisation == organisation and c.kind != "watcher"
    ]
    author = rng.choice(authors)

    def entry(kind: str, created: datetime, link: Link | None = None, **fields: Any) -> LogEntry:
        vacancy = link.vacancy if link else None
        who = (author.member, author.name)
        return LogEntry(next(ids), person.id, kind, created, *who, vacancy=vacancy, **fields)

    lines = [entry("ADD", person.created)]
    for link in person.links:
        new = stage_id(organisation, 0)
        lines.append(entry("VACANCY-ADD", person.created + timedelta(minutes=5), link, status=new))
        if link.status != new:
            reason = link.rejection_reason
            lines.append(entry("STATUS", link.changed, link, status=link.status, rejection_reason=reason))
        if link.updated != link.changed:
            lines.append(entry("COMMENT", link.updated, link, comment=rng.choice(COMMENTS)))
    if happens(rng, 0.2):
        # Mail shows as a comment without text.
        lines.append(entry("COMMENT", person.created + timedelta(hours=1)))
    return sorted(lines, key=lambda line: line.created)


def _make_odd_ones(company: Company) -> None:
    """Turn a few candidates of no special vacancy into what real data hold and programs forget."""
    odd: tuple[dict[str, Any], ...] = (
        {"first_name": None, "last_name": None, "middle_name": None, "email": None, "phone": None},
        {"email": "нет почты, только телефон"},
        {"first_name": "<script>alert(1)</script>", "last_name": "O'Брайен & <b>сын</b>"},
        {"last_name": "Оч" + "ень" * 60 + "длинный"},
        {"first_name": "\u202eинА", "last_name": "Справа-налево"},
        {"merged_into": FIRST_ID + 201},
    )
    for place, fields in enumerate(odd):
        company.change_candidate(FIRST_ID + 202 + place, **fields)
    company.change_candidate(FIRST_ID + 200, doubles=(FIRST_ID + 201,))
    company.change_candidate(FIRST_ID + 201, doubles=(FIRST_ID + 200,))
