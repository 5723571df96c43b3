"""The sounds of words in Latin letters, to compare words across alphabets and spellings."""

import re
from collections.abc import Callable, Iterable, Sequence
from unicodedata import normalize

CYRILLIC = re.compile("[\u0400-\u04ff]")
_REPEATED = re.compile(r"(.)\1+")
_MARKS = re.compile("[\u0300-\u036f]+")

# Sounds, not one standard. Ukrainian, Belarusian and Kazakh letters included.
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
        # Latin letters that no normal form decomposes.
        **dict(zip("ıłøđ", "ilod", strict=True)),
        "æ": "ae",
        "œ": "oe",
        **dict.fromkeys("ъь'ʼ’`", ""),
    }
)
# English, German, passport and scholarly spellings of one sound, replaced in this order.
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


def change_all(change: Callable[[str], str], texts: Sequence[str]) -> list[str]:
    """Return each text changed, by one call for all of them; the change must keep line ends."""
    return change("\n".join([text.replace("\n", " ") for text in texts])).split("\n") if texts else []


def sounds_of(words: Iterable[str]) -> dict[str, str]:
    distinct = list(set(words))
    return dict(zip(distinct, change_all(sound, distinct), strict=True))


def sound(text: str) -> str:
    """Return the sound of a text that is a `sort_key`."""
    latin = _MARKS.sub("", normalize("NFKD", text.translate(_LETTERS)))
    for spelling, heard in _SPELLINGS:
        latin = latin.replace(spelling, heard)
    return _REPEATED.sub(r"\1", latin)
