"""What is kept of an answer."""

from typing import Any

import pytest

from google_oauth.clients.huntflow.masks import APPLICANT, LOG_ENTRY, STATUS, VACANCY, VACANCY_CARD
from google_oauth.clients.huntflow.vacancies import list_vacancies
from google_oauth.exceptions import UpstreamUnavailable

EMPTY_LISTS: dict[str, Any] = {"tags": [], "links": [], "social": []}


@pytest.mark.parametrize(
    "person",
    [
        {"id": 1, "account": 2},
        {
            "id": 1,
            "account": 2,
            "first_name": None,
            "last_name": None,
            "email": None,
            "created": None,
            "links": None,
        },
    ],
)
def test_absent_and_null_are_the_same(person: dict[str, Any]) -> None:
    assert APPLICANT.apply(person) == {"id": 1, "account": 2, **EMPTY_LISTS}


def test_what_pages_do_not_show_is_dropped() -> None:
    person = {
        "id": 1,
        "account": 2,
        "photo": 3,
        "photo_url": "https://store.huntflow.ru/x?s=1&e=2",
        "birthday": "1990-01-01",
        "skype": "x",
        "external": [{"id": 4}],
        "site": [],
    }

    assert APPLICANT.apply(person) == {"id": 1, "account": 2, **EMPTY_LISTS}


def test_an_email_that_is_none_is_kept_as_it_is() -> None:
    assert APPLICANT.apply({"id": 1, "account": 2, "email": "звонить"})["email"] == "звонить"


def test_a_state_that_nobody_knows_is_kept() -> None:
    item = {"id": 1, "position": "x", "created": "2026-01-01T00:00:00+03:00", "state": "REOPEN", "custom": 1}

    assert VACANCY.apply(item) == {name: value for name, value in item.items() if name != "custom"}


def test_files_keep_their_names_and_lose_their_links() -> None:
    file = {"id": 5, "name": "a.pdf", "content_type": "application/pdf", "url": "https://x/?s=1&e=2"}
    card = {"id": 1, "position": "x", "created": "2026-01-01T00:00:00+03:00", "files": [file]}

    assert VACANCY_CARD.apply(card)["files"] == [
        {"id": 5, "name": "a.pdf", "content_type": "application/pdf"}
    ]


def test_a_removed_stage_keeps_its_date() -> None:
    stage = {"id": 1, "type": "user", "name": "x", "order": 3, "removed": "2026-01-01T00:00:00+03:00"}

    assert STATUS.apply(stage) == stage


@pytest.mark.parametrize(
    "person",
    [
        None,
        [],
        {"account": 2},
        {"id": None, "account": 2},
        {"id": "1", "account": 2},
        {"id": True, "account": 2},
        {"id": 1, "account": 2, "email": ["x"]},
        {"id": 1, "account": 2, "links": {"a": 1}},
        {"id": 1, "account": 2, "links": "none"},
        {"id": 1, "account": 2, "links": [{"status": 1}]},
    ],
)
def test_another_shape_is_malformed(person: Any) -> None:
    with pytest.raises(UpstreamUnavailable) as caught:
        APPLICANT.apply(person)

    assert caught.value.reason == "malformed"


class Pages:
    """An API that has one page."""

    def __init__(self, *items: Any) -> None:
        self._items = list(items)

    def pages(self, _: str, **__: Any) -> list[Any]:
        return self._items


def test_a_vacancy_without_an_id_is_left_out() -> None:
    named = {"id": 1, "position": "x", "created": "2026-01-01T00:00:00+03:00"}

    found = list_vacancies(Pages({"id": None, "position": "y", "created": "z"}, named), 1)  # type: ignore[arg-type]

    assert found == [named]


def test_a_log_entry_keeps_who_moved_whom_and_why() -> None:
    kept = {"id": 1, "created": "2026-01-01T00:00:00+03:00", "type": "STATUS", "comment": "Ждёт"}
    author = {"id": 7, "name": "Анна"}
    interview = {"id": 3, "attendees": [{"email": "a@example.org"}]}

    entry = LOG_ENTRY.apply(
        {**kept, "status": None, "account_info": {**author, "x": 1}, "calendar_event": interview}
    )

    assert entry == {**kept, "account_info": author}


@pytest.mark.parametrize("author", [None, "Анна", {"name": "Анна"}])
def test_a_log_entry_of_nobody_is_malformed(author: Any) -> None:
    with pytest.raises(UpstreamUnavailable) as caught:
        LOG_ENTRY.apply({"id": 1, "created": "2026-01-01T00:00:00+03:00", "account_info": author})

    assert caught.value.reason == "malformed"
