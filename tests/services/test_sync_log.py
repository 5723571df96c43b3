"""The line that each forced refresh leaves in the log, in the words by which operators search."""

from collections.abc import Callable
from typing import Any

import pytest

from google_oauth.clients.huntflow import pace
from google_oauth.services import (
    GoogleCalendarService,
    GoogleDriveService,
    GoogleOAuthService,
    GoogleSheetsService,
    HuntflowService,
)
from sandbox.world.candidates import FIRST_ID
from sandbox.world.hiring import first_vacancy
from sandbox.world.people import ROMASHKA
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import ANNA, connect

pytestmark = pytest.mark.django_db(transaction=True)
VACANCY = first_vacancy(ROMASHKA)

SYNCS: dict[str, Callable[[GoogleOAuthService, HuntflowService], Any]] = {
    "календарей: {} календарей": lambda oauth, _: GoogleCalendarService(oauth).sync_calendars(),
    "файлов Google Drive: {} файлов": lambda oauth, _: GoogleDriveService(oauth).sync_files(20),
    "таблиц Google Sheets: {} таблиц": lambda oauth, _: GoogleSheetsService(oauth).sync_spreadsheets(20),
    "аккаунтов Huntflow: {} аккаунтов": lambda _, huntflow: huntflow.sync_accounts(),
    "вакансий: {} вакансий": lambda _, huntflow: huntflow.sync_vacancies(ROMASHKA),
    "вакансий: 1 вакансий": lambda _, huntflow: huntflow.sync_vacancy(ROMASHKA, VACANCY),
    "кандидатов: {} кандидатов": lambda _, huntflow: huntflow.sync_applicants(ROMASHKA, VACANCY, 30),
    "кандидатов: 1 кандидатов": lambda _, huntflow: huntflow.sync_applicant(ROMASHKA, FIRST_ID),
    "историй кандидатов: {} записей": lambda _, huntflow: huntflow.sync_applicant_log(ROMASHKA, FIRST_ID),
    "этапов подбора: {} этапов": lambda _, huntflow: huntflow.sync_statuses(ROMASHKA),
    "меток: {} меток": lambda _, huntflow: huntflow.sync_tags(ROMASHKA),
    "причин отказа: {} причин": lambda _, huntflow: huntflow.sync_rejection_reasons(ROMASHKA),
}


@pytest.fixture
def services(
    sandbox: RunningSandbox, sandbox_settings: Any, monkeypatch: pytest.MonkeyPatch
) -> tuple[GoogleOAuthService, HuntflowService]:
    monkeypatch.setattr(pace, "INTERVAL", 0.0001)
    sandbox.change(op="set_rate_limit", target="huntflow", per_second=None)
    user = connect(sandbox, ANNA)
    huntflow = HuntflowService(user)
    huntflow.connect_sandbox_pair()
    huntflow.get_accounts()
    return GoogleOAuthService(user), huntflow


def told(caplog: pytest.LogCaptureFixture) -> list[str]:
    return [record.getMessage() for record in caplog.records if record.getMessage().startswith("🔄")]


def test_each_sync_is_told_word_for_word_with_what_it_brought(
    services: tuple[GoogleOAuthService, HuntflowService], caplog: pytest.LogCaptureFixture
) -> None:
    for words, sync in SYNCS.items():
        caplog.clear()
        brought = sync(*services)

        assert told(caplog) == [f"🔄 Синхронизация {words.format(len(brought))} (кэшированы)"]


def test_sync_too_soon_after_another_brings_nothing_and_tells_nothing(
    services: tuple[GoogleOAuthService, HuntflowService], caplog: pytest.LogCaptureFixture
) -> None:
    calendar = GoogleCalendarService(services[0])
    calendar.sync_calendars()
    caplog.clear()

    calendar.sync_calendars()

    assert told(caplog) == []
