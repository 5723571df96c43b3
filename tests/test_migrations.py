"""The old app's copies of Google data leave the database; the accounts stay."""

from collections.abc import Iterator

import pytest
from django.apps.registry import Apps
from django.contrib.auth import get_user_model
from django.core.management import call_command
from django.db import connection
from django.db.migrations.executor import MigrationExecutor

from google_oauth.models import GoogleOAuthAccount

OLD_TABLES = {
    "google_oauth_googlecalendarevent",
    "google_oauth_googledrivefile",
    "google_oauth_googlesheet",
}

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def first() -> Iterator[Apps]:
    """The models as the first migration leaves them, in a database that stands there."""
    executor = MigrationExecutor(connection)
    state = executor.migrate([("google_oauth", "0001_initial")])
    yield state.apps
    call_command("migrate", "google_oauth", verbosity=0)


def test_the_copies_go_with_their_rows_and_the_accounts_stay(first: Apps) -> None:
    user = first.get_model("auth", "User").objects.create(username="google-1")
    account = first.get_model("google_oauth", "GoogleOAuthAccount").objects.create(
        user=user,
        google_id="1",
        email="anna@example.com",
        access_token="ya29.access",
        refresh_token="1//0refresh",
    )
    for model, upstream_id in (
        ("GoogleCalendarEvent", "google_event_id"),
        ("GoogleDriveFile", "google_file_id"),
        ("GoogleSheet", "google_sheet_id"),
    ):
        first.get_model("google_oauth", model).objects.create(account=account, **{upstream_id: "1"})
    assert set(connection.introspection.table_names()) > OLD_TABLES

    call_command("migrate", "google_oauth", verbosity=0)

    assert set(connection.introspection.table_names()) & OLD_TABLES == set()
    kept = GoogleOAuthAccount.objects.get()
    assert (kept.google_id, kept.email, kept.access_token, kept.refresh_token) == (
        "1", "anna@example.com", "ya29.access", "1//0refresh",
    )  # fmt: skip
    assert kept.user == get_user_model().objects.get(username="google-1")


def test_no_model_waits_for_a_migration() -> None:
    call_command("makemigrations", check=True, dry_run=True, verbosity=0)
