from datetime import date, datetime, timedelta

import pytest
from django.utils import timezone

from google_oauth.agenda.candidates import Contact
from google_oauth.agenda.events import Event
from google_oauth.templatetags.people import contact_link, day_and_start, mail_link, phone_link


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


def event_at(start: datetime | date | None) -> Event:
    return Event("e", "x", start, None, all_day=not isinstance(start, datetime))


def test_start_is_said_without_the_day_where_that_is_today() -> None:
    today = timezone.localtime().replace(hour=10, minute=30, second=0, microsecond=0)

    assert day_and_start(event_at(today)) == "10:30"
    assert day_and_start(event_at(today + timedelta(days=1))) == "завтра, 10:30"


def test_start_of_an_event_that_takes_all_day_or_has_no_date() -> None:
    today = timezone.localdate()

    assert day_and_start(event_at(today)) == "сегодня"
    assert day_and_start(event_at(today + timedelta(days=1))) == "завтра"
    assert day_and_start(event_at(None)) == "без даты"
