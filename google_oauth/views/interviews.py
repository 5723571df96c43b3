"""The interviews of candidates, found in the reader's calendar."""

from collections.abc import Iterable, Mapping

from django.conf import settings
from django.utils import timezone

from google_oauth.agenda.candidates import Account, Candidate
from google_oauth.agenda.huntflow_links import huntflow_hosts
from google_oauth.agenda.interviews import CandidateKey, Interviews, interviews_by_candidate
from google_oauth.agenda.matching import company_domains, index_candidates, match_events
from google_oauth.cache_service import CacheEntry
from google_oauth.views import sources
from google_oauth.views.access import SignedInRequest
from google_oauth.views.matched import read_events


def known_interviews(
    request: SignedInRequest, calendar: CacheEntry, people: Iterable[Candidate], accounts: Iterable[Account]
) -> Mapping[CandidateKey, Interviews]:
    """Find each candidate's interviews among the events; `people` are all who may be meant, namesakes too."""
    connection = sources.huntflow(request).connection
    index = index_candidates(
        people,
        accounts,
        own_domains=company_domains(request.user.email, settings.GOOGLE_WORKSPACE_DOMAINS),
        hosts=huntflow_hosts(connection.base_url) if connection else frozenset(),
    )
    events = read_events(calendar)
    return interviews_by_candidate(events, match_events(events, index), now=timezone.localtime())
