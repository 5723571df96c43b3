"""Who may do what at which URL. The table is held against the URL configuration: a new view cannot be forgotten."""

from collections.abc import Callable, Iterator
from dataclasses import dataclass, field
from typing import Any

import pytest
from django.contrib.auth.models import User
from django.http import HttpResponse
from django.test import Client
from django.urls import URLPattern, URLResolver, get_resolver, reverse

from google_oauth.services import HuntflowService
from tests.running_sandbox import RunningSandbox
from tests.services.connecting import IVAN, connect
from tests.views.browser import Browser

READ, POST = {"GET", "HEAD"}, {"POST"}
METHODS = ("GET", "HEAD", "POST", "PUT", "PATCH", "DELETE", "OPTIONS", "TRACE", "BREW")


@dataclass(frozen=True)
class Rule:
    """`who` may come in is "anyone", "signed in" or "staff"; `given` fills the parts of the path."""

    who: str
    methods: set[str]
    given: dict[str, Any] = field(default_factory=dict)


RULES = {
    "dashboard": Rule("signed in", READ),
    "calendar_events": Rule("signed in", READ),
    "drive_files": Rule("signed in", READ),
    "sheets": Rule("signed in", READ),
    "candidates": Rule("signed in", READ),
    "candidate": Rule("signed in", READ, {"account_id": 1, "applicant_id": 1}),
    "cache_status": Rule("signed in", READ),
    "cache_refresh": Rule("signed in", POST),
    "cache_staff_clear": Rule("staff", READ | POST),
    "cache_clear": Rule("signed in", READ | POST, {"service": "google_sheets"}),
    "search": Rule("signed in", READ),
    "settings": Rule("signed in", READ),
    "preferences": Rule("signed in", POST),
    "sessions_end": Rule("signed in", POST),
    "refresh": Rule("signed in", POST, {"source": "sheets"}),
    "sign_in": Rule("anyone", READ),
    # Whoever has no session loses none.
    "sign_out": Rule("anyone", POST),
    "google_start": Rule("anyone", READ),
    "google_callback": Rule("anyone", READ),
    "google_disconnect": Rule("signed in", POST),
    "huntflow_connect": Rule("signed in", POST),
    "huntflow_disconnect": Rule("signed in", POST),
    "staff_sign_in": Rule("staff", READ),
}
ADMIN = "admin/"


def patterns(resolver: URLResolver, prefix: str = "") -> Iterator[tuple[str, URLPattern]]:
    """Every pattern that leads to a view, with the path before it."""
    for pattern in resolver.url_patterns:
        here = f"{prefix}{pattern.pattern}"
        if isinstance(pattern, URLResolver):
            yield from patterns(pattern, here)
        else:
            yield here, pattern


def own_names() -> list[str | None]:
    """The names of all URLs, but for those below Django's admin."""
    found = patterns(get_resolver())
    return [pattern.name for path, pattern in found if not path.startswith(ADMIN) or pattern.name in RULES]


def admin_paths() -> list[str]:
    """A path for each of the admin's patterns, numbers and words put where it wants some."""
    paths = [path for path, pattern in patterns(get_resolver()) if path.startswith(ADMIN)]
    filled = [path.replace("<path:object_id>", "1").replace("<id>", "1") for path in paths]
    return [path for path in filled if "<" not in path and "(" not in path]


def address(name: str) -> str:
    return reverse(name, kwargs=RULES[name].given)


def ask(client: Client, method: str, path: str) -> HttpResponse:
    return client.generic(method, path)


def test_every_url_has_a_rule_and_every_rule_a_url() -> None:
    assert sorted(map(str, own_names())) == sorted(RULES)


