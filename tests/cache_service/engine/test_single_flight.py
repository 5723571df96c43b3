"""Flights of one process."""

import pytest
from pytest_django.fixtures import Settings

from google_oauth.cache_service.engine.single_flight import Flights, Result
from tests.cache_service.asking import SHEETS


def test_one_that_hangs_is_not_waited_for(settings: Settings) -> None:
    flights = Flights()
    hanging = flights.begin(SHEETS)
    assert hanging is not None
    assert flights.begin(SHEETS) is None

    settings.API_CACHE_LEASE_LONGEST = 0
    new = flights.begin(SHEETS)

    assert new not in (None, hanging)
    flights.finish(hanging)
    assert flights.join(SHEETS) is new


def test_only_the_first_result_counts() -> None:
    flights = Flights()
    flight = flights.begin(SHEETS)
    assert flight is not None
    first = Result(shared_error=KeyError("first"))

    flights.finish(flight, first)
    flights.finish(flight)

    assert flight.result is first


def test_an_error_finishes_it() -> None:
    flights = Flights()
    flight = flights.begin(SHEETS)
    assert flight is not None

    with pytest.raises(KeyboardInterrupt), flights.finishing_on_error(flight):
        raise KeyboardInterrupt

    assert flight.wait(0)
