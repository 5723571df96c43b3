"""How much a page may cost: requests, bytes over the wire, calls to the upstreams."""

import re
from collections.abc import Iterator
from pathlib import Path

import pytest
from django.core.management import call_command
from django.test import Client
from playwright.sync_api import StorageState
from pytest_django.fixtures import Settings

from google_oauth.templatetags.icons import icon
from tests.e2e.conftest import NewPage
from tests.e2e.steps import has_settled, wait_for_quiet
from tests.e2e.visitor import Visitor
from tests.sandbox_control import SandboxControl

KIB = 1024
# Bytes as they are sent: compressed.
HTML, FRAGMENT, FIRST_VISIT = 20 * KIB, 10 * KIB, 60 * KIB
STATIC = {
    r"/app\.\w+\.css$": 12 * KIB,
    r"/htmx-2\.min\.\w+\.js$": 17 * KIB,
    r"/app\.\w+\.js$": 4 * KIB,
    r"/icons\.\w+\.svg$": 2 * KIB,
}
# The page, its stylesheet, two scripts, the icons, the favicon.
REQUESTS = 6
BLOCKS = {
    "/": ("today", "work", "recent"),
    "/calendar/": ("calendar",),
    "/calendar/?view=week": ("calendar",),
    "/drive/": ("drive",),
    "/sheets/": ("sheets",),
    "/candidates/": ("candidates",),
}


@pytest.fixture
def shipped(settings: Settings, tmp_path: Path) -> Iterator[dict[str, tuple[int, str]]]:
    """The static files of the sign-in page as production serves them: length on the wire, Cache-Control."""
    settings.STATIC_ROOT = tmp_path
    storage = {"BACKEND": "whitenoise.storage.CompressedManifestStaticFilesStorage"}
    settings.STORAGES = {**settings.STORAGES, "staticfiles": storage}
    call_command("collectstatic", interactive=False, verbosity=0, ignore_patterns=["admin"])
    # It remembers where the icons are, which is elsewhere now.
    icon.cache_clear()
    client = Client()
    html = client.get("/sign-in/").content.decode()
    paths = set(re.findall(r'(?:href|src)="(/static/[^"#]+)', html))
    yield {path: _got(client, path) for path in paths}
    icon.cache_clear()


def _got(client: Client, path: str) -> tuple[int, str]:
    answer = client.get(path, headers={"Accept-Encoding": "gzip"})
    return len(b"".join(answer)), answer["Cache-Control"]


def test_static_files_are_small_and_kept_for_a_year(shipped: dict[str, tuple[int, str]]) -> None:
    sizes = {
        kind: sum(size for path, (size, _) in shipped.items() if re.search(kind, path)) for kind in STATIC
    }

    assert {kind: size for kind, size in sizes.items() if not 0 < size <= STATIC[kind]} == {}
    assert sum(size for size, _ in shipped.values()) + HTML <= FIRST_VISIT
    assert {rule for _, rule in shipped.values()} == {"max-age=315360000, public, immutable"}


def test_a_page_comes_compressed_and_small(anna_visits: Visitor, warm: tuple[str, ...]) -> None:
    sizes = {path: anna_visits.weight(path) for path in warm}

    assert {path: size for path, size in sizes.items() if size > HTML} == {}


def test_a_block_alone_is_smaller_still(anna_visits: Visitor, warm: tuple[str, ...]) -> None:
    sizes = {
        (path, name): anna_visits.weight(path, **{"HX-Request": "true", "HX-Target": name})
        for path, names in BLOCKS.items()
        for name in names
    }

    assert {block: size for block, size in sizes.items() if size > FRAGMENT} == {}


def test_warm_pages_ask_no_upstream(
    anna_visits: Visitor, warm: tuple[str, ...], upstreams: SandboxControl
) -> None:
    wait_for_quiet(upstreams)
    upstreams.reset_counts()

    for path in warm:
        anna_visits.page(path)

    assert upstreams.counts() == {}


def test_a_first_visit_takes_six_requests(
    new_page: NewPage, anna: StorageState, warm: tuple[str, ...]
) -> None:
    for path in ("/", "/calendar/?view=month"):
        asked: list[str] = []
        page = new_page(storage_state=anna)
        page.on("request", lambda request, asked=asked: asked.append(request.url))
        page.goto(path)
        has_settled(page)
        page.wait_for_load_state("networkidle")

        assert len(asked) <= REQUESTS, asked
