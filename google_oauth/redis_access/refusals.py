"""Commands that Redis answers with an error (READONLY, OOM, NOPERM), logged once per change of state."""

import logging
from typing import Final, Literal

from redis.exceptions import RedisError

logger = logging.getLogger("google_oauth.redis")

Purpose = Literal["read", "write", "remove", "report"]

# Concerns one key, not the server.
WRONG_TYPE: Final = "WRONGTYPE"
# redis-py puts this before the server's error for a command in a pipeline.
_IN_PIPELINE: Final = " of pipeline caused error: "


class Refusals:
    """The purposes that Redis refuses to this process at present, each with the error word."""

    def __init__(self) -> None:
        self._standing: dict[Purpose, str] = {}

    def note(self, purpose: Purpose, error: RedisError) -> str:
        """Record the refusal, and log it if it is new; the server's error word."""
        word = _word(error)
        if word != WRONG_TYPE and self._standing.get(purpose) != word:
            self._standing[purpose] = word
            logger.warning("Redis refuses to %s: %s", purpose, word)
        return word

    def forget(self, purpose: Purpose) -> None:
        """Redis served `purpose`; log it if it was refused before."""
        if self._standing and self._standing.pop(purpose, ""):
            logger.warning("Redis serves to %s again", purpose)

    def reset(self) -> None:
        self._standing.clear()

    def standing(self) -> dict[Purpose, str]:
        return dict(self._standing)


def _word(error: RedisError) -> str:
    # redis-py strips the word from the errors that it knows, and keeps it as the status code.
    return error.status_code or str(error).rpartition(_IN_PIPELINE)[2].partition(" ")[0]
