"""The control surface of a sandbox that serves anywhere, as calls."""

from typing import Any

import requests


class SandboxControl:
    """Changes what the sandbox at `url` knows, lets it fail, and reads its counts."""

    def __init__(self, url: str) -> None:
        self.url = url

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
