from datetime import timedelta

import pytest
from django.contrib.auth import get_user_model
from django.utils import timezone

from google_oauth.models import GoogleOAuthAccount


@pytest.fixture
def account(db: None) -> GoogleOAuthAccount:
    """An account whose access token is good for an hour."""
    user = get_user_model().objects.create_user("google-1")
    return GoogleOAuthAccount.objects.create(
        user=user,
        google_id="1",
        email="anna@example.com",
        access_token="ya29.old",
        refresh_token="1//0refresh",
        token_expires_at=timezone.now() + timedelta(hours=1),
    )
