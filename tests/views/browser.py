"""A signed-in browser: whole pages, and blocks of them as htmx asks for them."""

from dataclasses import dataclass
from time import monotonic
from typing import Any

from django.test import Client

from google_oauth.cache_service import cache_conf
from google_oauth.views.blocks.blocks import LoadedBlock

# The blocks of each page, and those of the page of a candidate.
BLOCKS = {
    "/": ("today", "work", "recent"),
    "/calendar/": ("calendar",),
    "/drive/": ("drive",),
    "/sheets/": ("sheets",),
    "/candidates/": ("candidates",),
    "/search/": ("search",),
}
CARD = ("candidate", "interviews", "history", "papers")


@dataclass(frozen=True)
class Browser:
    """Django's client with the ways in which pages are asked for."""

    client: Client

    def page(self, path: str, **query: Any) -> Any:
        """Ask for a page as a browser does; cold blocks may be missing on it."""
        return self.client.get(path, query)

    def first_answer(self, path: str, name: str, **query: Any) -> Any:
        """Ask for one block once, as htmx does at first; on a slow machine anything may be incomplete."""
        return self.client.get(path, query, headers={"HX-Request": "true", "HX-Target": name})

    def block(self, path: str, name: str, **query: Any) -> Any:
        """Ask for one block, and again while it is incomplete, as htmx does; it is waited for."""
        deadline = monotonic() + cache_conf.hard_timeout
        response = self.first_answer(path, name, **query)
        while _is_incomplete(response) and monotonic() < deadline:
            response = self.first_answer(path, name, **query)
        return response

    def whole(self, path: str, *names: str, **query: Any) -> Any:
        """Ask for a page once its blocks are cached."""
        for name in names:
            self.block(path, name, **query)
        return self.page(path, **query)


def block_of(response: Any, name: str) -> LoadedBlock:
    """What became of a block of the page."""
    block: LoadedBlock = response.context["blocks"][name]
    return block


def kind_of(response: Any, name: str) -> str:
    """The kind of state that a block shows; "" when it is there."""
    state = block_of(response, name).state
    return state.kind if state else ""


def _is_incomplete(fragment: Any) -> bool:
    # A redirect and an error have no blocks.
    blocks = (fragment.context or {}).get("blocks", {})
    return any(block.incomplete for block in blocks.values())
