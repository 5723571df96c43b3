from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from google_oauth.domain.calendar.events import Event
from google_oauth.domain.candidates import Candidate, Contact, Link, Stage, StageKind, Vacancy, VacancyState
from google_oauth.domain.hiring.applications import Application
from google_oauth.domain.matching.event_matching import Evidence
from google_oauth.templatetags.dashboard import Badge
from google_oauth.templatetags.people import (
    candidate_link,
    contact_link,
    day_and_start,
    mail_link,
    network_name,
    person_name,
    phone_link,
    stage_badge,
    standing,
    vacancy_state,
)


@pytest.mark.parametrize(
    ("phone", "link"),
    [
        ("+7 (999) 123-45-67", "tel:+79991234567"),
        ("8 999 1234567", "tel:89991234567"),
        ("звонить вечером", ""),
        ("javascript:alert(1)", ""),
        ("+ () - ..", ""),
        ("", ""),
    ],
)
def test_phone_is_called_where_it_is_a_number(phone: str, link: str) -> None:
    assert phone_link(phone) == link


@pytest.mark.parametrize(
    ("address", "link"),
    [
        ("a.b@example.org", "mailto:a.b@example.org"),
        ("a?b=c&d@example.org", "mailto:a%3Fb%3Dc%26d@example.org"),
        ("звонить", ""),
        ("a@example.org, b@example.org", ""),
        ("", ""),
    ],
)
def test_mail_is_written_where_there_is_an_address(address: str, link: str) -> None:
    assert mail_link(address) == link


@pytest.mark.parametrize(
    ("network", "value", "link"),
    [
        ("TELEGRAM", "@ivanov_dev", "https://t.me/ivanov_dev"),
        ("TELEGRAM", "ivanov_dev", "https://t.me/ivanov_dev"),
        ("TELEGRAM", "https://t.me/ivanov_dev", "https://t.me/ivanov_dev"),
        ("TELEGRAM", "../ivanov", ""),
        ("LINKEDIN", "https://www.linkedin.com/in/x", "https://www.linkedin.com/in/x"),
        ("LINKEDIN", "javascript:alert(1)", ""),
    ],
)
def test_contact_leads_to_a_page_where_it_names_one(network: str, value: str, link: str) -> None:
    assert contact_link(Contact(network, value)) == link


@pytest.mark.parametrize(
    ("network", "name"), [("TELEGRAM", "Telegram"), ("WHATSAPP", "WhatsApp"), ("vk", "VK"), ("", "")]
)
def test_network_is_written_as_its_people_write_it(network: str, name: str) -> None:
    assert network_name(Contact(network, "x")) == name


def event_at(start: datetime | date | None) -> Event:
    return Event("e", "x", start, None)


def test_start_is_said_without_the_day_where_that_is_today() -> None:
    today = timezone.localtime().replace(hour=10, minute=30, second=0, microsecond=0)

    assert day_and_start(event_at(today)) == "10:30"
    assert day_and_start(event_at(today + timedelta(days=1))) == "завтра, 10:30"


def test_start_of_an_event_that_takes_all_day_or_has_no_date() -> None:
    today = timezone.localdate()

    assert day_and_start(event_at(today)) == "сегодня"
    assert day_and_start(event_at(today + timedelta(days=1))) == "завтра"
    assert day_and_start(event_at(None)) == "без даты"


@pytest.mark.parametrize("state", list(VacancyState))
def test_every_state_of_a_vacancy_has_a_name(state: VacancyState) -> None:
    assert vacancy_state(state)


@pytest.mark.parametrize(
    ("stage", "badge"),
    [
        (None, None),
        (Stage(1, "Интервью"), Badge("Интервью", "info")),
        (Stage(1, ""), Badge("неизвестный этап", "info")),
        (Stage(1, "Отказ", StageKind.TRASH), Badge("Отказ", "")),
        (Stage(1, "Нанят", StageKind.HIRED), Badge("Нанят", "success")),
    ],
)
def test_stage_is_named_with_its_meaning(stage: Stage | None, badge: Badge | None) -> None:
    assert stage_badge(stage) == badge


MARIA = Candidate(7, 17, last_name="<Кузнецова>", first_name="Мария")


def test_candidate_without_a_name_is_called_by_their_number() -> None:
    assert person_name(MARIA) == "<Кузнецова> Мария"
    assert person_name(Candidate(7, 17)) == "Кандидат 7, без имени"


def test_candidate_is_a_link_to_their_page_that_says_why_they_were_recognised() -> None:
    row = Application(MARIA)

    assert candidate_link(row) == '<a class="name" href="/candidates/17/7/">&lt;Кузнецова&gt; Мария</a>'
    assert candidate_link(row, Evidence.EMAIL) == (
        '<a class="name" href="/candidates/17/7/" title="Опознано по адресу гостя">&lt;Кузнецова&gt; Мария</a>'
        '<span class="hidden-text">. Опознано по адресу гостя</span>'
    )


@pytest.mark.parametrize(
    ("stage", "vacancy", "text"),
    [
        (Stage(12, "Оффер"), Vacancy(4, "DevOps"), "Оффер · DevOps"),
        (Stage(12, ""), None, "неизвестный этап"),
        (None, Vacancy(4, "DevOps"), "DevOps"),
        (None, Vacancy(4, ""), "без вакансии"),
        (None, None, "без вакансии"),
    ],
)
def test_standing_is_stage_and_vacancy(stage: Stage | None, vacancy: Vacancy | None, text: str) -> None:
    assert standing(Application(MARIA, Link(4, 12, None, None), vacancy, stage)) == text
