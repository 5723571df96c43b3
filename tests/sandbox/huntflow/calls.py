"""Plain HTTP calls to the sandbox's Huntflow, as each of the recruiters."""

from collections.abc import Iterator
from typing import Any

import requests

from sandbox.state import Sandbox
from sandbox.world.candidates import FIRST_ID
from sandbox.world.hiring import first_vacancy
from sandbox.world.pairs import Pair
from sandbox.world.people import NORTHWIND, ROMASHKA

ANNA, IVAN, MARIA = (f"{name}@example.com" for name in ("anna.smirnova", "ivan.petrov", "maria.kuznetsova"))
ACCOUNT, OTHER_ACCOUNT = ROMASHKA, NORTHWIND
VACANCY = first_vacancy(ACCOUNT)
HIDDEN_VACANCY = VACANCY + 10
CANDIDATE = FIRST_ID


class Huntflow:
    """The sandbox's Huntflow; who asks is named by e-mail."""

    def __init__(self, sandbox: Sandbox, url: str) -> None:
        self.sandbox = sandbox
        self.url = f"{url}/v2"
        # Judging whole lists takes more calls a second than a client may make.
        sandbox.limits.set("huntflow", None)

    def pair(self, who: str) -> Pair:
        with self.sandbox.lock:
            pair = self.sandbox.world.huntflow.pairs.of(who)
        assert pair is not None
        return pair

    def expire(self, who: str) -> None:
        with self.sandbox.lock:
            self.sandbox.world.huntflow.pairs.expire(who)

    def get(self, path: str, who: str = ANNA, *, token: str = "") -> requests.Response:
        headers = {"Authorization": f"Bearer {token or self.pair(who).access_token}"}
        return requests.get(f"{self.url}{path}", headers=headers, timeout=5)

    def items(self, path: str, who: str = ANNA) -> list[Any]:
        answer = self.get(path, who)
        assert answer.status_code == 200, answer.text
        return answer.json()["items"]

    def refresh(self, refresh_token: str) -> requests.Response:
        return requests.post(f"{self.url}/token/refresh", json={"refresh_token": refresh_token}, timeout=5)

    def pages(self, path: str, who: str = ANNA) -> Iterator[dict[str, Any]]:
        """The answers with all pages of `path`, which holds a query already."""
        number = total = 1
        while number <= total:
            answer = self.get(f"{path}&page={number}", who).json()
            yield answer
            number, total = number + 1, answer["total_pages"]

    def all_items(self, path: str, who: str = ANNA) -> list[dict[str, Any]]:
        return [item for page in self.pages(path, who) for item in page["items"]]

    def accounts(self, who: str = ANNA) -> list[int]:
        return [account["id"] for account in self.items("/accounts", who)]

    def candidate_ids(self, account: int, who: str = ANNA) -> list[int]:
        return [item["id"] for item in self.all_items(f"/accounts/{account}/applicants?count=30", who)]

    def vacancy_ids(self, account: int, who: str = ANNA) -> list[int]:
        return [item["id"] for item in self.all_items(f"/accounts/{account}/vacancies?count=100", who)]
