import pytest

from google_oauth.domain.parsing.sounds import change_all, sounds_of
from google_oauth.domain.parsing.text import sort_key


@pytest.mark.parametrize(
    ("word", "sound"),
    [
        ("Щукин", "shukin"),
        ("Shchukin", "shukin"),
        ("Хабаров", "habarov"),
        ("Цой", "tsoi"),
        ("Müller", "muler"),
        ("Ерёмин", "eremin"),
        ("Объём", "obem"),
        ("Ąžuolas", "azuolas"),
        ("Ь", ""),
    ],
)
def test_words_sound_alike_in_either_alphabet(word: str, sound: str) -> None:
    key = sort_key(word)

    assert sounds_of([key, key, "x"]) == {key: sound, "x": "ks"}


def test_texts_are_changed_each_for_itself() -> None:
    assert change_all(str.upper, ["a\nb", "", "c"]) == ["A B", "", "C"]
    assert change_all(str.upper, []) == []
