"""Claims of docs/asvs.md that no test of one room shows."""

import re
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.db import IntegrityError
from django.db.models import QuerySet
from django.urls import reverse

from google_oauth.models import HuntflowConnection, PendingRemoval, Preferences
from google_oauth.services import HuntflowService
from tests.environment import ROOT
from tests.views.browser import Browser

APP = ROOT / "google_oauth"


def test_script_writes_text_and_no_markup() -> None:
    [script] = APP.glob("static/**/app.js")
    text = script.read_text(encoding="utf-8")

    assert "textContent" in text
    assert (
        re.findall(r"(?:inner|outer)HTML|insertAdjacentHTML|document\.write|\beval\(|new Function", text)
        == []
    )


def test_raw_sql_is_one_constant() -> None:
    sources = [
        path.read_text(encoding="utf-8") for path in APP.rglob("*.py") if "migrations" not in path.parts
    ]

    assert [
        call
        for text in sources
        for call in re.findall(r"\.(?:execute|raw|extra)\((?=[^)]*\bSELECT)[^)]*\)", text)
    ] == ['.execute("SELECT 1")']
    assert [text for text in sources if re.search(r"\bRawSQL\b|\.raw\(|\.extra\(", text)] == []


@pytest.mark.django_db
def test_migrations_make_no_account() -> None:
    assert User.objects.count() == 0


def test_field_that_no_form_has_changes_nothing(ivans: Browser, ivan: User) -> None:
    other = User.objects.create(username="other")
    foreign = {"language": "en", "user": other.pk, "user_id": other.pk, "is_staff": "1", "is_superuser": "1"}

    assert ivans.client.post(reverse("preferences"), foreign).status_code == 302

    ivan.refresh_from_db()
    assert (ivan.is_staff, ivan.is_superuser) == (False, False)
    assert list(Preferences.objects.values_list("user", "language")) == [(ivan.pk, "en")]


def test_pair_that_cannot_be_stored_leaves_no_removal(
    sandbox_settings: Any, sandbox: Any, ivan: User, monkeypatch: pytest.MonkeyPatch
) -> None:
    stored = QuerySet.update_or_create

    def refuse(query: Any, *args: Any, **values: Any) -> Any:
        if query.model is HuntflowConnection:
            raise IntegrityError
        return stored(query, *args, **values)

    monkeypatch.setattr(QuerySet, "update_or_create", refuse)
    pair = sandbox.pair("ivan.petrov@example.com")

    with pytest.raises(IntegrityError):
        HuntflowService(ivan).connect(f"{sandbox.url}/v2", pair["access_token"], pair["refresh_token"])

    assert not PendingRemoval.objects.exists()


def test_days_for_fixing_are_written_down() -> None:
    text = (ROOT / "SECURITY.md").read_text(encoding="utf-8")

    days = [int(day) for day in re.findall(r"^\| [^|]+ \| (\d+) \|$", text, re.MULTILINE)]

    assert days == sorted(days)
    assert len(days) == 3
