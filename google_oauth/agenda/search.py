"""Search that a recruiter expects: case, ё and е, and the alphabet do not matter.

A query is split at blanks, and every word must occur. A word matches its own alphabet letter by letter
(«юлия» does not find «Ульяна»); across alphabets, and within Latin, where one name has many spellings, the
sounds are compared: "Kuznetsova" finds «Кузнецова», "Yulia" finds «Юлия» and "Iuliia".
"""

import re
from collections.abc import Iterable
from dataclasses import dataclass
from unicodedata import normalize

from google_oauth.agenda.text import sort_key

# Nobody types more; it bounds the work for a query of any length.
MAX_QUERY = 200

CYRILLIC = re.compile("[\u0400-\u04ff]")
_REPEATED = re.compile(r"(.)\1+")
_WITHOUT_MARKS = dict.fromkeys(range(0x0300, 0x0370))
_WITHOUT_CYRILLIC = dict.fromkeys(range(0x0400, 0x0500), " ")

# Sounds rather than any one standard; Ukrainian, Belarusian and Kazakh letters come along.
_LETTERS = str.maketrans(
    {
        **dict(zip("абвгґғдезийіклмнңопрстуўұүфхһыэәқө", "abvgggdeziiiklmnnoprstuuuufhhieako", strict=True)),
        "ж": "zh",
        "ц": "ts",
        "ч": "ch",
        "ш": "sh",
        "щ": "sh",
        "ю": "iu",
        "я": "ia",
        "ї": "i",
        "є": "e",
        # Latin letters that no normal form takes apart.
        **dict(zip("ıłøđ", "ilod", strict=True)),
        "æ": "ae",
        "œ": "oe",
        **dict.fromkeys("ъь'ʼ’`", ""),
    }
)
# Applied in this order: the spellings that English, German, passport and scholarly systems give one sound.
_SPELLINGS = (
    ("shch", "sh"),
    ("sch", "sh"),
    ("tch", "ch"),
    ("tc", "ts"),
    ("kh", "h"),
    ("ck", "k"),
    ("ph", "f"),
    ("x", "ks"),
    ("w", "v"),
    ("y", "i"),
    ("j", "i"),
    ("ie", "e"),
    ("io", "e"),
)


@dataclass(frozen=True, slots=True)
class Word:
    """One word of a query: as written, and as it sounds ("" when that would find nearly everything)."""

    written: str
    sound: str
    cyrillic: bool


def query_words(query: str) -> tuple[Word, ...]:
    """Split the first MAX_QUERY characters of a query into words, made ready once for many `found` calls."""
    return tuple(map(_word, sort_key(query[:MAX_QUERY]).replace("\0", " ").split()))


def _word(written: str) -> Word:
    heard = sound(written)
    # "zzz" sounds like one z, which is in half of all names.
    is_telling = len(heard) > 1 or len(written) == 1
    return Word(written, heard if is_telling else "", bool(CYRILLIC.search(written)))


def found(words: Iterable[Word], *fields: str) -> bool:
    """Tell whether every word occurs in the fields taken together; no words are found everywhere."""
    text = sort_key(" ".join(fields))
    return all(_occurs(word, text) for word in words)


def _occurs(word: Word, text: str) -> bool:
    if word.written in text:
        return True
    # Cyrillic against Cyrillic has been settled by the line above.
    heard = text.translate(_WITHOUT_CYRILLIC) if word.cyrillic else text
    return bool(word.sound) and word.sound in sound(heard)


def sound(text: str) -> str:
    """Return how text that went through `sort_key` sounds, in Latin letters whatever its alphabet."""
    latin = normalize("NFKD", text.translate(_LETTERS)).translate(_WITHOUT_MARKS)
    for spelling, heard in _SPELLINGS:
        latin = latin.replace(spelling, heard)
    return _REPEATED.sub(r"\1", latin)
