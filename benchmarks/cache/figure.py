"""One row of the table in docs/cache.md."""

from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Figure:
    """What was measured, what came out, and whether that is as promised."""

    what: str
    ours: str
    is_kept: bool
    peer: str = "–"
