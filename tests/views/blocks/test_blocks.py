"""Blocks of a page and their deadline, on a clock that moves only when somebody waits."""

from datetime import timedelta
from typing import Any

import pytest
from django.http import HttpRequest
from django.test import RequestFactory
from django.utils import timezone

from google_oauth.exceptions import (
    NotFound,
    ReconnectRequired,
    UpstreamError,
    UpstreamRejected,
    UpstreamUnavailable,
)
from google_oauth.views.blocks import pages
from google_oauth.views.blocks.blocks import Age, LoadedBlock, PageBlock, Use, needs, optional
from google_oauth.views.blocks.reads import PAGE_PATIENCE, Answer, Source
from tests.views.blocks.upstream import Clock, Upstream, request

pytestmark = pytest.mark.usefixtures("clock")


def block(name: str, **uses: Use) -> PageBlock:
    """A block that draws the values of its sources as they are."""
    return PageBlock(name, uses, lambda **values: values)


def of(upstream: Upstream, name: str = "a") -> PageBlock:
    return block(name, rows=needs(upstream.source))


def alone(name: str) -> HttpRequest:
    """The request of htmx for one block."""
    return RequestFactory().get("/", headers={"HX-Request": "true", "HX-Target": name})


def loaded(wanted: PageBlock) -> LoadedBlock:
    return pages.load(alone(wanted.name), wanted)[wanted.name]


def test_page_starts_every_source_before_it_waits_for_any() -> None:
    first, second = Upstream(0.1), Upstream(0.1)

    blocks = pages.load(request(), of(first, "a"), of(second, "b"))

    assert [first.asked[0], second.asked[0]] == [(False, 0), (False, 0)]
    assert [each.state for each in blocks.values()] == [None, None]


def test_sources_start_in_the_order_in_which_blocks_name_them() -> None:
    begun: list[str] = []

    def noted(name: str) -> Source[str]:
        def read(_: Any) -> Answer[str]:
            begun.append(name)
            return Answer(lambda: name)

        return Source(read)

    uses = {"x": optional(noted("1")), "y": needs(noted("2")), "z": optional(noted("3"))}
    pages.load(request(), block("a", **uses), block("b", x=needs(noted("4"))))

    assert begun == ["1", "2", "3", "4"]


def test_page_of_three_cold_blocks_waits_no_longer_than_its_deadline(clock: Clock) -> None:
    begun = clock.now

    blocks = pages.load(request(), *(of(Upstream(5), name) for name in "abc"))

    assert clock.now - begun == pytest.approx(PAGE_PATIENCE)
    assert [each.state and each.state.kind for each in blocks.values()] == ["loading"] * 3


def test_block_that_comes_within_the_deadline_is_shown_beside_one_that_does_not() -> None:
    blocks = pages.load(request(), of(Upstream(5), "slow"), of(Upstream(0.2), "quick"))

    assert blocks["quick"].values == {"rows": "rows"}
    assert blocks["slow"].state


def test_what_reads_other_sources_in_turn_goes_on_while_another_source_hangs() -> None:
    roots, leaves = Upstream(0.1), Upstream(0.1)

    def read(reads: Any) -> Answer[str]:
        reads.need(roots.source)
        reads.need(leaves.source)
        return Answer(lambda: "chain")

    chain = Source(read)
    today = block("today", events=needs(Upstream(5).source), people=optional(chain))

    blocks = pages.load(request(), today, block("work", people=needs(chain)))

    assert blocks["work"].values == {"people": "chain"}


def test_warm_source_is_read_once_by_all_blocks_and_a_cold_one_twice() -> None:
    warm, cold = Upstream(), Upstream(0.1)

    pages.load(request(), of(warm, "a"), of(warm, "b"), of(cold, "c"), of(cold, "d"))

    assert warm.asked == [(False, 0)]
    assert cold.asked == [(False, 0), (False, pytest.approx(PAGE_PATIENCE))]


def test_block_that_the_address_names_is_waited_for_beyond_the_deadline_of_the_page() -> None:
    blocks = pages.load(request(block="a"), of(Upstream(0.6)), of(Upstream(5), "b"))

    assert blocks["a"].state is None
    assert blocks["b"].state


def test_htmx_gets_one_block_and_no_other_is_read() -> None:
    other = Upstream()

    blocks = pages.load(alone("a-results"), of(Upstream(0.6)), of(other, "b"))

    assert [each.state for each in blocks.values()] == [None]
    assert other.asked == []


def test_block_asked_for_alone_says_that_it_is_slow_after_the_hard_timeout(settings: Any) -> None:
    settings.API_CACHE_HARD_TIMEOUT = 0.1

    state = loaded(of(Upstream(5))).state

    assert state
    assert (state.kind, state.can_retry) == ("slow", True)


