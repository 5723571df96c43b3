"""Who asks, and what that person may see."""

from collections.abc import Callable, Iterable
from dataclasses import dataclass, replace
from functools import cached_property
from math import ceil
from typing import Any

from sandbox.http import Request, Response
from sandbox.huntflow import parameters
from sandbox.huntflow.answers import JSON, answer, forbidden, not_found, refusal
from sandbox.routes import Call, Handler
from sandbox.world.company import Candidate, Company, Organisation, Vacancy
from sandbox.world.people import Account


@dataclass(frozen=True)
class AuthorisedCall:
    """One call of a pair that is good."""

    call: Call
    account: Account

    @cached_property
    def company(self) -> Company:
        """The records."""
        return self.call.sandbox.world.huntflow

    @cached_property
    def request(self) -> Request:
        """The request."""
        return self.call.request

    def path_id(self, name: str) -> int:
        """An id in the path."""
        return parameters.whole(self.call.arguments[name], name, entity="path")

    @cached_property
    def organisation(self) -> Organisation:
        """The organisation in the path. 404 when there is none, 403 for somebody else's."""
        organisation = self.company.organisations.get(self.path_id("account_id"))
        if organisation is None:
            raise not_found()
        if organisation.id not in self.account.memberships:
            raise forbidden()
        return organisation

    @cached_property
    def role(self) -> str:
        """The member type here: owner, manager or watcher."""
        return self.account.memberships[self.organisation.id]

    @cached_property
    def vacancies(self) -> dict[int, Vacancy]:
        """The vacancies here that this person sees."""
        here = (v for v in self.company.vacancies.values() if v.organisation == self.organisation.id)
        return {vacancy.id: vacancy for vacancy in here if vacancy.seen_by(self.account)}

    @cached_property
    def candidates(self) -> list[Candidate]:
        """The candidates here that this person sees, newest first, with the links that this person sees."""
        seen = map(self._as_seen, self.company.candidates.values())
        return sorted(filter(None, seen), key=lambda c: (c.created, c.id), reverse=True)

    def candidate(self, *, follow: bool = True) -> Candidate:
        """The candidate in the path, or the one they were merged into; 404 when there is none to see."""
        found = self.company.candidates.get(self.path_id("applicant_id"))
        if follow and found is not None and found.merged_into is not None:
            found = self.company.candidates.get(found.merged_into)
        seen = self._as_seen(found) if found else None
        if seen is None:
            raise not_found()
        return seen

    def _as_seen(self, candidate: Candidate) -> Candidate | None:
        """The candidate with the links that this person sees; None for one who is not to be seen here."""
        if candidate.merged_into is not None or candidate.organisation != self.organisation.id:
            return None
        links = tuple(link for link in candidate.links if link.vacancy in self.vacancies)
        if not links and self.role == "watcher":
            return None
        # Hundreds are looked through for a page of thirty; few of them need a copy.
        return candidate if len(links) == len(candidate.links) else replace(candidate, links=links)


def visited(handler: Callable[[AuthorisedCall], object]) -> Handler:
    """Make a handler of a function that takes a call and returns JSON: pair, rate limit, then the function."""

    def handle(call: Call) -> Response:
        pair = call.sandbox.world.huntflow.pairs.by_access(call.request.bearer)
        if pair is None:
            raise refusal(401, "authorization_error", "Authorization Error", detail="Invalid access token")
        if pair.access_expired:
            raise refusal(401, "authorization_error", "Authorization Error", detail="token_expired")
        if not call.sandbox.limits.allow("huntflow", pair.access_token):
            raise refusal(429, "too_many_requests", "rate limit: too_freq")
        return answer(handler(AuthorisedCall(call, call.sandbox.world.accounts[pair.email])))

    return handle


def page_of(call: AuthorisedCall, found: Iterable[Any], *, most: int) -> tuple[list[Any], JSON]:
    """The page of `found` that is asked for, and what Huntflow says about pages."""
    everything = list(found)
    count = parameters.number(call.request, "count", 30, most=most) or 30
    page = parameters.number(call.request, "page", 1) or 1
    about = {
        "page": page,
        "count": count,
        "total_pages": ceil(len(everything) / count),
        "total_items": len(everything),
    }
    return everything[(page - 1) * count : page * count], about
