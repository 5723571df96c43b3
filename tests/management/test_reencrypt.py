"""A key is changed: every token is under the new one, and the old one can be dropped."""

from typing import Any

import pytest
from cryptography.fernet import Fernet
from django.contrib.auth.models import User
from django.core.management import CommandError, call_command
from django.db import connection
from pytest_django import Settings

from google_oauth.models import GoogleOAuthAccount, HuntflowConnection

pytestmark = pytest.mark.django_db

OLD, NEW = Fernet.generate_key().decode(), Fernet.generate_key().decode()


@pytest.fixture(autouse=True)
def _stored_under_the_old_key(settings: Settings) -> None:
    settings.TOKEN_ENCRYPTION_KEYS = [OLD]
    user = User.objects.create_user("anna")
    GoogleOAuthAccount.objects.create(
        user=user, google_id="1", email="anna@example.com", access_token="ya29.a", refresh_token="1//0r"
    )
    HuntflowConnection.objects.create(user=user, base_url="https://api.huntflow.ru/v2", access_token="a")


def raw() -> list[Any]:
    with connection.cursor() as cursor:
        cursor.execute("SELECT access_token, refresh_token FROM google_oauth_googleoauthaccount")
        return list(cursor.fetchall())


def test_tokens_are_read_with_the_new_key_alone(
    settings: Settings, capsys: pytest.CaptureFixture[str]
) -> None:
    settings.TOKEN_ENCRYPTION_KEYS = [NEW, OLD]

    call_command("reencrypt")

    assert capsys.readouterr().out == "✅ Токенов под первым ключом: 3\n"
    settings.TOKEN_ENCRYPTION_KEYS = [NEW]
    account, pair = GoogleOAuthAccount.objects.get(), HuntflowConnection.objects.get()
    assert (account.access_token, account.refresh_token) == ("ya29.a", "1//0r")
    assert (pair.access_token, pair.refresh_token) == ("a", "")


def test_no_token_stands_in_the_database_in_clear() -> None:
    assert "ya29.a" not in str(raw())
    assert "1//0r" not in str(raw())


def test_token_that_no_key_opens_stays_and_is_told_of(settings: Settings) -> None:
    settings.TOKEN_ENCRYPTION_KEYS = [NEW]
    before = raw()

    with pytest.raises(CommandError, match="не открыл ни один ключ: 3"):
        call_command("reencrypt")

    assert raw() == before
