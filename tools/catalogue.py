"""Keeps the catalogues under `locale/` in step with the source. Needs no gettext.

    python -m tools.catalogue check    list what is missing, obsolete, fuzzy or not compiled; exit 1 if anything is
    python -m tools.catalogue update   bring each django.po in step with the source, and compile it

The source is English. So locale/en holds plurals, which keep numbers and units together, and reworded messages.

Babel reads the code. Django's `templatize`, which makemessages uses too, first turns templates into code.
"""

import re
import sys
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path
from typing import TextIO

from babel.messages.catalog import Catalog, Message
from babel.messages.extract import extract
from babel.messages.mofile import write_mo
from babel.messages.pofile import read_po, write_po
from django.conf import settings
from django.utils.translation.template import templatize

SOURCES = ("google_oauth", "config", "templates")
SOURCE_LANGUAGE = "en"
# A unit of time or size after a placeholder for a number. A line may break at the space.
LOOSE_UNIT = re.compile(r"%\(\w+\)[ds] (minute|hour|day|week|month|year|byte|[KMG]B)s?\b")
LOOSE_NUMBER = re.compile(r"(%\(\w+\)[ds]) ")
# The functions of django.utils.translation, with the positions of message, plural and context.
KEYWORDS: dict[str, tuple[int | tuple[int, str], ...] | None] = {
    "_": None,
    "gettext": None,
    "gettext_lazy": None,
    "gettext_noop": None,
    "ngettext": (1, 2),
    "ngettext_lazy": (1, 2),
    "pgettext": ((1, "c"), 2),
    "pgettext_lazy": ((1, "c"), 2),
    "npgettext": ((1, "c"), 2, 3),
    "npgettext_lazy": ((1, "c"), 2, 3),
}

Key = tuple[str, str | None]


def source_of(path: Path) -> bytes:
    """Return the file as Python that Babel can read."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # `templatize` blanks all but the messages; the indentation left over is no valid Python.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    return text.encode()


def extracted(root: Path) -> Catalog:
    """Return the messages in code and templates under `root`, with the files that use them."""
    catalogue = Catalog()
    for path in sorted(path for source in SOURCES for path in (root / source).rglob("*.*")):
        if path.suffix not in {".py", ".html"}:
            continue
        found = extract("python", BytesIO(source_of(path)), KEYWORDS, ("Translators:",))
        for _line, message, comments, context in found:
            location = (str(path.relative_to(root)), 0)
            catalogue.add(message, locations=[location], auto_comments=comments, context=context)
    return catalogue


def load(po: Path) -> Catalog:
    """Read a catalogue; its directory names the locale. Raises ValueError for a malformed file."""
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name, abort_invalid=True)


def compiled(catalogue: Catalog) -> bytes:
    """Return the content of django.mo."""
    mo = BytesIO()
    write_mo(mo, catalogue)
    return mo.getvalue()


def faults_of_message(message: Message, catalogue: Catalog) -> Iterator[str]:
    """Yield the faults of one translation."""
    strings = _strings(message)
    if message.fuzzy:
        yield "fuzzy"
    if not all(strings):
        yield "not translated"
    if LOOSE_UNIT.search(_singular(message)) and any(map(LOOSE_NUMBER.search, strings)):
        yield "a line may break between number and unit"
    for error in message.check(catalogue):
        yield str(error)


def keys(catalogue: Catalog) -> dict[Key, Message]:
    """Return the messages by msgid and context, without the header."""
    return {(_singular(message), message.context): message for message in catalogue if message.id}


def _singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _strings(message: Message) -> tuple[str, ...]:
    """Return the translation, one string for each plural form."""
    string = message.string
    return tuple(string) if isinstance(string, (tuple, list)) else (string or "",)


def wanted_in(catalogue: Catalog, source: Catalog) -> Catalog:
    """Select the messages that a catalogue must hold. English needs plurals and reworded messages only."""
    if str(catalogue.locale) != SOURCE_LANGUAGE:
        return source
    wanted, present = Catalog(), keys(catalogue)
    for key, message in keys(source).items():
        if message.pluralizable or key in present:
            wanted[message.id] = message
    return wanted


def fill_plurals(catalogue: Catalog) -> None:
    """Copy untranslated plurals of the English catalogue from the source."""
    for message in catalogue:
        if message.id and message.pluralizable and not all(_strings(message)):
            message.string = tuple(message.id)


def glue_units(catalogue: Catalog) -> None:
    """Put no-break spaces between numbers and units: translators cannot see which space they type."""
    for message in catalogue:
        if message.pluralizable and LOOSE_UNIT.search(_singular(message)):
            message.string = tuple(
                LOOSE_NUMBER.sub("\\1\N{NO-BREAK SPACE}", form) for form in _strings(message)
            )


def faults(root: Path, po: Path) -> Iterator[str]:
    """Yield one line for each difference of the file and its django.mo from the source."""
    catalogue = load(po)
    wanted, present = keys(wanted_in(catalogue, extracted(root))), keys(catalogue)
    for key in wanted.keys() - present.keys():
        yield f"missing: {key[0]!r}"
    for key in present.keys() - wanted.keys():
        yield f"obsolete: {key[0]!r}"
    for gone in catalogue.obsolete.values():
        yield f"obsolete: {_singular(gone)!r}"
    for key in wanted.keys() & present.keys():
        yield from (f"{fault}: {key[0]!r}" for fault in faults_of_message(present[key], catalogue))
    mo = po.with_suffix(".mo")
    if not mo.exists() or mo.read_bytes() != compiled(catalogue):
        yield "django.mo is not what this file compiles to"


def update(root: Path, po: Path) -> None:
    """Add new messages, drop obsolete ones, keep translations, and compile."""
    catalogue = load(po)
    source = wanted_in(catalogue, extracted(root))
    catalogue.update(source, no_fuzzy_matching=True, update_creation_date=False)
    catalogue.obsolete.clear()
    if str(catalogue.locale) == SOURCE_LANGUAGE:
        fill_plurals(catalogue)
    glue_units(catalogue)
    with po.open("wb") as file:
        write_po(file, catalogue, width=110, sort_output=True, include_lineno=False)
    po.with_suffix(".mo").write_bytes(compiled(load(po)))


def main(action: str, root: Path, out: TextIO) -> int:
    """Check or update all catalogues of the project; return the exit status."""
    count = 0
    for po in sorted(root.glob("locale/*/LC_MESSAGES/django.po")):
        if action == "update":
            update(root, po)
        for fault in sorted(faults(root, po)):
            out.write(f"{po.relative_to(root)}: {fault}\n")
            count += 1
    return 1 if count else 0


if __name__ == "__main__":
    settings.configure()
    sys.exit(main(sys.argv[1], Path.cwd(), sys.stdout))
