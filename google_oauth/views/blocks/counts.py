"""Counts beside links of the navigation, kept in signed cookies.

Counting takes hundreds of candidates to read and parse, which other pages do not need. So the first page stores
each count in a cookie of its reader. The cookie expires when the source of the count turns stale.
"""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from django.conf import settings
from django.core import signing
from django.http import HttpRequest, HttpResponse
from django.utils import timezone

from google_oauth.core.cookies import full_name
from google_oauth.views.blocks.blocks import LoadedBlock

# Each count, the block that has it, and the block's value that says that the list was cut ("" for none).
_BROUGHT_BY = {"interviews_today": ("today", ""), "in_work": ("work", "cut")}


@dataclass(frozen=True, slots=True)
class Count:
    """A number that is valid `until` a moment; `is_least`: there may be more."""

    number: int
    is_least: bool
    until: datetime


def remembered(request: HttpRequest) -> dict[str, Count]:
    """Return the valid counts in the cookies of the signed-in user."""
    found = {name: _read(request, name) for name in _BROUGHT_BY if _cookie(name) in request.COOKIES}
    return {name: count for name, count in found.items() if count}


def known(request: HttpRequest, blocks: Mapping[str, LoadedBlock]) -> dict[str, Count]:
    """Return the counts that a page with these blocks can show.

    A loaded block replaces the remembered count; a failed one removes it; one that is loading keeps it.
    """
    counts = remembered(request)
    for name, (bringer, least) in _BROUGHT_BY.items():
        block = blocks.get(bringer)
        if block and not (block.state and block.state.kind == "loading"):
            counts.pop(name, None)
            if count := _count(block, name, least):
                counts[name] = count
    return counts


def remember(request: HttpRequest, response: HttpResponse, counts: Mapping[str, Count]) -> None:
    for name in _BROUGHT_BY:
        count = counts.get(name)
        if count and count.until > timezone.now():
            _write(request, response, name, count)
        elif _cookie(name) in request.COOKIES:
            response.delete_cookie(_cookie(name), samesite="Lax")


def forget(response: HttpResponse) -> None:
    for name in _BROUGHT_BY:
        response.delete_cookie(_cookie(name), samesite="Lax")


def _count(block: LoadedBlock, name: str, least: str) -> Count | None:
    number = block.values.get(name)
    if number is None or block.freshness is None:
        return None
    # The end of the reader's day, and of "today".
    midnight = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0) + timedelta(days=1)
    return Count(number, bool(block.values.get(least)), min(block.freshness.fresh_until, midnight))


def _read(request: HttpRequest, name: str) -> Count | None:
    try:
        number, is_least, until = signing.loads(request.COOKIES[_cookie(name)], salt=_salt(request, name))
    except signing.BadSignature:
        return None
    count = Count(number, is_least, datetime.fromtimestamp(until, UTC))
    return count if count.until > timezone.now() else None


def _write(request: HttpRequest, response: HttpResponse, name: str, count: Count) -> None:
    until = int(count.until.timestamp())
    value = signing.dumps([count.number, count.is_least, until], salt=_salt(request, name))
    response.set_cookie(
        _cookie(name),
        value,
        max_age=count.until - timezone.now(),
        secure=settings.SESSION_COOKIE_SECURE,
        httponly=True,
        samesite="Lax",
    )


def _cookie(name: str) -> str:
    return full_name(f"count_{name}")


def _salt(request: HttpRequest, name: str) -> str:
    """Bind a count to its reader: the next user of the browser must not see it."""
    return f"{name} of {request.user.pk}"