@pytest.mark.parametrize(
    ("error", "kind"),
    [
        (UpstreamUnavailable("google", "timeout"), "unavailable"),
        (ReconnectRequired("google", "revoked"), "reconnect"),
        (UpstreamRejected("huntflow", "forbidden"), "refused"),
        (NotFound("huntflow"), "not_found"),
    ],
)
def test_failing_block_has_a_state_of_its_own_and_leaves_the_others_alone(
    error: UpstreamError, kind: str
) -> None:
    blocks = pages.load(request(), of(Upstream(error=error), "bad"), of(Upstream(), "good"))

    assert blocks["bad"].state
    assert blocks["bad"].state.kind == kind
    assert blocks["good"].state is None


def test_needed_source_that_failed_is_told_without_waiting_for_the_others(clock: Clock) -> None:
    begun, broken = clock.now, Upstream(error=ReconnectRequired("google"))

    shown = loaded(block("a", rows=needs(broken.source), other=optional(Upstream(5).source)))

    assert shown.state
    assert clock.now == begun


def test_object_that_cannot_be_parsed_as_one_is_not_found() -> None:
    def parse() -> None:
        raise NotFound("huntflow")

    shown = loaded(block("a", person=needs(Source(lambda _: Answer(parse)))))

    assert shown.state
    assert shown.state.kind == "not_found"


def test_block_waits_for_what_it_can_do_without_as_long_as_the_page_waits() -> None:
    shown = pages.load(request(), block("a", other=optional(Upstream(0.1).source)))["a"]

    assert (shown.values, shown.incomplete) == ({"other": "rows"}, False)


@pytest.mark.parametrize("names", [("late", "there"), ("there", "late")])
def test_block_that_lacks_something_on_its_way_is_shown_and_known_to_be_incomplete(
    clock: Clock, names: tuple[str, str]
) -> None:
    begun, upstreams = clock.now, {"late": Upstream(5), "there": Upstream()}

    shown = loaded(block("a", **{name: optional(upstreams[name].source) for name in names}))

    assert clock.now - begun == pytest.approx(PAGE_PATIENCE)
    assert (shown.state, shown.incomplete) == (None, True)
    assert {name: part.state and part.state.kind for name, part in shown.parts.items()} == {
        "late": "loading",
        "there": None,
    }


def test_what_a_block_can_do_without_never_takes_the_block_along() -> None:
    error = UpstreamUnavailable("huntflow", "server_error")

    shown = loaded(block("a", other=optional(Upstream(error=error).source)))

    assert (shown.values, shown.incomplete) == ({"other": None}, False)
    assert shown.parts["other"].state
    assert shown.parts["other"].state.text == "Хантфлоу сообщает о внутренней ошибке."


NOON = timezone.now()


def old(hours: int, **fields: Any) -> Source[str]:
    return Upstream(cached_at=NOON - timedelta(hours=hours), **fields).source


@pytest.mark.parametrize(
    ("uses", "own", "behind"),
    [
        ({"a": needs(old(1)), "b": needs(old(2))}, 2, None),
        ({"a": needs(old(1)), "b": optional(old(2))}, 1, None),
        ({"a": needs(old(1)), "b": optional(old(2), Age.BEHIND)}, 1, 2),
        ({"a": needs(old(1)), "b": needs(old(2), Age.WHEN_STALE)}, 1, None),
        ({"a": needs(old(1)), "b": optional(old(2, is_stale=True), Age.WHEN_STALE)}, 2, None),
        ({"a": optional(old(1), Age.OWN), "b": optional(old(2), Age.OWN)}, 2, None),
        ({"a": needs(old(1)), "b": optional(Upstream(5).source, Age.BEHIND)}, 1, None),
    ],
)
def test_age_of_a_block_is_that_of_the_sources_that_say_so(
    uses: dict[str, Use], own: int, behind: int | None
) -> None:
    shown = loaded(block("a", **uses))

    ages = [each and NOON - each.cached_at for each in (shown.freshness, shown.behind)]
    assert ages == [timedelta(hours=own), behind and timedelta(hours=behind)]


def test_block_of_dictionaries_alone_has_their_age() -> None:
    names = Upstream(service="huntflow_accounts", cached_at=NOON)

    def read(reads: Any) -> Answer[str]:
        return Answer(lambda: "", names=reads.need(names.source).entries)

    shown = loaded(block("a", accounts=needs(Source(read))))

    assert shown.freshness
    assert shown.freshness.cached_at == NOON


def test_block_without_sources_is_drawn_and_has_no_age() -> None:
    shown = loaded(PageBlock("a", {}, lambda: {"findings": None}))

    assert (shown.values, shown.freshness, shown.state) == ({"findings": None}, None, None)
