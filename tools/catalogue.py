"""The message catalogues under `locale/`, kept in step with the source without gettext's binaries.

    python -m tools.catalogue check    say what is missing, obsolete, fuzzy or not compiled; exit 1 if anything is
    python -m tools.catalogue update   bring every django.po in step with the source, and compile it

The source is English. So locale/en holds its plurals, whose numbers hold on to their units there, and such
messages as English readers should not see as they stand; the rest may be missing.

Code is read by Babel. A template first becomes code, by the function that Django's makemessages uses.
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
# A unit of time or size after a number's placeholder and a space at which a line may break.
LOOSE_UNIT = re.compile(r"%\(\w+\)[ds] (minute|hour|day|week|month|year|byte|[KMG]B)s?\b")
LOOSE_NUMBER = re.compile(r"(%\(\w+\)[ds]) ")
# The calls of django.utils.translation, and the position of their message, plural and context.
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
    """The file as Python that Babel can read."""
    text = path.read_text(encoding="utf-8")
    if path.suffix == ".html":
        # What surrounds a template's messages is blanked, not removed; its indentation is no Python's.
        text = "\n".join(line.lstrip() for line in templatize(text, origin=str(path)).split("\n"))
    return text.encode()


def extracted(root: Path) -> Catalog:
    """A catalogue of every message in code and templates under `root`, with the files that use it."""
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
    """The catalogue of a file; its directory names the locale. ValueError for a malformed file."""
    with po.open("rb") as file:
        return read_po(file, locale=po.parent.parent.name, abort_invalid=True)


def compiled(catalogue: Catalog) -> bytes:
    """The bytes of the catalogue's django.mo."""
    mo = BytesIO()
    write_mo(mo, catalogue)
    return mo.getvalue()


def faults_of_message(message: Message, catalogue: Catalog) -> Iterator[str]:
    """What is wrong with one translation."""
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
    """The catalogue's messages by msgid and context, without its header."""
    return {(_singular(message), message.context): message for message in catalogue if message.id}


def _singular(message: Message) -> str:
    return message.id[0] if isinstance(message.id, (tuple, list)) else message.id


def _strings(message: Message) -> tuple[str, ...]:
    """The translation, one string for each plural form."""
    string = message.string
    return tuple(string) if isinstance(string, (tuple, list)) else (string or "",)


def wanted_in(catalogue: Catalog, source: Catalog) -> Catalog:
    """What of the source's messages belongs into a catalogue: all; into English, plurals and what it rewords."""
    if str(catalogue.locale) != SOURCE_LANGUAGE:
        return source
    wanted, present = Catalog(), keys(catalogue)
    for key, message in keys(source).items():
        if message.pluralizable or key in present:
            wanted[message.id] = message
    return wanted


def fill_plurals(catalogue: Catalog) -> None:
    """Word the untranslated plurals of the English catalogue as the source does."""
    for message in catalogue:
        if message.id and message.pluralizable and not all(_strings(message)):
            message.string = tuple(message.id)


def glue_units(catalogue: Catalog) -> None:
    """Let no line break between a number and its unit: people do not see which space they type."""
    for message in catalogue:
        if message.pluralizable and LOOSE_UNIT.search(_singular(message)):
            message.string = tuple(
                LOOSE_NUMBER.sub("\\1\N{NO-BREAK SPACE}", form) for form in _strings(message)
            )


def faults(root: Path, po: Path) -> Iterator[str]:
    """Every way in which the file and its django.mo are out of step with the source, one line each."""
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
    """Add what is new in the source, drop what is gone, keep the translations, and compile."""
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
    """Check or update every catalogue of the project; returns the exit status."""
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
