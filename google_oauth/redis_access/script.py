"""Lua scripts. They are sent by digest, or whole if the server lacks them."""

from collections.abc import Sequence
from hashlib import sha1
from importlib.resources.abc import Traversable
from typing import Any

from redis.exceptions import NoScriptError


class Script:
    """One script from one or more `.lua` files: functions first, then the code that calls them.

    It is not bound to a client, so the server may change.
    """

    def __init__(self, *sources: Traversable) -> None:
        self._text = "\n".join(source.read_text(encoding="utf-8") for source in sources)
        self._sha = sha1(self._text.encode(), usedforsecurity=False).hexdigest()

    def run(self, client: Any, keys: Sequence[str], *args: str | bytes | float) -> Any:
        """Run the script and return its result. Raises redis-py's errors, so call it within `execute`."""
        try:
            return client.execute_command("EVALSHA", self._sha, len(keys), *keys, *args)
        except NoScriptError:
            # EVAL also loads the script.
            return client.execute_command("EVAL", self._text, len(keys), *keys, *args)

    def run_each(self, client: Any, keys: Sequence[str]) -> list[Any]:
        """Run the script once per key, in one round trip, and return the results. Raises like `run`."""
        try:
            with client.pipeline(transaction=False) as pipe:
                for key in keys:
                    pipe.execute_command("EVALSHA", self._sha, 1, key)
                return list(pipe.execute())
        except NoScriptError:
            return [self.run(client, [key]) for key in keys]
