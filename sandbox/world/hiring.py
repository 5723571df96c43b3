"""The two Huntflow organisations before anybody applied: members, stages, dictionaries, vacancies."""

from datetime import date, timedelta
from random import Random

from sandbox.world.company import (
    Attachment,
    Company,
    Coworker,
    DictionaryItem,
    Organisation,
    Stage,
    StageGroup,
    Vacancy,
)
from sandbox.world.dates import at
from sandbox.world.names import NameBook
from sandbox.world.people import NORTHWIND, RECRUITERS, ROMASHKA

ORGANISATIONS = (
    Organisation(ROMASHKA, "ООО «Ромашка Софт»", "romashka-soft", production_calendar=1),
    Organisation(NORTHWIND, "Northwind Labs", "org2044", locale="en_US"),
)

STAGES = {
    ROMASHKA: (
        ("user", "Новые"),
        ("user", "Отбор резюме"),
        ("user", "Интервью с рекрутером"),
        ("user", "Техническое интервью"),
        ("user", "Интервью с заказчиком"),
        ("user", "Выставлен оффер"),
        ("user", "Оффер принят"),
        ("hired", "Вышел на работу"),
        ("trash", "Отказ"),
        ("user", "Тестовое задание"),
    ),
    NORTHWIND: (
        ("user", "New"),
        ("user", "Screening"),
        ("user", "Recruiter interview"),
        ("user", "Technical interview"),
        ("user", "Final interview"),
        ("user", "Offer sent"),
        ("user", "Offer accepted"),
        ("hired", "Hired"),
        ("trash", "Rejected"),
        ("user", "Take-home task"),
    ),
}
"""By organisation; the last one was removed, and old links still point at it."""

OFFER, STAY_DAYS = 5, 5
"""From which place of `STAGES` on a candidate may stay as long as it takes, and the days before."""

REJECTIONS = (
    "Недостаточно опыта",
    "Не подошёл по зарплате",
    "Отказался сам",
    "Не вышел на связь",
    "Вакансия закрыта",
)
SOURCES = ("hh.ru", "Хабр Карьера", "LinkedIn", "Рекомендация сотрудника", "Сайт компании", "Telegram")
OWN_SOURCES = ("Сайт компании", "Telegram")
TAGS = (
    ("Резерв", "3B82F6"),
    ("Срочно", "DC2626"),
    ("Релокация", "16A34A"),
    ("Senior", "9333EA"),
    ("Вернулся", "F59E0B"),
)
INTERVIEWS = ("Телефонное интервью", "Интервью в офисе", "Видеоинтервью")

POSITIONS = {
    ROMASHKA: (
        "Python-разработчик",
        "Ведущий бухгалтер",
        "Менеджер по продажам",
        "Тестировщик (QA)",
        "Frontend-разработчик",
        "Системный аналитик",
        "Продуктовый дизайнер",
        "DevOps-инженер",
        "HR-менеджер",
        "Руководитель проектов",
        "Java-разработчик",
        "Специалист поддержки",
        "Data Scientist",
        "Офис-менеджер",
        "Финансовый аналитик <b>срочно</b>",
    ),
    NORTHWIND: (
        "Senior Go Engineer",
        "Product Manager",
        "Account Executive",
        "Site Reliability Engineer",
        "iOS Developer",
        "Technical Writer",
        "Data Engineer",
        "Customer Success Manager",
        "Security Engineer & Architect",
        "Engineering Manager",
    ),
}
"""25 vacancies. The first of the first organisation is the one with exactly 90 candidates."""

CLOSED, HELD, HIDDEN = (9, 13, 14), (6, 11), (10,)
"""Places in `POSITIONS` of the vacancies that are not simply open."""

MONEYLESS = 3
"""Of each five vacancies, the place of the one that names no pay."""
YOUNGEST_DAYS, OLDEST_DAYS = 100, 300
"""The age of vacancies; every candidate came later."""
COWORKERS = ("manager", "manager", "watcher", "watcher", "watcher", "watcher")
"""Member types of those in an organisation who cannot sign in here."""


def first_vacancy(organisation: int) -> int:
    """The id of an organisation's first vacancy; the others follow by one."""
    return organisation * 100 + 1


def stage_id(organisation: int, place: int) -> int:
    """The id of the stage at `place` (from 0) of `STAGES`."""
    return organisation * 10 + place + 1


