"""Links to candidates on Huntflow's pages, as they stand in invitations.

Forms seen in events; {nick} is the organisation:

    /my/{nick}#vacancy/{id}/filter/{stage}/id/{candidate}, also with a slash after the #
    /my/{nick}#/applicants/filter/{stage}/{candidate}, also with /id/ before the candidate
"""

import html
import re
from collections.abc import Collection, Iterator
from dataclasses import dataclass
from urllib.parse import unquote, urlsplit

# Huntflow's own domains; organisations have subdomains. huntflow.io serves public career sites only.
_HOSTS = ("huntflow.ru", "huntflow.dev", "huntflow.ai", "huntflow.kz", "huntflow.uz")
# Nested links: HTML, then google.com/url?q=, then that of a mail program.
_LAYERS = 3
# Every part is bounded, so that the time is linear in the length of the text.
_LINK = re.compile(
    r"https?://(?P<host>[a-z0-9.-]{1,253})(?::\d{1,5})?/my/(?P<nick>[^/#?\s]{1,100})/?(?:\?[^\s#]{0,100})?#/?"
    r"(?:vacancy/(?P<vacancy>\d{1,18})/filter/[^/\s#]{1,60}/id/"
    r"|applicants/filter/[^/\s#]{1,60}/(?:id/)?)"
    r"(?P<candidate>\d{1,18})(?![0-9a-z_])",
    re.IGNORECASE | re.ASCII,
)


@dataclass(frozen=True, slots=True)
class CandidateLink:
    """The ids in a link; `nick` is in lower case. The stage in a link is a filter and is ignored."""

    nick: str
    candidate_id: int
    vacancy_id: int | None = None


def candidate_links(text: str, *, hosts: Collection[str] = frozenset()) -> list[CandidateLink]:
    """Return the candidate links in a text, each once, in their order.

    The text may be HTML; links may be percent-encoded or nested. Other hosts than Huntflow's and `hosts` (in
    lower case) are ignored.
    """
    return list(dict.fromkeys(_links(_readable(text), hosts)))


def huntflow_hosts(api_address: str) -> frozenset[str]:
    """Return the possible hosts of an installation's pages, by the address of its API.

    They are the API's host and that host without "api": api.hr.example.com and hr-api.example.com both give
    hr.example.com.
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
