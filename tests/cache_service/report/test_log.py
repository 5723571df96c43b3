"""The three lines of the log, word for word."""

from typing import Any

import pytest

from google_oauth.cache_service import GoogleAPICache, HuntflowAPICache, log_sync
from google_oauth.cache_service.report.log import count_items

EVENTS = [{"id": number, "summary": "Иван Петров, ivan@example.com"} for number in range(15)]


def test_events(caplog: pytest.LogCaptureFixture) -> None:
    GoogleAPICache.set_calendar_events(7, EVENTS)
    GoogleAPICache.get_calendar_events(7)
    log_sync(GoogleAPICache.fetch_calendar_events(7, lambda _: EVENTS))

    assert [(record.levelname, record.message) for record in caplog.records] == [
        ("INFO", "💾 Сохранены события календаря в кэш: 15 событий"),
        ("INFO", "📦 Получены события календаря из кэша: 15 событий"),
        ("INFO", "📦 Получены события календаря из кэша: 15 событий"),
        ("INFO", "🔄 Синхронизация событий календаря: 15 событий (кэшированы)"),
    ]
    assert {record.name for record in caplog.records} == {"google_oauth.cache"}


@pytest.mark.parametrize(
    ("store", "line"),
    [
        (lambda: GoogleAPICache.set_drive_files(7, [1, 2]), "файлы Google Drive в кэш: 2 файлов"),
        (lambda: GoogleAPICache.set_sheets(7, []), "таблицы Google Sheets в кэш: 0 таблиц"),
        (lambda: HuntflowAPICache.set_candidate(7, {"id": 1}, 1, 1), "кандидаты в кэш: 1 кандидатов"),
        (lambda: HuntflowAPICache.set_candidates(7, {"items": [1, 2]}, 1), "кандидаты в кэш: 2 кандидатов"),
        (lambda: HuntflowAPICache.set_vacancies(7, [1], 1), "вакансии в кэш: 1 вакансий"),
        (lambda: HuntflowAPICache.set_accounts(7, [1, 2]), "аккаунты Huntflow в кэш: 2 аккаунтов"),
    ],
)
def test_others(store: Any, line: str, caplog: pytest.LogCaptureFixture) -> None:
    store()

    assert [record.message for record in caplog.records] == [f"💾 Сохранены {line}"]


@pytest.mark.parametrize(
    ("data", "expected"), [([1, 2], 2), ({"id": 1}, 1), ({"items": [1]}, 1), (None, 0), ("text", 1), ([], 0)]
)
def test_count_is_of_things(data: Any, expected: int) -> None:
    assert count_items(data) == expected


def test_no_line_is_made_for_a_log_that_does_not_want_it(caplog: pytest.LogCaptureFixture) -> None:
    GoogleAPICache.set_sheets(7, [])
    caplog.clear()

    with caplog.at_level("WARNING", "google_oauth.cache"):
        GoogleAPICache.get_sheets(7)

    assert caplog.messages == []
