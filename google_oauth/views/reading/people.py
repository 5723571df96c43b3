"""Candidates of all organisations, and the events matched to them."""

from collections.abc import Sequence
from dataclasses import replace
from typing import TYPE_CHECKING, Any, cast

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
from google_oauth.views.blocks.reads import Answer, Reads, Source
from google_oauth.views.reading import sources

if TYPE_CHECKING:
    from django.contrib.auth.models import User


def pool_of(
    request: HttpRequest, accounts: Sequence[Account], lists: Sequence[tuple[int, Sequence[Any]]]
) -> CandidatePool:
    """Return lists of candidates as the pool for the reader's events."""
    connection = sources.huntflow(request).connection
    return CandidatePool(
        accounts,
        lists,
        own_domains=company_domains(cast("User", request.user).email, settings.GOOGLE_WORKSPACE_DOMAINS),
        hosts=huntflow_hosts(connection.base_url) if connection else frozenset(),
    )


def _read_people(reads: Reads) -> Answer[People]:
    accounts = reads.need(sources.ACCOUNTS)
    answers = reads.all(
        *(
            source
            for account in accounts.value
            for source in (
                sources.candidates(account.id),
                sources.vacancies(account.id),
                sources.stages(account.id),
            )
        )
    )
    lists, vacancies, stages = answers[::3], answers[1::3], answers[2::3]

    def parse() -> People:
        ids = [account.id for account in accounts.value]
        pool = pool_of(
            reads.request,
            accounts.value,
            [(account_id, each.value) for account_id, each in zip(ids, lists, strict=True)],
        )
        names = {
            account_id: Dictionaries(known.value, steps.value)
            for account_id, known, steps in zip(ids, vacancies, stages, strict=True)
        }
        return People(pool, names)

    return Answer(
        parse,
        [entry for each in lists for entry in each.entries],
        [entry for each in (accounts, *vacancies, *stages) for entry in each.names],
    )


def _read_people_with_tags(reads: Reads) -> Answer[People]:
    people = reads.need(PEOPLE)
    tags = reads.optionals(*(sources.tags(each.id) for each in reads.need(sources.ACCOUNTS).value))

    def parse() -> People:
        named = zip(people.value.names.items(), tags, strict=True)
        names = {account_id: replace(known, tags=each.value or {}) for (account_id, known), each in named}
        return replace(people.value, names=names)

    return Answer(
        parse,
        people.entries,
        [*people.names, *(entry for each in tags for entry in each.names)],
        incomplete=any(each.incomplete for each in tags),
    )


def _read_matching(reads: Reads) -> Answer[EventMatching]:
    # The calendar is waited for last: people take two reads one after another.
    people, events = reads.all(PEOPLE, sources.calendar())

    def parse() -> EventMatching:
        shown = filter_events(events.value, EventFilter(declined=True))
        return match_people(shown, people.value, now=timezone.localtime())

    return Answer(parse, events.entries)


def _read_candidate_pool(reads: Reads) -> Answer[CandidatePool]:
    accounts = reads.need(sources.ACCOUNTS)
    wanted = [sources.candidates(account.id) for account in accounts.value]
    lists = reads.optionals(*wanted)

    def parse() -> CandidatePool:
        there = [
            (account.id, each.value)
            for account, each in zip(accounts.value, lists, strict=True)
            if each.value is not None
        ]
        return pool_of(reads.request, accounts.value, there)

    return Answer(
        parse,
        [entry for each in lists for entry in each.entries],
        incomplete=any(each.incomplete for each in lists),
    )


# The candidates of all organisations with the names behind their ids.
PEOPLE = Source(_read_people)
# The same with the names of tags, which are optional.
PEOPLE_WITH_TAGS = Source(_read_people_with_tags)
# The events of the first page, matched to the candidates.
MATCHING = Source(_read_matching)
# The candidates of those organisations whose lists are there.
CANDIDATE_POOL = Source(_read_candidate_pool)
