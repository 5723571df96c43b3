"""Storing what was fetched: its time, and how much less it is than what Google sends without a mask."""

from benchmarks import payloads
from benchmarks.harness import sampling, stage
from benchmarks.harness.plan import Plan
from benchmarks.harness.results import Report, Row, Table, at_most
from benchmarks.harness.sampling import Sampler, Spread
from benchmarks.peers.cacheops import Cacheops
from benchmarks.peers.cashews import CashewsHits
from benchmarks.peers.django_redis import DjangoRedisJson
from benchmarks.peers.dogpile import Dogpile
from benchmarks.peers.limit import Limit
from benchmarks.peers.ours import Ours
from benchmarks.peers.peer import Peer
from google_oauth.cache_service import datasets
from google_oauth.cache_service.storage import codec, store
from google_oauth.cache_service.storage.keys import key_for
from google_oauth.cache_service.storage.metadata import Metadata

PEERS: tuple[type[Peer], ...] = (Limit, DjangoRedisJson, Dogpile, CashewsHits, Cacheops)
TIME, BYTES = 1.5, 0.35


def measure(plan: Plan) -> Report:
    """Both sizes, and the bytes."""
    rows, lines = [], []
    for name, size in payloads.SIZES.items():
        plan.tell(f"stores of {name}")
        samples = _stores(size, plan.rounds(150))
        found = sampling.ratio(samples[Ours.name], samples[Limit.name])
        rows.append(
            at_most(
                f"store of a fetched answer, {name}",
                f"at most {TIME} x SET + orjson",
                limit=TIME,
                value=found.median,
                measured=f"{found:.2f} x",
            )
        )
        lines += [
            [name, peer, f"{Spread.of([1e6 * each for each in taken]):.0f}"]
            for peer, taken in sorted(samples.items(), key=lambda item: Spread.of(item[1]).median)
        ]
    rows.append(_stored_bytes())
    return Report(rows, [Table("Stores", ("payload", "cache", "µs for a store: median (quartiles)"), lines)])


def _stores(size: int, rounds: int) -> dict[str, list[float]]:
    stage.anew()
    value = payloads.of_size(size)
    peers = [kind() for kind in PEERS]
    samplers: dict[str, Sampler] = {
        peer.name: lambda peer=peer: peer.time_stores(value, 5)  # type: ignore[misc]
        for peer in peers
    }
    asked = key_for(datasets.SHEETS, stage.USER, {"max_results": 100})

    def ours() -> None:
        """What a refresh does with its answer: to JSON, metadata, and the script that stores both."""
        body = codec.encode(value)
        store.write_entry(asked, Metadata.of_answer(asked), body)

    samplers[Ours.name] = sampling.per_call(ours, 5)
    return sampling.interleave(samplers, rounds=rounds)


def _stored_bytes() -> Row:
    kept, unmasked = payloads.masked(), payloads.unmasked()
    share = kept.each / unmasked.each
    return at_most(
        "stored bytes of the calendar", f"at most {BYTES} x what Google sends without masks",
        limit=BYTES, value=share,
        measured=f"{share:.2f} x ({kept.each:.0f} bytes for an event instead of {unmasked.each:.0f})",
    )  # fmt: skip
