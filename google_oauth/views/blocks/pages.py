"""One URL, one template: the page for a browser, one of its blocks for htmx."""

from collections.abc import Mapping
from typing import Any

from django.http import Http404, HttpRequest, HttpResponse, QueryDict
from django.shortcuts import render
from django.utils.cache import patch_vary_headers

from google_oauth.views.blocks import counts
from google_oauth.views.blocks.blocks import Block, Loader, load_block, load_blocks

# What htmx swaps is a block, or only the results inside it, so that a form being typed into stays.
_RESULTS = "-results"


def load(request: HttpRequest, loaders: Mapping[str, Loader], *, named: str = "") -> dict[str, Block]:
    """Load what the request asks for: one block for htmx, else all of them.

    Without scripts the link of a skeleton names its block in `block`, and the page waits for that one.
    Raises Http404 when the address of a whole page names an object and the block `named` finds that it is not
    there; what an upstream does not have is else the matter of one block.
    """
    if name := _wanted_block(request, loaders):
        return {name: load_block(name, loaders[name])}
    blocks = load_blocks(loaders, awaited=request.GET.get("block", ""))
    state = blocks[named].state if named else None
    if state and state.kind == "not_found":
        raise Http404
    return blocks


def respond(
    request: HttpRequest,
    template: str,
    *,
    blocks: Mapping[str, Block],
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
    """Return the address of the page with its query, without what only says how to load it."""
    query: QueryDict = request.GET.copy()
    query.pop("block", None)
    return f"{request.path}?{query.urlencode()}" if query else request.path


def _wanted_block(request: HttpRequest, blocks: Mapping[str, Any]) -> str:
    target = request.headers.get("HX-Target", "").removesuffix(_RESULTS)
    return target if request.headers.get("HX-Request") and target in blocks else ""
