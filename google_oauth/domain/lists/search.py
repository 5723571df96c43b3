"""Search in lists: case, ё and е, and the alphabet make no difference.

A query is split at spaces; every word must occur. Within Cyrillic, letters are compared: «юлия» does not find
«Ульяна». Across alphabets, and within Latin, where one name has many spellings, sounds are compared:
"Kuznetsova" finds «Кузнецова», "Yulia" finds «Юлия» and "Iuliia".
"""

from collections.abc import Callable, Iterable, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain, compress
from typing import TypeVar

from google_oauth.domain.parsing.sounds import CYRILLIC, change_all, sound, sounds_of
from google_oauth.domain.parsing.text import sort_key

_Row = TypeVar("_Row")

# Bounds the work for a query of any length.
MAX_QUERY = 200


@dataclass(frozen=True, slots=True)
class Word:
    """A word of a query as written and as it sounds; the sound is "" where it would match nearly everything."""

    written: str
    sound: str
    cyrillic: bool


def query_words(query: str) -> tuple[Word, ...]:
    return tuple(map(_word, sort_key(query[:MAX_QUERY]).replace("\0", " ").split()))


def search_rows(
    rows: Iterable[_Row], words: Sequence[Word], fields: Callable[[_Row], Iterable[str]]
) -> list[_Row]:
    """Return the rows whose fields, taken together, contain every word, in the order given."""
    every = list(rows)
    if not words:
        return every
    # All at once: that takes a third of the time of one by one.
    return list(compress(every, contain_words(words, [" ".join(fields(row)) for row in every])))


def contain_words(words: Iterable[Word], texts: Sequence[str]) -> list[bool]:
    """Return for each text whether it contains every word."""
    texts = change_all(sort_key, texts)
    hits = [True] * len(texts)
    for word in words:
        texts = [text if hit else "" for text, hit in zip(texts, hits, strict=True)]
        hits = _occurrences(word, texts)
    return hits


def _word(written: str) -> Word:
    heard = sound(written)
    # "zzz" sounds like one z, which is in half of all names.
    is_telling = len(heard) > 1 or len(written) == 1
    return Word(written, heard if is_telling else "", bool(CYRILLIC.search(written)))


def _occurrences(word: Word, texts: Sequence[str]) -> list[bool]:
    written = [word.written in text for text in texts]
    if not word.sound or all(written):
        return written
    # Cyrillic against Cyrillic is decided by the letters above.
    heard = change_all(partial(CYRILLIC.sub, " "), texts) if word.cyrillic else texts
    parts = [() if hit else text.split() for text, hit in zip(heard, written, strict=True)]
    alike = {part for part, its in sounds_of(chain.from_iterable(parts)).items() if word.sound in its}
    return [hit or not alike.isdisjoint(own) for own, hit in zip(parts, written, strict=True)]
