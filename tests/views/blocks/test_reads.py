"""What one request reads, on a clock that moves only when somebody waits."""

import pytest

from google_oauth.exceptions import StillRefreshing, UpstreamUnavailable
from google_oauth.views.blocks.reads import Answer, Reads, Source, refresh_sources
from tests.views.blocks.upstream import Clock, Upstream, entry, reads_within, request

pytestmark = pytest.mark.usefixtures("clock")


def test_sources_start_together_and_answer_in_order(clock: Clock) -> None:
    upstreams = [Upstream(seconds) for seconds in (0.2, 0, 0.1)]
    begun = clock.now

    answers = reads_within(1).all(*(each.source for each in upstreams))

    assert len(answers) == 3
    assert clock.now - begun == pytest.approx(0.2)
    assert [each.asked[0][1] for each in upstreams] == [pytest.approx(1), 0, 0]


def test_start_waits_for_nothing_and_begins_each_source_once(clock: Clock) -> None:
    cold, begun = Upstream(5), clock.now
    reads = reads_within(1)

    reads.start(cold.source, cold.source)
    reads.start(cold.source)

    assert cold.asked == [(False, 0)]
    assert clock.now == begun


def test_no_sources_have_no_answers() -> None:
    assert reads_within(1).all() == []


def test_source_is_read_and_parsed_once_in_a_request() -> None:
    upstream, reads = Upstream(), reads_within(1)

    values = [reads.need(upstream.source).value for _ in range(3)]

    assert values == ["rows"] * 3
    assert (len(upstream.asked), upstream.parsed) == (1, 1)


def test_sources_with_other_arguments_are_other_sources() -> None:
    def read(_: Reads, number: int) -> Answer[int]:
        return Answer(lambda: number, [entry()])

    reads = reads_within(1)

    assert [reads.need(Source(read, (number,))).value for number in (1, 2, 1)] == [1, 2, 1]


def test_failure_is_told_again_without_another_read() -> None:
    broken, reads = Upstream(error=UpstreamUnavailable("google", "timeout")), reads_within(1)

    for _ in range(2):
        with pytest.raises(UpstreamUnavailable):
            reads.need(broken.source)

    assert len(broken.asked) == 1


def test_source_that_is_late_is_asked_again() -> None:
    late, reads = Upstream(0.3), reads_within(1)

    reads.start(late.source)

    assert reads.need(late.source).value == "rows"
    assert late.asked == [(False, 0), (False, pytest.approx(1))]


def test_deadline_that_is_over_leaves_the_source_refreshing() -> None:
    with pytest.raises(StillRefreshing):
        reads_within(0.1).need(Upstream(5).source)


def test_what_can_be_done_without_is_waited_for_less_long_than_the_needed(clock: Clock) -> None:
    begun = clock.now

    answer = reads_within(8).optional(Upstream(5).source)

    assert clock.now - begun == pytest.approx(0.4)
    assert (answer.value, answer.incomplete, answer.entries) == (None, True, ())


def test_missing_source_tells_why_and_is_not_on_its_way() -> None:
    error = UpstreamUnavailable("google", "timeout")

    answer = reads_within(1).optional(Upstream(error=error).source)

    assert (answer.value, answer.incomplete, answer.error) == (None, False, error)


def test_what_can_be_done_without_is_read_side_by_side_as_far_as_it_comes(clock: Clock) -> None:
    upstreams = [Upstream(seconds) for seconds in (0.3, 0.3, 5)]
    begun = clock.now

    answers = reads_within(8).optionals(*(each.source for each in upstreams))

    assert [answer.value for answer in answers] == ["rows", "rows", None]
    assert clock.now - begun == pytest.approx(0.4)


def with_optional(needed: Upstream, other: Upstream) -> Source[object]:
    """A source made of two others, of which one can be missing."""

    def read(reads: Reads) -> Answer[object]:
        answer, extra = reads.need(needed.source), reads.optional(other.source)
        return Answer(lambda: (answer.value, extra.value), incomplete=extra.incomplete)

    return Source(read)


def test_source_with_a_part_on_its_way_is_read_again_for_that_part_alone() -> None:
    needed, part = Upstream(), Upstream(0.3)
    reads, both = reads_within(1), with_optional(needed, part)

    reads.start(both)

    assert reads.need(both).value == ("rows", "rows")
    assert (len(needed.asked), len(part.asked)) == (1, 2)


def test_refresh_forces_every_source_and_waits_for_what_it_brings() -> None:
    upstream = Upstream(0.1)

    refresh_sources(request(), upstream.source)

    ((force, wait),) = upstream.asked
    assert force
    assert wait > 1


def test_refresh_of_several_begins_them_all_and_none_fails_for_another(clock: Clock) -> None:
    broken, first, second = Upstream(error=UpstreamUnavailable("google")), Upstream(0.3), Upstream(0.3)
    begun = clock.now

    refresh_sources(request(), broken.source, first.source, second.source)

    assert clock.now - begun == pytest.approx(0.3)
    assert {force for each in (broken, first, second) for force, _ in each.asked} == {True}


def test_refresh_of_several_takes_no_stored_answer_for_the_new_one() -> None:
    stored, other = Upstream(), Upstream()

    refresh_sources(request(), other.source, stored.source)

    assert [wait > 0 for _, wait in stored.asked] == [False, True]


def test_refresh_reads_nothing_that_can_be_missing_and_parses_nothing() -> None:
    needed, part = Upstream(), Upstream()

    refresh_sources(request(), with_optional(needed, part))

    assert (len(needed.asked), part.asked, needed.parsed) == (1, [], 0)


def test_answer_has_its_entries_apart_from_the_names_of_dictionaries() -> None:
    known = [entry("huntflow_tags")]

    answer = Answer(dict[int, str], names=known)

    assert (answer.value, answer.entries, answer.names) == ({}, (), known)
