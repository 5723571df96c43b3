"""What the database keeps, and what it keeps unreadable."""

import pytest
from django.contrib.auth import get_user_model
from django.db import connection

from google_oauth.models import GoogleOAuthAccount


@pytest.mark.django_db
def test_tokens_are_ciphertext_in_the_database() -> None:
    user = get_user_model().objects.create_user("anna")
    GoogleOAuthAccount.objects.create(
        user=user, google_id="1", email="a@example.com", refresh_token="1//0secret"
    )

    with connection.cursor() as cursor:
        cursor.execute("SELECT refresh_token FROM google_oauth_googleoauthaccount")
        stored = cursor.fetchone()[0]

    assert "secret" not in stored
    assert GoogleOAuthAccount.objects.get().refresh_token == "1//0secret"
