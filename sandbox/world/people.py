"""The three recruiters, and the names that everybody else gets."""

from collections.abc import Mapping
from dataclasses import dataclass, field
from random import Random


@dataclass(frozen=True)
class Account:
    """Somebody who can sign in with Google.

    `domain` is the Workspace domain, None for a private account. `memberships` gives the member type
    (owner, manager, watcher) in each Huntflow organisation by its id.
    """

    email: str
    sub: str
    given_name: str
    family_name: str
    time_zone: str = "Europe/Moscow"
    domain: str | None = "example.com"
    email_verified: bool = True
    memberships: Mapping[int, str] = field(default_factory=dict)

    @property
    def name(self) -> str:
        """The given name, then the family name."""
        return f"{self.given_name} {self.family_name}"


ROMASHKA, NORTHWIND = 1017, 2044
"""Ids of the two Huntflow organisations."""

RECRUITERS = (
    Account(
        "anna.smirnova@example.com",
        "104729183746501928374",
        "Анна",
        "Смирнова",
        memberships={ROMASHKA: "owner", NORTHWIND: "manager"},
    ),
    Account(
        "ivan.petrov@example.com",
        "116283746592837465019",
        "Иван",
        "Петров",
        time_zone="Asia/Yekaterinburg",
        memberships={ROMASHKA: "manager"},
    ),
    Account(
        "maria.kuznetsova@example.com",
        "109837465019283746555",
        "Maria",
        "Kuznetsova",
        time_zone="Europe/Berlin",
        memberships={NORTHWIND: "watcher"},
    ),
)

MEN = """
    Александр Алексей Андрей Антон Артём Борис Вадим Виктор Владимир Георгий Глеб Денис Дмитрий Евгений
    Егор Игорь Илья Кирилл Константин Максим Михаил Никита Николай Олег Павел Роман Сергей Степан Тимур
    Фёдор
""".split()  # noqa: SIM905 - one a line would fill pages
WOMEN = """
    Александра Алина Алёна Анастасия Валерия Варвара Вера Дарья Ева Евгения Екатерина Елена Жанна Зоя
    Инна Ирина Кира Ксения Лариса Любовь Маргарита Марина Надежда Наталья Ольга Полина Светлана София
    Татьяна Юлия
""".split()  # noqa: SIM905 - one a line would fill pages
SURNAMES = """
    Абрамов Алексеев Антонов Баранов Белов Беляев Богданов Борисов Васильев Виноградов Воробьёв
    Герасимов Голубев Гусев Давыдов Егоров Ершов Зайцев Захаров Иванов Калинин Киселёв Ковалёв Козлов
    Комаров Королёв Крылов Кудрявцев Лебедев Макаров Медведев Миронов Морозов Никитин Новиков Орлов
    Павлов Поляков Романов Рыбаков Савельев Семёнов Соколов Соловьёв Тарасов Титов Фёдоров Фролов
    Щербаков Яковлев
""".split()  # noqa: SIM905 - one a line would fill pages
FATHERS = """
    Александр Андрей Борис Виктор Владимир Денис Иван Олег Роман Сергей
""".split()  # noqa: SIM905 - one a line would fill pages
LATIN = [
    name.strip()
    for name in [
        "\n    Adam Novak",
        " Aisha Khan",
        " Björn Åkesson",
        " Chloé Dubois",
        " Daniel O'Connor",
        " Elif Yılmaz",
        " Emma Schmidt",
        "\n    Femi Adeyemi",
        " Giulia Rossi",
        " Hans Müller",
        " Inès García",
        " James Smith",
        " Jürgen Groß",
        " Kateryna Shevchenko",
        "\n    Lars Jensen",
        " Li Wei",
        " Marek Dvořák",
        " Nina Petrova",
        " Olivia Brown",
        " Pedro Sánchez",
        " Quentin Leroy",
        "\n    Rachel Green",
        " Søren Kierkegaard",
        " Thomas Müller-Lüdenscheidt",
        " Uma Thapa",
        " Victor Hugo",
        "\n    Wiktor Zieliński",
        " Xenia Popescu",
        " Yuki Tanaka",
        " Zoë Martin\n",
    ]
]

TRANSLITERATION = {
    **dict(zip("абвгдеёзийклмнопрстуфыэ", "abvgdeeziyklmnoprstufye", strict=True)),
    "ж": "zh",
    "х": "kh",
    "ц": "ts",
    "ч": "ch",
    "ш": "sh",
    "щ": "shch",
    "ъ": "",
    "ь": "",
    "ю": "yu",
    "я": "ya",
}


@dataclass(frozen=True)
class Name:
    """A person's name; `middle` is the patronymic, None where there is none."""

    first: str
    last: str
    middle: str | None = None


def happens(rng: Random, share: float) -> bool:
    """True in that share of the cases."""
    return rng.random() < share


def russian_name(rng: Random) -> Name:
    """A Russian name whose parts agree in gender."""
    woman = happens(rng, 0.5)
    last = rng.choice(SURNAMES) + ("а" if woman else "")
    middle = rng.choice(FATHERS).removesuffix("й")
    ending = "на" if woman else "ич"
    middle += ("ев" if middle.endswith("е") else "ов") + ending
    return Name(rng.choice(WOMEN if woman else MEN), last, middle)


def latin_name(rng: Random) -> Name:
    """A name in Latin letters, without a patronymic."""
    first, _, last = rng.choice(LATIN).partition(" ")
    return Name(first, last)


def transliterate(text: str) -> str:
    """`text` in lower-case Latin letters and digits, for addresses; others are left out."""
    latin = "".join(TRANSLITERATION.get(letter, letter) for letter in text.lower())
    return "".join(letter for letter in latin if letter.isascii() and letter.isalnum())
