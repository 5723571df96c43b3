"""Everything that a recruiter can do, well and in every failure of the upstreams and of Redis."""

import re
from typing import Any

from django.contrib.auth.models import User
from django.core.management import call_command
from django.test import Client
from django.urls import reverse
from django_redis import get_redis_connection

from google_oauth.cache_service.engine import process
from google_oauth.cache_service.engine.background import background
from google_oauth.clients.huntflow import pace
from google_oauth.models import GoogleOAuthAccount, HuntflowConnection
from google_oauth.redis_access.client import breaker
from tests.cache_service.upstream import LONG
from tests.redis_access.troubled import TroubledValkey
from tests.running_sandbox import RunningSandbox
from tests.views.browser import BLOCKS, Browser
from tests.views.consent import ANNA, consent, query_of, start
from tests.views.test_fault_matrix import REDIS

NAME, COMPANY, EMAIL, PHONE = "Канарейкина", "Канареечная", "canary@birds.example", "+7 900 555-35-35"
EVENT, NOTE, FILE = "Канарейка-встреча", "Канарейка-описание", "Канарейка-резюме.pdf"
# Of people who never signed in here.
PERSONAL = (NAME, COMPANY, EMAIL, PHONE, EVENT, NOTE, FILE)
# Less than any of them, so that what the reader typed can be told from what an upstream answered.
TYPED = "Канарейк"
FAILURES: tuple[dict[str, Any], ...] = (
    {"mode": "status", "status": 503, "body": {"error": f"{NAME} {EMAIL}"}},
    {"mode": "status", "status": 400, "body": {"errors": [{"type": EMAIL, "title": NAME, "detail": PHONE}]}},
    # Longer than anybody waits for it.
    {
        "mode": "status",
        "status": 429,
        "body": {"error": {"message": EMAIL}},
        "headers": {"Retry-After": "60"},
    },
    {"mode": "html", "body": f"<h1>{NAME}</h1>"},
    {"mode": "malformed"},
    {"mode": "reset"},
)
TARGETS = ("calendar", "drive", "huntflow", "oauth.token", "oauth.revoke", "oauth.certs")


class Journey:
    """Anna's; remembers what came back, and what nobody else may learn."""

    def __init__(self, sandbox: RunningSandbox, redis: TroubledValkey) -> None:
        self.sandbox, self.redis = sandbox, redis
        self.client = Client()
        self.browser = Browser(self.client)
        self.answers: list[Any] = []
        self.staffs: list[Any] = []
        self.secrets: set[str] = set()

    def connect(self) -> None:
        self.sign_in()
        self.sign_in(feature="drive", next="/drive/")
        self.post("huntflow_connect", sandbox="on")

    def sign_in(self, **query: str) -> None:
        url = start(self.client, **query)
        asked, trips = query_of(url), self.client.session["google_trips"]
        back = consent(url, prompt="consent none")
        self.secrets |= {asked["state"], asked["nonce"], trips[-1]["code_verifier"], query_of(back)["code"]}
        self.answers.append(self.client.get(back))
        self._remember()

    def post(self, name: str, given: dict[str, Any] | None = None, **fields: str) -> None:
        self.answers.append(self.client.post(reverse(name, kwargs=given or {}), fields))
        self._remember()

    def look(self) -> str:
        """Look at every page; what was on them."""
        pages = [self.browser.whole(path, *names, q=TYPED) for path, names in BLOCKS.items()]
        number = next(iter(self.sandbox.sandbox.world.huntflow.candidates))
        account = self.sandbox.sandbox.world.huntflow.candidates[number].organisation
        card = reverse("candidate", kwargs={"account_id": account, "applicant_id": number})
        pages += [self.browser.whole(card, "candidate", "history")]
        pages += [
            self.browser.page(path) for path in ("/cache/", "/settings/", "/sign-in/", "/no/such/page/")
        ]
        self.answers += pages
        # Without tags: what was searched for is marked.
        return re.sub(r"<[^>]+>", "", "".join(page.content.decode() for page in pages))

    def press_every_button(self) -> None:
        """From the first to the last, after which Anna is signed out and nothing is connected."""
        self.post("preferences", language="ru", time_zone="Europe/Moscow", shortcuts="on")
        self.post("refresh", {"source": "candidates"})
        digest = re.search(r'name="digest"\s+value="(\w+)"', self.browser.page("/cache/").content.decode())
        assert digest
        self.post("cache_refresh", service="google_calendar_events", digest=digest[1])
        self.post("cache_clear", {"service": "google_sheets"})
        self.sign_in(confirm="1", next="/settings/#sessions")
        self.post("sessions_end")
        self.post("huntflow_disconnect")
        self.post("google_disconnect", everywhere="on")
        self.post("sign_out")

    def fail(self, failure: dict[str, Any]) -> None:
        """Nothing is cached, and the upstreams fail in this way."""
        get_redis_connection("default").flushdb()
        for target in TARGETS:
            self.sandbox.fail(target, **failure)
        self.answers += [
            self.browser.first_answer(path, BLOCKS[path][0]) for path in ("/", "/drive/", "/candidates/")
        ]
        self.post("refresh", {"source": "calendar"})
        self.answers.append(self.client.get(reverse("google_callback"), {"error": EMAIL, "state": "x"}))
        self.post(
            "huntflow_connect", base_url=f"{self.sandbox.url}/v2", access_token="bad", refresh_token="bad"
        )
        self.sandbox.recover()
        settle()

    def trouble(self, kind: str) -> None:
        """Redis is in this trouble."""
        with REDIS[kind](self.redis):
            self.answers += [self.browser.page(path) for path in ("/drive/", "/cache/")]
            self.post("refresh", {"source": "drive"})
            self.post("cache_clear", {"service": "google_sheets"})
        assert breaker.wait_until_closed(LONG)
        settle()

    def join_the_staff(self) -> None:
        """See what only the staff see."""
        call_command("make_staff", ANNA)
        user = User.objects.get()
        clear = f"{reverse('cache_staff_clear')}?service=google_sheets"
        for path in (
            "/admin/login/",
            "/admin/",
            "/admin/auth/user/",
            f"/admin/auth/user/{user.pk}/change/",
            clear,
        ):
            self.staffs.append(self.client.get(path))
        self.staffs.append(self.client.post(clear))
        call_command("make_staff", ANNA, "--remove")

    def _remember(self) -> None:
        for row in (*GoogleOAuthAccount.objects.all(), *HuntflowConnection.objects.all()):
            self.secrets |= {row.access_token, row.refresh_token} - {""}
        self.secrets |= {str(self.client.session.session_key)} - {"None"}


def settle() -> None:
    """Let what runs in the background end; then the process remembers nothing, and Huntflow's tokens have rested."""
    background.drain(LONG)
    process.reset_after_fork()
    pace.local_turns = pace.LocalTurns()
