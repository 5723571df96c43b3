"""How much is measured, and who hears how far it is."""

from collections.abc import Callable
from dataclasses import dataclass


@dataclass(frozen=True, slots=True)
class Plan:
    """A quick run has a tenth of the samples and of the entries, and its figures say little."""

    quick: bool
    tell: Callable[[str], None]

    def rounds(self, number: int) -> int:
        """How many samples to take."""
        return max(3, number // 10) if self.quick else number

    def size(self, number: int) -> int:
        """How many things to measure with."""
        return number // 10 if self.quick else number
