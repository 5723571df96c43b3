"""Links to candidates in Huntflow's web pages, as invitations carry them.

Forms seen in events, organisations written by their nick:

    /my/{nick}#vacancy/{id}/filter/{stage}/id/{candidate}, and with a slash after the #
    /my/{nick}#/applicants/filter/{stage}/{candidate}, and with /id/ before the candidate
"""

import html
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

# Where Huntflow itself serves its pages, and organisations' own addresses below. Not huntflow.io, which has
# the public career sites.
_HOSTS = ("huntflow.ru", "huntflow.dev", "huntflow.ai", "huntflow.kz", "huntflow.uz")
# A link in a link in a link: HTML, then google.com/url?q=, then a mail program's own.
_LAYERS = 3
# Every part is bounded, so that no text takes longer than in proportion to its length.
_LINK = re.compile(
    r"https?://(?P<host>[a-z0-9.-]{1,253})(?::\d{1,5})?/my/(?P<nick>[^/#?\s]{1,100})/?(?:\?[^\s#]{0,100})?#/?"
    r"(?:vacancy/(?P<vacancy>\d{1,18})/filter/[^/\s#]{1,60}/id/"
    r"|applicants/filter/[^/\s#]{1,60}/(?:id/)?)"
    r"(?P<candidate>\d{1,18})(?![0-9a-z_])",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class CandidateLink:
    """What a link names; `nick` is in lower case. The stage in a link is a view's filter, not where they are."""

    nick: str
    candidate_id: int
    vacancy_id: int | None = None


def candidate_links(text: str, *, hosts: Collection[str] = frozenset()) -> list[CandidateLink]:
    """List the candidates' links in a text, each once, in its order.

    The text may be HTML, the links percent-encoded or within another link. Only links at Huntflow's hosts and
    at `hosts` (in lower case) count.
    """
    return list(dict.fromkeys(_links(_readable(text), hosts)))


def huntflow_hosts(api_address: str) -> frozenset[str]:
    """Return the hosts at which the pages of an installation may be, by the address of its API.

    An installation of one's own has any host. Its pages are at that host, or at the one that is left without
    "api": api.hr.example.com and hr-api.example.com both belong to pages at hr.example.com.
    """
    host = urlsplit(api_address).hostname or ""
    name, dot, domain = host.partition(".")
    pages = domain if name == "api" else f"{name.removesuffix('-api')}{dot}{domain}"
    return frozenset(filter(None, (host, pages)))


def _links(text: str, hosts: Collection[str]) -> Iterator[CandidateLink]:
    for match in _LINK.finditer(text):
        host = match["host"].lower()
        if host in hosts or any(f".{host}".endswith(f".{own}") for own in _HOSTS):
            vacancy_id = int(match["vacancy"]) if match["vacancy"] else None
            yield CandidateLink(match["nick"].casefold(), int(match["candidate"]), vacancy_id)


def _readable(text: str) -> str:
    for _ in range(_LAYERS):
        text = unquote(html.unescape(text))
    return text
