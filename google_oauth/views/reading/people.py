"""Candidates of all organisations, and the events matched to them."""

from collections.abc import Callable, Sequence
from typing import Any

from django.conf import settings
from django.http import HttpRequest
from django.utils import timezone

from google_oauth.domain.calendar.events import EventFilter, filter_events
from google_oauth.domain.candidates import Account
from google_oauth.domain.event_subjects import EventMatching, People, match_people
from google_oauth.domain.hiring.applications import Dictionaries
from google_oauth.domain.matching.candidate_pool import CandidatePool
from google_oauth.domain.matching.event_matching import company_domains
from google_oauth.domain.matching.huntflow_links import huntflow_hosts
from google_oauth.views.blocks.reads import Answer, Reads, Source, combine
from google_oauth.views.reading import sources


def pool_of(
    request: HttpRequest, accounts: Sequence[Account], lists: Sequence[tuple[int, Sequence[Any]]]
) -> CandidatePool:
    service = sources.huntflow(request)
    return CandidatePool(
        accounts,
        lists,
        own_domains=company_domains(service.user.email, settings.GOOGLE_WORKSPACE_DOMAINS),
        hosts=huntflow_hosts(service.connection.base_url) if service.connection else frozenset(),
    )


def _read_people(reads: Reads, names_of: Callable[[int], Source[Dictionaries]]) -> Answer[People]:
    accounts = reads.need(sources.ACCOUNTS)
    ids = [account.id for account in accounts.value]
    answers = reads.all(*map(sources.candidates, ids), *map(names_of, ids))
    lists, names = answers[: len(ids)], answers[len(ids) :]

    def parse() -> People:
        pool = pool_of(reads.request, accounts.value, lists_of(ids, lists))
        return People(pool, {each: answer.value for each, answer in zip(ids, names, strict=True)})

    return combine(parse, accounts, *answers)


def _read_matching(reads: Reads) -> Answer[EventMatching]:
    # The calendar is waited for last: people take two reads one after another.
    people, events = reads.all(PEOPLE, sources.calendar())

    def parse() -> EventMatching:
        shown = filter_events(events.value, EventFilter(declined=True))
        return match_people(shown, people.value, now=timezone.localtime())

    return combine(parse, people, events)


def _read_candidate_pool(reads: Reads) -> Answer[CandidatePool]:
    accounts = reads.need(sources.ACCOUNTS).value
    ids = [account.id for account in accounts]
    lists = reads.optionals(*map(sources.candidates, ids))

    def parse() -> CandidatePool:
        return pool_of(reads.request, accounts, lists_of(ids, lists))

    return combine(parse, *lists)


def lists_of(ids: Sequence[int], answers: Sequence[Answer[Any]]) -> list[tuple[int, Sequence[Any]]]:
    """Return those lists of candidates that are not missing, each with the id of its organisation."""
    return [(each, answer.value) for each, answer in zip(ids, answers, strict=True) if not answer.error]


# The candidates of all organisations with the names behind their ids.
PEOPLE = Source(_read_people, (sources.dictionaries,))
# The same with the names of tags, which are optional.
PEOPLE_WITH_TAGS = Source(_read_people, (sources.dictionaries_with_tags,))
# The events of the first page, matched to the candidates.
MATCHING = Source(_read_matching)
# The candidates of those organisations whose lists are there.
CANDIDATE_POOL = Source(_read_candidate_pool)
