"""What Redis answers but refuses: READONLY, OOM, MOVED and their like, logged once for each change of state."""

import logging
from typing import Final, Literal

from redis.exceptions import RedisError

logger = logging.getLogger("google_oauth.redis")

Purpose = Literal["read", "write", "remove", "report"]

# Says something about one key and nothing about the server.
WRONG_TYPE: Final = "WRONGTYPE"
# What the client library puts before the server's error when the command was one of several.
_AMONG_OTHERS: Final = " of pipeline caused error: "


class Refusals:
    """Which purposes Redis refuses to this process at present, and with which word."""

    def __init__(self) -> None:
        self._standing: dict[Purpose, str] = {}

    def note(self, purpose: Purpose, error: RedisError) -> str:
        """The server's error word; logged unless this purpose is refused with that word already."""
        word = _word(error)
        if word != WRONG_TYPE and self._standing.get(purpose) != word:
            self._standing[purpose] = word
            logger.warning("Redis refuses to %s: %s", purpose, word)
        return word

    def reset(self) -> None:
        """Nothing is refused, as far as we know."""
        self._standing.clear()

    def standing(self) -> dict[Purpose, str]:
        """The server's error word for each purpose that is refused at present."""
        return dict(self._standing)

    def forget(self, purpose: Purpose) -> None:
        """Redis served `purpose`; log it if it had been refused."""
        if self._standing and self._standing.pop(purpose, ""):
            logger.warning("Redis serves to %s again", purpose)


def _word(error: RedisError) -> str:
    """The first word of the server's error; the client library strips it from those that it knows."""
    return error.status_code or str(error).rpartition(_AMONG_OTHERS)[2].partition(" ")[0]
