"""Who of the guests comes."""

from dataclasses import dataclass

from google_oauth.domain.calendar.events import Event, Guest, Response
from google_oauth.domain.candidates import Candidate


@dataclass(frozen=True, slots=True)
class Attendance:
    """How many guests gave each answer; those whose answer is not known are `waiting` as well."""

    accepted: int = 0
    tentative: int = 0
    waiting: int = 0
    declined: int = 0

    @property
    def summary(self) -> Response:
        """The answer that needs the most care: somebody declined, is awaited, may come, else all accepted.

        NONE where there are no guests.
        """
        if self.declined:
            return Response.DECLINED
        if self.waiting:
            return Response.NEEDS_ACTION
        if self.tentative:
            return Response.TENTATIVE
        return Response.ACCEPTED if self.accepted else Response.NONE


def attendance(event: Event) -> Attendance:
    """Count the answers of the guests."""
    answers = [guest.response for guest in event.guests]
    counted = {
        "accepted": answers.count(Response.ACCEPTED),
        "tentative": answers.count(Response.TENTATIVE),
        "declined": answers.count(Response.DECLINED),
    }
    return Attendance(**counted, waiting=len(answers) - sum(counted.values()))


def guest_of(event: Event, candidate: Candidate) -> Guest | None:
    """Find the candidate among the guests by their address; None where they were not invited by it."""
    address = candidate.email.casefold()
    return next((guest for guest in event.guests if address and guest.email.casefold() == address), None)
