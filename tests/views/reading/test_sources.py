from datetime import UTC, datetime
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import QueryDict
from django.test import RequestFactory

from google_oauth.cache_service import CacheEntry
from google_oauth.services import GoogleDriveService
from google_oauth.views.blocks.reads import Deadline, Reads
from google_oauth.views.reading import sources
from tests.views.blocks.upstream import entry


def test_files_are_ordered_by_their_change_whatever_drive_says(monkeypatch: pytest.MonkeyPatch) -> None:
    times = [datetime(2026, 3, day, tzinfo=UTC).isoformat() for day in (2, 9, 4)]
    items = [{"id": time, "name": time, "mimeType": "text/plain", "modifiedTime": time} for time in times]

    def files(_: GoogleDriveService, limit: int, **manner: Any) -> CacheEntry:
        return entry(data=items[:limit])

    monkeypatch.setattr(GoogleDriveService, "files_entry", files)
    request, now = RequestFactory().get("/"), Deadline(0)
    request.user = User(pk=1)

    answer = Reads(request, now, now).need(sources.FILES)

    assert [file.id for file in answer.value.files] == [times[1], times[2], times[0]]


@pytest.mark.parametrize(
    ("query", "number"), [("", 0), ("id=", 0), ("id=7", 7), ("id=0", -1), ("id=x", -1), ("id=1.5", -1)]
)
def test_id_of_the_query_is_told_from_none_and_from_nonsense(query: str, number: int) -> None:
    assert sources.id_in(QueryDict(query), "id") == number
