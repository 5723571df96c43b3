"""What is drawn from the counters."""

from django.utils import timezone

from google_oauth.cache_service.report.counters import Bucket, HitCounts, Series
from google_oauth.views.cache.charts import chart


class TestCharts:
    def series(self, *counts: HitCounts) -> Series:
        return Series(tuple(Bucket(timezone.now(), {"google_sheets": each}) for each in counts), 0)

    def test_bars_are_stacked_and_as_high_as_their_reads(self) -> None:
        drawn = chart(
            self.series(HitCounts(fresh_hits=5, stale_hits=2, misses=3), HitCounts(), HitCounts(fresh_hits=5))
        )

        assert (drawn.width, drawn.height, drawn.peak) == (30, 100, 10)
        assert drawn.fresh == "M1 100v-50h8v50zM21 100v-50h8v50z"
        assert drawn.stale == "M1 50v-20h8v20z"
        assert drawn.misses == "M1 30v-30h8v30z"

    def test_table_has_the_latest_first_and_nothing_empty(self) -> None:
        first, last = HitCounts(fresh_hits=1), HitCounts(failures=1)

        drawn = chart(self.series(first, HitCounts(), last))

        assert [point.counts for point in drawn.points] == [last, first]

    def test_of_nothing_draws_nothing(self) -> None:
        drawn = chart(self.series(HitCounts(), HitCounts()), "google_sheets")

        assert (drawn.peak, drawn.fresh, drawn.stale, drawn.misses, drawn.points) == (0, "", "", "", ())

    def test_of_one_data_set_leaves_the_others_out(self) -> None:
        assert chart(self.series(HitCounts(misses=4)), "google_calendars").peak == 0
