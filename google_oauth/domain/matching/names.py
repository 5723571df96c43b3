"""Full names in titles and file names, in either alphabet and either order, compared as in search."""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import partial
from itertools import chain

from google_oauth.domain.candidates import Candidate
from google_oauth.domain.parsing.sounds import CYRILLIC, change_all, sounds_of
from google_oauth.domain.parsing.text import sort_key

_Words = tuple[str, ...]
_Named = Mapping[_Words, Sequence[Candidate]]

_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHES = re.compile("['’ʼ`]")
# Bounds the work for a text of any length.
_MAX_TEXT = 600


@dataclass(frozen=True, slots=True)
class NameIndex:
    """Candidates by full name: as `written`, and by sound, Cyrillic and Latin names apart.

    `lengths` are the numbers of words in full names, `leading` the sounds of the first words of last names.
    """

    written: _Named
    heard_cyrillic: _Named
    heard_latin: _Named
    lengths: tuple[int, ...]
    leading: frozenset[str]


def index_names(candidates: Iterable[Candidate]) -> NameIndex:
    """Index the full names; candidates without a first or a last name are left out."""
    forms = _forms(list(candidates))
    sounds = sounds_of(word for _, form, _ in forms for word in form)
    written: dict[_Words, list[Candidate]] = {}
    heard_cyrillic: dict[_Words, list[Candidate]] = {}
    heard_latin: dict[_Words, list[Candidate]] = {}
    for _, form, candidate in forms:
        written.setdefault(form, []).append(candidate)
        heard = heard_cyrillic if _is_cyrillic(form) else heard_latin
        heard.setdefault(tuple(sounds[word] for word in form), []).append(candidate)
    lengths = tuple(sorted({len(form) for form in written}))
    leading = frozenset(sounds[word] for word, _, _ in forms)
    return NameIndex(written, heard_cyrillic, heard_latin, lengths, leading)


class Surnames:
    """A cheap filter by last name: `people_named` finds no other candidates in these texts."""

    def __init__(self, texts: Iterable[str]) -> None:
        words = chain.from_iterable(_split(list(texts)))
        self._sounds = frozenset(sounds_of(words).values())

    def may_stand(self, last_names: Sequence[str]) -> list[bool]:
        """Return for each last name whether a text may contain it."""
        # Every form of a full name contains the first word of the last name; equal words sound alike.
        leading = [words[0] if words else "" for words in _split(last_names)]
        sounds = sounds_of(leading)
        return [bool(word) and sounds[word] in self._sounds for word in leading]


def people_named(texts: Sequence[str], index: NameIndex) -> list[list[Candidate]]:
    """Return for each text the candidates whose full name it contains, each once."""
    split = _split(texts)
    sounds = sounds_of(chain.from_iterable(split))

    def named(words: _Words) -> list[Candidate]:
        if index.leading.isdisjoint([sounds[word] for word in words]):
            return []
        # One name that matches by letters leaves out those that match by sound only.
        return _distinct(_written(words, index)) or _distinct(_heard(words, sounds, index))

    return [named(words) for words in split]


def _written(words: _Words, index: NameIndex) -> Iterator[Candidate]:
    for run in _runs(words, index.lengths):
        yield from index.written.get(run, ())


def _heard(words: _Words, sounds: Mapping[str, str], index: NameIndex) -> Iterator[Candidate]:
    for run in _runs(words, index.lengths):
        heard = tuple(sounds[word] for word in run)
        yield from index.heard_latin.get(heard, ())
        if not _is_cyrillic(run):
            yield from index.heard_cyrillic.get(heard, ())


def _forms(candidates: Sequence[Candidate]) -> list[tuple[str, _Words, Candidate]]:
    """Return the ways to write each full name, with the first word of the last name and the candidate."""
    lasts = _split([candidate.last_name for candidate in candidates])
    firsts = _split([candidate.first_name for candidate in candidates])
    middles = _split([candidate.middle_name for candidate in candidates])
    # The form with the middle name at the end begins with the first of these.
    return [
        (last[0], form, candidate)
        for candidate, last, first, middle in zip(candidates, lasts, firsts, middles, strict=True)
        if first and last
        for form in dict.fromkeys((last + first, first + last, first + middle + last))
    ]


def _split(texts: Sequence[str]) -> list[_Words]:
    keys = change_all(sort_key, [text[:_MAX_TEXT] for text in texts])
    return [tuple(_WORD.findall(key)) for key in change_all(partial(_APOSTROPHES.sub, ""), keys)]


def _runs(words: _Words, lengths: Iterable[int]) -> Iterator[_Words]:
    for length in lengths:
        for start in range(len(words) - length + 1):
            yield words[start : start + length]


def _is_cyrillic(words: _Words) -> bool:
    return any(CYRILLIC.search(word) for word in words)


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list({candidate.key: candidate for candidate in candidates}.values())
