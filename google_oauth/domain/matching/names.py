"""People's names in titles and file names: in either alphabet, with either part first.

A name in the alphabet of the text has to be written as it is there; across alphabets, and within Latin, the
sounds are compared, as search does.
"""

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from itertools import chain

from google_oauth.domain.candidates import Candidate
from google_oauth.domain.lists.search import CYRILLIC, lines, sounds_of
from google_oauth.domain.parsing.text import sort_key

Words = tuple[str, ...]
Named = Mapping[Words, tuple[Candidate, ...]]

_WORD = re.compile(r"[^\W\d_]+")
_APOSTROPHES = re.compile("['’ʼ`]")
# No title names anybody after so many characters; it bounds the work for a text of any length.
_LONGEST = 600


@dataclass(frozen=True, slots=True)
class NameIndex:
    """The full names of many candidates: as `written`, and as heard, those in Cyrillic apart from the others.

    `lengths` are the numbers of words that full names have, `leading` the sounds of the first words of last names.
    """

    written: Named
    heard_cyrillic: Named
    heard_latin: Named
    lengths: tuple[int, ...]
    leading: frozenset[str]


def index_names(candidates: Iterable[Candidate]) -> NameIndex:
    """Make the names ready for any number of texts; who lacks a first or a last name cannot be found."""
    forms = _forms(list(candidates))
    sounds = sounds_of(word for _, form, _ in forms for word in form)
    written: dict[Words, list[Candidate]] = {}
    heard: dict[bool, dict[Words, list[Candidate]]] = {True: {}, False: {}}
    for _, form, candidate in forms:
        written.setdefault(form, []).append(candidate)
        heard[_is_cyrillic(form)].setdefault(tuple(sounds[word] for word in form), []).append(candidate)
    lengths = tuple(sorted({len(form) for form in written}))
    leading = frozenset(sounds[word] for word, _, _ in forms)
    return NameIndex(_frozen(written), _frozen(heard[True]), _frozen(heard[False]), lengths, leading)


class Surnames:
    """The last names that may stand in some texts, told cheaply: who is passed over, `people_named` does not find."""

    def __init__(self, texts: Iterable[str]) -> None:
        words = chain.from_iterable(_split(list(texts)))
        self._sounds = frozenset(sounds_of(words).values())

    def may_stand(self, last_names: Sequence[str]) -> list[bool]:
        """Tell of each last name whether a text may have it."""
        # Every form of a full name holds the first word of the last name, and equal words sound alike.
        leading = [words[0] if words else "" for words in _split(last_names)]
        sounds = sounds_of(leading)
        return [bool(word) and sounds[word] in self._sounds for word in leading]


def people_named(texts: Sequence[str], index: NameIndex) -> list[list[Candidate]]:
    """List for each text the candidates whose full name it has, each once.

    Where somebody's name stands letter by letter, names that only sound like words of the text are passed over.
    """
    split = _split(texts)
    sounds = sounds_of(chain.from_iterable(split))

    def named(words: Words) -> list[Candidate]:
        if index.leading.isdisjoint([sounds[word] for word in words]):
            return []
        return _distinct(_written(words, index)) or _distinct(_heard(words, sounds, index))

    return [named(words) for words in split]


def _written(words: Words, index: NameIndex) -> Iterator[Candidate]:
    for run in _runs(words, index.lengths):
        yield from index.written.get(run, ())


def _heard(words: Words, sounds: Mapping[str, str], index: NameIndex) -> Iterator[Candidate]:
    for run in _runs(words, index.lengths):
        heard = tuple(sounds[word] for word in run)
        yield from index.heard_latin.get(heard, ())
        if not _is_cyrillic(run):
            yield from index.heard_cyrillic.get(heard, ())


def _forms(candidates: Sequence[Candidate]) -> list[tuple[str, Words, Candidate]]:
    """Each way to write a full name, after the first word of the last name."""
    lasts = _split([candidate.last_name for candidate in candidates])
    firsts = _split([candidate.first_name for candidate in candidates])
    middles = _split([candidate.middle_name for candidate in candidates])
    # With the middle name at the end, the first form stands at the beginning.
    return [
        (last[0], form, candidate)
        for candidate, last, first, middle in zip(candidates, lasts, firsts, middles, strict=True)
        if first and last
        for form in dict.fromkeys((last + first, first + last, first + middle + last))
    ]


def _split(texts: Sequence[str]) -> list[Words]:
    """The words of each text."""
    keys = lines(sort_key, [text[:_LONGEST] for text in texts])
    return [tuple(_WORD.findall(key)) for key in lines(_without_apostrophes, keys)]


def _without_apostrophes(text: str) -> str:
    return _APOSTROPHES.sub("", text)


def _runs(words: Words, lengths: Iterable[int]) -> Iterator[Words]:
    for length in lengths:
        for start in range(len(words) - length + 1):
            yield words[start : start + length]


def _is_cyrillic(words: Words) -> bool:
    return any(CYRILLIC.search(word) for word in words)


def _frozen(lists: Mapping[Words, list[Candidate]]) -> Named:
    return {words: tuple(candidates) for words, candidates in lists.items()}


def _distinct(candidates: Iterable[Candidate]) -> list[Candidate]:
    return list({candidate.key: candidate for candidate in candidates}.values())
