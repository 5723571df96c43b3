"""Rows of the tables of the cache page."""

from collections import defaultdict
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from django.contrib.auth.models import User
from django.utils import timezone
from django.utils.translation import gettext

from google_oauth.cache_service import DATA_SETS, DataSet
from google_oauth.services.cache_page import EntryInfo, EntryTotals, HitCounts, Series
from google_oauth.services.cache_page.status import Overview
from google_oauth.views.blocks.states import reason_text
from google_oauth.views.cache.charts import Chart, chart
from google_oauth.views.cache.words import entry_link, parameters_text, person_name

# Entries of a data set that are shown at first.
MAX_SHOWN = 5


@dataclass(frozen=True)
class EntryRow:
    data_set: DataSet
    entry: EntryInfo

    @property
    def what(self) -> str:
        return parameters_text(self.entry.parameters)

    @property
    def link(self) -> str:
        return entry_link(self.entry.service, self.entry.parameters)

    @property
    def tone(self) -> str:
        if self.entry.failure:
            return "danger"
        return "success" if self.entry.is_fresh else "warning"

    @property
    def word(self) -> str:
        words = {"danger": gettext("failed"), "success": gettext("fresh"), "warning": gettext("stale")}
        return words[self.tone]

    @property
    def failure(self) -> str:
        """The reason of the last failed refresh; "" if the last refresh succeeded."""
        failure = self.entry.failure
        return reason_text(self.data_set.upstream, failure.reason) if failure else ""

    @property
    def retry_at(self) -> datetime | None:
        """The end of the backoff, if it is still to come."""
        failure = self.entry.failure
        return failure.retry_at if failure and failure.retry_at > timezone.now() else None


@dataclass(frozen=True)
class Group:
    """The reader's entries of one data set: `rows` are shown, `total` counts all."""

    data_set: DataSet
    rows: tuple[EntryRow, ...]
    total: int

    @property
    def more(self) -> int:
        return self.total - len(self.rows)


@dataclass(frozen=True)
class DataSetRow:
    data_set: DataSet
    totals: EntryTotals
    counts: HitCounts
    chart: Chart
    failed_at: datetime | None

    @property
    def failure(self) -> str:
        """The reason of the last failed refresh, as long as Redis has it."""
        failure = self.totals.failure
        return reason_text(self.data_set.upstream, failure.reason) if failure else ""


@dataclass(frozen=True)
class PersonRow:
    user_id: int
    name: str
    totals: EntryTotals


def groups(entries: Iterable[EntryInfo], *, source: str = "", whole: str = "") -> list[Group]:
    """Group the reader's entries by data set of `source` ("" for all); data sets without entries are included.

    Only the data set `whole` shows all its entries.
    """
    found: dict[str, list[EntryInfo]] = defaultdict(list)
    for entry in entries:
        found[entry.service].append(entry)
    return [
        _group(data_set, found[service], whole=service == whole)
        for service, data_set in DATA_SETS.items()
        if source in ("", data_set.upstream)
    ]


def data_set_rows(overview: Overview, series: Series) -> list[DataSetRow]:
    """The data sets that have entries, or were read during `series`."""
    rows = []
    for service, data_set in DATA_SETS.items():
        totals = overview.totals.services.get(service, EntryTotals())
        # The counters know failures to the minute or the hour.
        counted = overview.hour.last_failure(service) or overview.week.last_failure(service)
        failed_at = totals.failure.at if totals.failure else counted
        rows.append(DataSetRow(data_set, totals, series.of(service), chart(series, service), failed_at))
    return [row for row in rows if row.totals.entries or row.totals.failing or row.counts.reads]


def person_rows(overview: Overview) -> list[PersonRow]:
    """All users with entries; the user with most entries first."""
    users = User.objects.in_bulk(overview.totals.users)
    rows = [
        PersonRow(user_id, person_name(users.get(user_id), user_id), totals)
        for user_id, totals in overview.totals.users.items()
    ]
    return sorted(rows, key=lambda row: (-row.totals.entries, row.name))


def _group(data_set: DataSet, entries: list[EntryInfo], *, whole: bool) -> Group:
    shown = entries if whole else entries[:MAX_SHOWN]
    return Group(data_set, tuple(EntryRow(data_set, entry) for entry in shown), len(entries))
