import pytest

from google_oauth.domain.calendar.attendance import Attendance, attendance, guest_of
from google_oauth.domain.calendar.events import Response
from tests.domain.making import event, invited, person


def test_attendance_counts_each_answer_and_the_unknown_as_awaited() -> None:
    guests = tuple(
        guest
        for response in (*Response, Response.ACCEPTED)
        for guest in invited("a@example.org", response=response)
    )

    assert attendance(event("e", guests=guests)) == Attendance(accepted=2, tentative=1, waiting=2, declined=1)


def test_attendance_of_nobody_is_empty() -> None:
    assert attendance(event("e")) == Attendance()


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        (Attendance(3, 1, 1, 1), Response.DECLINED),
        (Attendance(3, 1, 1), Response.NEEDS_ACTION),
        (Attendance(3, 1), Response.TENTATIVE),
        (Attendance(3), Response.ACCEPTED),
        (Attendance(), Response.NONE),
    ],
)
def test_summary_is_the_answer_that_needs_the_most_care(answers: Attendance, expected: Response) -> None:
    assert answers.summary is expected


def test_guest_who_is_the_candidate_is_found_by_address() -> None:
    lead, guest = invited("lead@example.com", "Maria@example.org")

    assert guest_of(event("e", guests=(lead, guest)), person(1, email="maria@Example.org")) == guest
    assert guest_of(event("e", guests=(lead,)), person(1, email="maria@example.org")) is None


def test_candidate_without_an_address_is_no_guest() -> None:
    assert guest_of(event("e", guests=invited("")), person(1)) is None
