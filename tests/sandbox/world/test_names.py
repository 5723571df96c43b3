from random import Random

import pytest

from sandbox.world.names import Name, NameBook, transliterate


@pytest.fixture
def names() -> NameBook:
    return NameBook(Random("names"))


def test_no_name_is_given_out_twice(names: NameBook) -> None:
    given = [names.russian() for _ in range(400)] + [names.latin() for _ in range(400)]

    assert len({name.full for name in given}) == 800


def test_both_genders_come_about_as_often(names: NameBook) -> None:
    women = [name for name in (names.russian() for _ in range(400)) if str(name.middle).endswith("на")]

    assert 160 < len(women) < 240
    assert all(name.last.endswith("а") for name in women)


def test_namesakes_get_different_addresses(names: NameBook) -> None:
    name = Name("Анна", "Орлова")

    addresses = [names.address(name, "example.org") for _ in range(6)]

    assert len(set(addresses)) == 6
    assert "anna.orlova@example.org" in addresses
    assert addresses[-2:] == [addresses[-2].replace("3", "2"), addresses[-1]]


@pytest.mark.parametrize(
    ("text", "latin"),
    [
        ("Щербакова-Ёлкина 7", "shcherbakovaelkina7"),
        ("Müller-Lüdenscheidt", "mullerludenscheidt"),
        ("Łukasz Groß", "lukaszgross"),
        ("Østergaard", "ostergaard"),
        ("Yılmaz", "yilmaz"),
        ("O'Connor", "oconnor"),
        ("Андрей Объезжий", "andreyobezzhiy"),
    ],
)
def test_transliteration_leaves_latin_letters_and_digits(text: str, latin: str) -> None:
    assert transliterate(text) == latin
