"""Counts beside links of the navigation: worked out where their sources are read, remembered by the browser.

A page that reads something else would have to read and parse hundreds of candidates to count them again. So the
first page gives each count to the browser, signed for its reader, and takes it back with every request: no page
asks anything for it, and it is gone when what it was counted from is no longer fresh.
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

# Each count, the block that brings it, and the block's value that says that the list was cut ("" for none).
_BROUGHT_BY = {"interviews_today": ("today", ""), "in_work": ("work", "cut")}


@dataclass(frozen=True, slots=True)
class Count:
    """A number that is true `until` then; `is_least` says that there may be more."""

    number: int
    is_least: bool
    until: datetime


def remembered(request: HttpRequest) -> dict[str, Count]:
    """Return the counts that the browser remembers for whoever is signed in, as far as they still hold."""
    found = {name: _read(request, name) for name in _BROUGHT_BY if _cookie(name) in request.COOKIES}
    return {name: count for name, count in found.items() if count}


def known(request: HttpRequest, blocks: Mapping[str, LoadedBlock]) -> dict[str, Count]:
    """Return the counts that a page with these blocks can show.

    What a block has come to know, or not to know, replaces what is remembered; one on its way replaces nothing.
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
    """Let the browser remember the counts, each while it holds, and forget the others."""
    for name in _BROUGHT_BY:
        count = counts.get(name)
        if count and count.until > timezone.now():
            _write(request, response, name, count)
        elif _cookie(name) in request.COOKIES:
            response.delete_cookie(_cookie(name), samesite="Lax")


def forget(response: HttpResponse) -> None:
    """Let the browser forget all counts."""
    for name in _BROUGHT_BY:
        response.delete_cookie(_cookie(name), samesite="Lax")


def _count(block: LoadedBlock, name: str, least: str) -> Count | None:
    number = block.values.get(name)
    if number is None or block.freshness is None:
        return None
    return Count(number, bool(block.values.get(least)), min(block.freshness.fresh_until, _midnight()))


def _midnight() -> datetime:
    """When the reader's day ends, and "today" with it."""
    start = timezone.localtime().replace(hour=0, minute=0, second=0, microsecond=0)
    return start + timedelta(days=1)


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
    """Bind a count to its reader: whoever signs in next in the same browser never sees it."""
    return f"{name} of {request.user.pk}"
