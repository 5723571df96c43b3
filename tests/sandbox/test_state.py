from datetime import date

import time_machine

from sandbox.state import Sandbox

ANNA = "anna.smirnova@example.com"


def days_of_interviews(sandbox: Sandbox) -> set[str]:
    events = sandbox.world.calendar.of(ANNA)
    return {
        event.resource["start"]["dateTime"][:10]
        for event in events
        if event.resource.get("summary") == "Обед"
    }


def test_reset_on_another_day_moves_the_data_there() -> None:
    with time_machine.travel("2031-05-05T21:30:00Z", tick=False) as clock:
        sandbox = Sandbox()
        assert days_of_interviews(sandbox) == {"2031-05-06"}

        clock.move_to("2031-05-07T12:00:00Z")
        sandbox.reset()

    assert days_of_interviews(sandbox) == {"2031-05-07"}


def test_given_day_stays() -> None:
    sandbox = Sandbox(today=date(2030, 1, 2))

    sandbox.reset()

    assert days_of_interviews(sandbox) == {"2030-01-02"}


def test_resets_do_not_share_what_is_changed() -> None:
    sandbox = Sandbox()
    sandbox.world.huntflow.change_candidate(410001, email="changed@example.org")

    sandbox.reset()

    assert sandbox.world.huntflow.candidates[410001].email != "changed@example.org"