def found_company(rng: Random, names: NameBook, *, today: date) -> Company:
    """Both organisations with all that stands before the first candidate."""
    company = Company()
    for organisation in ORGANISATIONS:
        company.organisations[organisation.id] = organisation
        _add_stages(company, organisation.id, today)
        _add_dictionaries(company, organisation.id)
        _add_vacancies(company, organisation.id, rng, today)
        _add_coworkers(company, organisation.id, names)
    for recruiter in RECRUITERS:
        company.pairs.issue(recruiter.email, lambda size: rng.randbytes(size).hex())
    return company


def _add_stages(company: Company, organisation: int, today: date) -> None:
    names = STAGES[organisation]
    for place, (kind, name) in enumerate(names):
        removed = at(today - timedelta(days=60), 12) if place == len(names) - 1 else None
        stay = STAY_DAYS if kind == "user" and place < OFFER else None
        stage = Stage(stage_id(organisation, place), organisation, kind, name, place + 1, removed, stay)
        company.stages[stage.id] = stage
    living = tuple(stage_id(organisation, place) for place in range(len(names) - 1))
    group = StageGroup(organisation * 10, organisation, "Основной", living)
    company.stage_groups[group.id] = group


def _add_dictionaries(company: Company, organisation: int) -> None:
    start = organisation * 10
    for place, name in enumerate(REJECTIONS):
        company.rejection_reasons.append(DictionaryItem(start + place, organisation, name, place + 1))
    other = DictionaryItem(None, organisation, "Другое", len(REJECTIONS) + 1)
    company.rejection_reasons.append(other)
    for place, name in enumerate(SOURCES):
        kind = "user" if name in OWN_SOURCES else "system"
        company.sources.append(DictionaryItem(start + place, organisation, name, place + 1, kind))
    for place, (name, color) in enumerate(TAGS):
        company.tags.append(DictionaryItem(start + place, organisation, name, place + 1, color=color))
    for place, name in enumerate(INTERVIEWS):
        company.interview_types.append(DictionaryItem(start + place, organisation, name, place + 1))


def _add_vacancies(company: Company, organisation: int, rng: Random, today: date) -> None:
    members = tuple(person.email for person in RECRUITERS if organisation in person.memberships)
    for place, position in enumerate(POSITIONS[organisation]):
        days = rng.randint(YOUNGEST_DAYS, OLDEST_DAYS)
        created = at(today - timedelta(days=days), rng.randint(9, 18), rng.randrange(60))
        state = "CLOSED" if place in CLOSED else "HOLD" if place in HELD else "OPEN"
        low = rng.randrange(80, 250, 10)
        vacancy = Vacancy(
            id=first_vacancy(organisation) + place,
            organisation=organisation,
            position=position,
            created=created,
            updated=created + timedelta(days=rng.randint(0, 15), minutes=rng.randrange(600)),
            state=state,
            company=rng.choice(("Продуктовый отдел", "Финансы", "Платформа", None)),
            money=f"{low} 000 – {low + 60} 000 ₽" if place % 5 != MONEYLESS else None,
            priority=int(place % 7 == 0),
            hidden=place in HIDDEN,
            stage_group=organisation * 10,
            body=f"<p>Ищем: <b>{position}</b>.</p><p>Задачи интересные, команда дружная.</p>",
            requirements="<ul><li>Опыт от 3 лет</li><li>Английский B1</li></ul>",
            conditions="<p>Удалённо или офис в центре.</p>" if place % 3 else None,
            files=(Attachment(organisation * 100 + place, "Описание вакансии.pdf", "application/pdf"),)
            if place % 4 == 0
            else (),
            members=members[:1] if place in HIDDEN else members,
            fields=(("project", "Платформа 2.0"),) if place % 2 else (),
        )
        company.vacancies[vacancy.id] = vacancy


def _add_coworkers(company: Company, organisation: int, names: NameBook) -> None:
    start = organisation * 10
    recruiters = [person for person in RECRUITERS if organisation in person.memberships]
    for place, person in enumerate(recruiters):
        seen = tuple(v.id for v in company.vacancies.values() if person.email in v.members)
        own = tuple(vacancy for vacancy in seen if company.vacancies[vacancy].organisation == organisation)
        kind = person.memberships[organisation]
        coworker = Coworker(start + place, organisation, start + place, kind, person.name, person.email, own)
        company.coworkers[coworker.id] = coworker
    for place, kind in enumerate(COWORKERS, len(recruiters)):
        name = names.russian() if organisation == ROMASHKA else names.latin()
        email = names.address(name, "example.com")
        coworker = Coworker(start + place, organisation, start + place, kind, name.full, email)
        company.coworkers[coworker.id] = coworker
