"""Figures as a table of a document, which is rewritten in place."""

from dataclasses import dataclass
from pathlib import Path

DOCUMENT = Path(__file__).resolve().parents[2] / "docs" / "cache.md"
BEGIN, END = "<!-- figures -->", "<!-- end of figures -->"


@dataclass(frozen=True, slots=True)
class Figure:
    """One row: what was measured, what came out, and whether that is as promised."""

    what: str
    ours: str
    is_kept: bool
    peer: str = "–"


def write(figures: list[Figure], machine: str) -> None:
    """Put the table into the document, between its two marks."""
    rows = [
        f"| {each.what} | {each.ours} | {'yes' if each.is_kept else 'NO'} | {each.peer} |" for each in figures
    ]
    table = "\n".join(["| what | measured | as promised | best peer seen |", "|---|---|---|---|", *rows])
    text = DOCUMENT.read_text(encoding="utf-8")
    before, _, rest = text.partition(BEGIN)
    _, _, after = rest.partition(END)
    DOCUMENT.write_text(f"{before}{BEGIN}\n{machine}\n\n{table}\n{END}{after}", encoding="utf-8")
