"""The sandbox as tests see it: its address, its state, and its control surface as calls."""

from dataclasses import dataclass
from typing import Any

import requests

from sandbox.server import SandboxServer
from sandbox.state import Sandbox


@dataclass(frozen=True)
class RunningSandbox:
    """A sandbox that serves. Everything below goes over HTTP, except `sandbox`, the state itself."""

    server: SandboxServer

    @property
    def url(self) -> str:
        return self.server.url

    @property
    def sandbox(self) -> Sandbox:
        """What it remembers; `world` and `counts` may be read, and changed under `lock`."""
        return self.server.sandbox

    def change(self, **operation: Any) -> dict[str, Any]:
        """Change the world: `change(op="move_candidate", id=1, vacancy=2, stage=3)`."""
        return self._ask("POST", "data", operation).json()

    def fail(self, target: str, mode: str, **fault: Any) -> None:
        """Let something go wrong: `fail("calendar", "status", status=503, times=2)`."""
        self._ask("POST", "faults", {"target": target, "mode": mode, **fault})

    def recover(self) -> None:
        """All well again."""
        self._ask("DELETE", "faults")

    def counts(self) -> dict[str, int]:
        """Counts by operation since the last reset."""
        return self._ask("GET", "requests").json()

    def reset_counts(self) -> None:
        """Forget the counts."""
        self._ask("DELETE", "requests")

    def pair(self, email: str) -> dict[str, str]:
        """The living Huntflow pair of a recruiter: `access_token` and `refresh_token`."""
        accounts = self._ask("GET", "accounts").json()["accounts"]
        return next(account["huntflow"] for account in accounts if account["email"] == email)

    def _ask(self, method: str, path: str, body: Any = None) -> requests.Response:
        response = requests.request(method, f"{self.url}/_sandbox/{path}", json=body, timeout=5)
        assert response.ok, response.text
        return response
