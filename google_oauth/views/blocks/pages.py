"""One URL, one template: the page for a browser, one of its blocks for htmx."""

from collections.abc import Collection, Mapping
from dataclasses import replace
from datetime import timedelta
from functools import partial
from typing import Any

from django.conf import settings
from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils import timezone
from django.utils.cache import patch_vary_headers

from google_oauth.cache_service import cache_conf
from google_oauth.core.cookies import full_name
from google_oauth.core.time_zones import offset_text
from google_oauth.models import Preferences
from google_oauth.views.blocks import counts
from google_oauth.views.blocks.blocks import LoadedBlock, PageBlock
from google_oauth.views.blocks.reads import PAGE_PATIENCE, Deadline, Reads

THEMES = ("light", "dark")
# htmx swaps a block, or only the results in it: then a form keeps what is being typed.
_RESULTS = "-results"


def load(request: HttpRequest, *blocks: PageBlock, named: str = "") -> dict[str, LoadedBlock]:
    """Load the block that htmx asks for, else all blocks.

    Starts every source before it waits for any. A page waits PAGE_PATIENCE seconds in all. A block that is asked
    for alone, by htmx or by the link of a skeleton (`?block=`), waits up to the hard timeout.

    Raises Http404 when the block `named` does not find the object of the page's address.
    """
    alone = _wanted_block(request, [block.name for block in blocks])
    awaited = alone or request.GET.get("block", "")
    wanted = [block for block in blocks if not alone or block.name == alone]
    soon = Deadline(PAGE_PATIENCE)
    reads = Reads(request, soon, soon)
    for block in wanted:
        reads.start(*(use.source for use in block.uses.values()))
    patient = replace(reads, deadline=Deadline(cache_conf.hard_timeout))
    loaded = {
        block.name: block.load(patient, is_awaited=True)
        if block.name == awaited
        else block.load(reads, is_awaited=False)
        for block in wanted
    }
    state = loaded[named].state if named and not alone else None
    if state and state.kind == "not_found":
        raise Http404
    return loaded


def respond(
    request: HttpRequest,
    template: str,
    *,
    blocks: Mapping[str, LoadedBlock],
    values: Mapping[str, Any] | None = None,
) -> HttpResponse:
    """Render the page, or the partial of the template that has the block's name."""
    name = _wanted_block(request, blocks)
    known = counts.known(request, blocks)
    context = {
        "blocks": blocks,
        "counts": known,
        "page_url": page_url(request),
        "fragment": bool(name),
        **(values or {}),
    }
    for block in blocks.values():
        context.update(block.values)
    response = render(request, f"{template}#{name}" if name else template, context)
    counts.remember(request, response, known)
    patch_vary_headers(response, ["HX-Request", "HX-Target"])
    return response


def page_url(request: HttpRequest) -> str:
    """Return the address of the page with its query, without `block`, which only says how to load it."""
    query: QueryDict = request.GET.copy()
    query.pop("block", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def reader(request: HttpRequest) -> dict[str, object]:
    """Return what every template needs, as a context processor.

    `theme` is "" where it follows the system, `zone_offset` such as "UTC+3" or "UTC+5:30". `zone_chosen`: the
    browser's zone does not matter. `sandbox`: the application runs on the stand-in for Google and Huntflow.
    `counts`: what the browser remembers of the navigation's counts.
    """
    # A request that was refused before its user was known has none.
    preferences: Preferences = getattr(request, "preferences", None) or Preferences()
    theme = request.COOKIES.get(full_name("theme"), "")
    return {
        "theme": theme if theme in THEMES else "",
        "zone": timezone.get_current_timezone_name(),
        "zone_offset": offset_text(timezone.localtime().utcoffset() or timedelta()),
        "zone_chosen": preferences.time_zone == timezone.get_current_timezone_name(),
        "shortcuts": preferences.shortcuts,
        "counts": partial(counts.remembered, request),
        "sandbox": bool(settings.SANDBOX_URL),
    }


def _wanted_block(request: HttpRequest, names: Collection[str]) -> str:
    target = request.headers.get("HX-Target", "").removesuffix(_RESULTS)
    return target if request.headers.get("HX-Request") and target in names else ""