@pytest.mark.django_db
@pytest.mark.parametrize("name", RULES)
def test_other_methods_are_refused_to_everybody(name: str, client: Client) -> None:
    client.force_login(User.objects.create_superuser("root"))
    refused = {method for method in METHODS if ask(client, method, address(name)).status_code == 405}

    assert refused == set(METHODS) - RULES[name].methods


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "method"),
    [
        (name, method)
        for name, rule in RULES.items()
        if rule.who != "anyone"
        for method in sorted(rule.methods)
    ],
)
@pytest.mark.parametrize("htmx", [False, True])
def test_stranger_is_sent_to_sign_in(name: str, method: str, *, htmx: bool, client: Client) -> None:
    headers = {"HX-Request": "true"} if htmx else {}

    response = client.generic(method, address(name), headers=headers)

    target = response.headers["HX-Redirect" if htmx else "Location"]
    assert (response.status_code, target.partition("?")[0]) == (200 if htmx else 302, "/sign-in/")
    assert response.content == b""


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "method"), [(name, "POST") for name in RULES if "POST" in RULES[name].methods]
)
def test_post_without_our_token_is_refused(name: str, method: str) -> None:
    client = Client(enforce_csrf_checks=True)
    client.force_login(User.objects.create_superuser("root"))

    assert ask(client, method, address(name)).status_code == 403


@pytest.mark.django_db
@pytest.mark.parametrize(
    ("name", "method"),
    [
        (name, method)
        for name, rule in RULES.items()
        if rule.who == "staff"
        for method in sorted(rule.methods)
    ],
)
def test_what_is_for_the_staff_is_refused_to_a_recruiter(name: str, method: str, client: Client) -> None:
    client.force_login(User.objects.create_user("ivan"))

    assert client.generic(method, f"{address(name)}?service=google_sheets").status_code == 403


@pytest.mark.django_db
def test_admin_is_closed_to_strangers_and_recruiters(client: Client) -> None:
    paths = admin_paths()
    assert len(paths) > 10

    def answers() -> set[tuple[int, str]]:
        responses = [client.get(f"/{path}") for path in paths]
        return {(each.status_code, each.headers.get("Location", "").partition("?")[0]) for each in responses}

    # Its own sign-out has nobody to sign out, its own sign-in is ours.
    outside = {(302, "/admin/login/"), (302, "/admin/")}
    assert answers() == {*outside, (302, "/sign-in/")}
    client.force_login(User.objects.create_user("ivan"))
    assert answers() == {*outside, (403, "")}


@pytest.mark.django_db
def test_staff_come_into_the_admin_with_google_alone(client: Client) -> None:
    user = User.objects.create_superuser("root", "root@example.com", "a password")

    assert client.post("/admin/login/", {"username": "root", "password": "a password"}).status_code == 405
    client.force_login(user)
    response = client.get("/admin/login/", {"next": "/admin/"})
    assert (response.status_code, response["Location"]) == (302, "/admin/")


def test_what_belongs_to_somebody_else_is_not_there(
    sandbox: RunningSandbox, anna: User, browser_of: Callable[[User], Browser]
) -> None:
    """Ivan belongs to one of Anna's two organisations; what she has cached of the other is not his."""
    ivan = connect(sandbox, IVAN)
    HuntflowService(ivan).connect_sandbox_pair()
    hers = {account["id"] for account in HuntflowService(anna).get_accounts()}
    his = {account["id"] for account in HuntflowService(ivan).get_accounts()}
    (other,) = hers - his
    candidate = HuntflowService(anna).get_applicants(other)[0]["id"]
    HuntflowService(anna).get_applicant(other, candidate)

    path = reverse("candidate", kwargs={"account_id": other, "applicant_id": candidate})

    assert browser_of(anna).whole(path, "candidate").status_code == 200
    assert browser_of(ivan).page(path).status_code == 404


def test_staff_see_how_the_cache_does_and_nobodys_data(
    browser: Browser, anna: User, olgas: Browser, sandbox: RunningSandbox
) -> None:
    for path, names in {
        "/candidates/": ["candidates"],
        "/drive/": ["drive"],
        "/calendar/": ["calendar"],
    }.items():
        browser.whole(path, *names)
    world = sandbox.sandbox.world
    theirs = [each.last_name or "" for each in world.huntflow.candidates.values()]
    theirs += [record.resource["name"] for record in world.drive.files.values()]

    pages = [
        olgas.page(path) for path in ("/cache/", "/", "/calendar/", "/drive/", "/sheets/", "/candidates/")
    ]
    pages += [olgas.page("/search/", q="а"), olgas.page("/cache/clear/", user=anna.pk)]

    shown = "".join(page.content.decode() for page in pages)
    assert [page.status_code for page in pages] == [200] * len(pages)
    assert [text for text in theirs if len(text) > len("Ким") and text in shown] == []
