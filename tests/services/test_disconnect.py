"""A disconnect costs one round trip to Redis for each upstream, however much is cached."""

from collections.abc import Iterator
from contextlib import contextmanager
from typing import Any

import pytest
from django.contrib.auth.models import User
from django_redis import get_redis_connection
from redis.connection import AbstractConnection

from google_oauth.cache_service import CacheService, GoogleAPICache, HuntflowAPICache
from google_oauth.models import GoogleOAuthAccount, HuntflowConnection, PendingRemoval
from google_oauth.services import Disconnected, GoogleOAuthService, HuntflowService

pytestmark = pytest.mark.django_db(transaction=True)


@pytest.fixture
def user() -> User:
    """Connected to both, without a token to revoke at Google, with entries of many data sets."""
    user = User.objects.create_user("anna")
    GoogleOAuthAccount.objects.create(user=user, google_id="1")
    HuntflowConnection.objects.create(user=user, access_token="a", refresh_token="r")
    GoogleAPICache.set_calendar_events(user.pk, [{"id": 1}])
    GoogleAPICache.set_sheets(user.pk, [{"id": 1}])
    HuntflowAPICache.set_accounts(user.pk, [{"id": 1}])
    for candidate_id in range(5):
        HuntflowAPICache.set_candidate(user.pk, {"id": 1}, 1, candidate_id)
    return user


@contextmanager
def round_trips() -> Iterator[list[bytes]]:
    """What is sent to Redis within the block: one item for each time that something is."""
    sent: list[bytes] = []
    send = AbstractConnection.send_packed_command

    def noted(self: AbstractConnection, command: Any, check_health: bool = True) -> Any:
        sent.append(command if isinstance(command, bytes) else b"".join(command))
        return send(self, command, check_health)

    # The scripts are loaded and the connection is open: a process does both once.
    CacheService.get_cache_stats()
    HuntflowAPICache.invalidate_user_cache(-1)
    with pytest.MonkeyPatch.context() as patch:
        patch.setattr(AbstractConnection, "send_packed_command", noted)
        yield sent


def test_disconnect_of_huntflow_is_one_round_trip(user: User) -> None:
    with round_trips() as sent:
        assert HuntflowService(user).disconnect()

    assert len(sent) == 1
    assert CacheService.get_cache_stats()["services"] == {"google_calendar_events": 1, "google_sheets": 1}


def test_disconnect_of_google_is_one_round_trip_for_each_upstream(user: User) -> None:
    with round_trips() as sent:
        done = GoogleOAuthService(user).disconnect()

    assert done == Disconnected(revoked=True, erased=True)
    assert len(sent) == 2
    assert not list(get_redis_connection("default").scan_iter("api_cache:*"))


def test_removal_that_is_still_pending_is_one_round_trip_before_the_read(user: User) -> None:
    PendingRemoval.objects.create(user_id=user.pk, upstream="huntflow")
    HuntflowAPICache.set_candidates(user.pk, [{"id": 1}], 1, max_results=300)
    service = HuntflowService(user)

    with round_trips() as sent:
        known = service.known_applicants(1, 300)

    assert (known, len(sent)) == ([], 2)
