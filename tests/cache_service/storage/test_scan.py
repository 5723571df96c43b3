from google_oauth.cache_service.storage import scan
from google_oauth.cache_service.storage.scan import distinct


def test_names_that_a_scan_repeats_soon_come_once() -> None:
    assert list(distinct(["a", "b", "a", "c", "b"])) == ["a", "b", "c"]


def test_what_is_remembered_of_a_long_scan_stays_bounded() -> None:
    names = [str(number) for number in range(scan.REMEMBERED * 3)]

    repeated = list(distinct([*names, names[0], names[-1]]))

    # The first is long forgotten, the last is not.
    assert repeated == [*names, names[0]]
