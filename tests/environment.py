"""The variables that the settings read, as `.env.example` lists them."""

import re
from pathlib import Path

ROOT = Path(__file__).resolve().parent.parent


def documented_variables() -> dict[str, str]:
    """The variables of `.env.example`, commented out or not, with the values that stand there."""
    text = (ROOT / ".env.example").read_text(encoding="utf-8")
    return dict(re.findall(r"^(?:# )?([A-Z][A-Z_]+)=(.*)$", text, re.MULTILINE))
