import orjson

from benchmarks.harness import profile

PARTS: tuple[profile.Part, ...] = (("decoding", ("orjson",)), ("here", ("test_profile",)))


def work() -> None:
    text = orjson.dumps(list(range(200_000)))
    for _ in range(5):
        orjson.loads(text)


def test_shares_are_of_the_whole_and_the_largest_comes_first() -> None:
    found = profile.shares(work, PARTS, repeats=2)

    assert abs(sum(found.values()) - 1) < 1e-9
    # A pause of the machine may fall anywhere, so this is no statement about how much.
    assert found["decoding"] > 0
    assert list(found.values()) == sorted(found.values(), reverse=True)


def test_built_in_function_counts_for_whoever_called_it() -> None:
    found = profile.shares(lambda: [sorted(range(100_000)) for _ in range(5)], PARTS, repeats=1)

    assert next(iter(found)) == "here"
