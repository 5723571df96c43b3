"""Rows of the cache page's tables."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext

from google_oauth.cache_service.report.entries import Holding, Kept
from google_oauth.cache_service.report.tally import Tally
from google_oauth.services.cache_page import status
from google_oauth.services.cache_page.status import Overview, Track
from google_oauth.views.blocks.states import reason_text
from google_oauth.views.cache.charts import Chart, chart
from google_oauth.views.cache.words import icon_of, label, person_name, question_link, question_text

# How many entries of a data set are shown before somebody asks for all.
SHOWN = 5


@dataclass(frozen=True)
class EntryRow:
    """One of the reader's own entries."""

    kept: Kept
    what: str
    link: str

    @property
    def tone(self) -> str:
        """The colour of its badge, as the stylesheet names it."""
        if self.kept.failure:
            return "danger"
        return "success" if self.kept.is_fresh else "warning"

    @property
    def word(self) -> str:
        """Its state in a word."""
        words = {"danger": gettext("failed"), "success": gettext("fresh"), "warning": gettext("stale")}
        return words[self.tone]

    @property
    def failure(self) -> str:
        """Why its last refresh brought nothing; "" if it did not fail."""
        failure = self.kept.failure
        return reason_text(status.upstream_of(self.kept.service), failure.reason) if failure else ""

    @property
    def retry_at(self) -> datetime | None:
        """When the upstream is asked again at the earliest, if that is still to come."""
        failure = self.kept.failure
        return failure.retry_at if failure and failure.retry_at > timezone.now() else None


@dataclass(frozen=True)
class Group:
    """The reader's own entries of one data set: those that are shown, and how many there are."""

    service: str
    rows: tuple[EntryRow, ...]
    total: int

    @property
    def title(self) -> str:
        """The data set's name."""
        return label(self.service)

    @property
    def icon(self) -> str:
        """The glyph of the data set."""
        return icon_of(self.service)

    @property
    def more(self) -> int:
        """How many entries are not shown."""
        return self.total - len(self.rows)


@dataclass(frozen=True)
class ServiceRow:
    """One data set in numbers, over the time that was chosen."""

    service: str
    holding: Holding
    tally: Tally
    chart: Chart
    failed_at: datetime | None

    @property
    def title(self) -> str:
        """The data set's name."""
        return label(self.service)

    @property
    def icon(self) -> str:
        """The glyph of the data set."""
        return icon_of(self.service)

    @property
    def failure(self) -> str:
        """Why a refresh failed last, where that is still on record."""
        failure = self.holding.failure
        return reason_text(status.upstream_of(self.service), failure.reason) if failure else ""


@dataclass(frozen=True)
class PersonRow:
    """How much is kept for one person."""

    user_id: int
    name: str
    holding: Holding


def groups(entries: Iterable[Kept], *, source: str = "", whole: str = "") -> list[Group]:
    """Group the reader's own entries by data set, those without any among them, of `source` ("" for all).

    Of the data set named `whole` all entries are shown.
    """
    found: dict[str, list[Kept]] = {
        service: [] for service in status.data_sets() if source in ("", status.upstream_of(service))
    }
    for kept in entries:
        if kept.service in found:
            found[kept.service].append(kept)
    return [
        Group(service, tuple(_row(kept) for kept in (each if service == whole else each[:SHOWN])), len(each))
        for service, each in found.items()
    ]


def service_rows(overview: Overview, track: Track) -> list[ServiceRow]:
    """Every data set that has entries, or was asked about lately."""
    rows = [
        ServiceRow(
            service,
            overview.survey.services.get(service, Holding()),
            track.of(service),
            chart(track, service),
            _failed_at(overview, service),
        )
        for service in status.data_sets()
    ]
    return [row for row in rows if row.holding.entries or row.holding.failing or row.tally.reads]


def person_rows(overview: Overview) -> list[PersonRow]:
    """Everybody with entries, who has most of them first."""
    users = User.objects.in_bulk(overview.survey.users)
    rows = [
        PersonRow(user_id, person_name(users.get(user_id), user_id), holding)
        for user_id, holding in overview.survey.users.items()
    ]
    return sorted(rows, key=lambda row: (-row.holding.entries, row.name))


def _row(kept: Kept) -> EntryRow:
    parameters = kept.parameters
    return EntryRow(kept, question_text(parameters), question_link(kept.service, parameters))


def _failed_at(overview: Overview, service: str) -> datetime | None:
    """When a refresh failed last: to the second while it is on record, else to the minute or the hour."""
    holding = overview.survey.services.get(service, Holding())
    if holding.failure:
        return holding.failure.at
    return overview.hour.last_failure(service) or overview.week.last_failure(service)
