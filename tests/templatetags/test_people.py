import pytest

from google_oauth.domain.candidates import Candidate, Contact, Link, Stage, Vacancy, VacancyState
from google_oauth.domain.hiring.applications import Application
from google_oauth.domain.matching.event_matching import Evidence
from google_oauth.templatetags.people import (
    candidate_link,
    candidate_name,
    contact_link,
    mail_link,
    network_name,
    phone_link,
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


@pytest.mark.parametrize(
    ("state", "name"),
    [
        (VacancyState.OPEN, "Открытые"),
        (VacancyState.HOLD, "Приостановленные"),
        (VacancyState.CLOSED, "Закрытые"),
        (VacancyState.UNKNOWN, "Прочие"),
    ],
)
def test_vacancies_of_a_state_have_a_heading(state: VacancyState, name: str) -> None:
    assert vacancy_state(state) == name


MARIA = Candidate(7, 17, last_name="<Кузнецова>", first_name="Мария")


def test_candidate_without_a_name_is_called_by_their_number() -> None:
    assert candidate_name(MARIA) == "<Кузнецова> Мария"
    assert candidate_name(Candidate(7, 17)) == "Кандидат 7, без имени"


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
