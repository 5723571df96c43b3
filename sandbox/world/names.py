"""Names for everybody but the recruiters; no full name and no address is given out twice."""

import unicodedata
from collections.abc import Callable
from dataclasses import dataclass
from itertools import chain, count
from random import Random

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

LATIN = (
    (
        ("Alice", "Charlotte", "Emily", "Grace", "Hannah", "Olivia"),
        ("Daniel", "Harry", "James", "Liam", "Oliver", "Thomas"),
        ("Bennett", "Clarke", "Hughes", "Murphy", "O'Connor", "Walker", "Wright"),
    ),
    (
        ("Anke", "Greta", "Johanna", "Lena", "Sabine", "Ute"),
        ("Felix", "Jonas", "Jürgen", "Lukas", "Matthias", "Stefan"),
        ("Becker", "Groß", "Hoffmann", "Krüger", "Müller-Lüdenscheidt", "Schäfer", "Vogel"),
    ),
    (
        ("Camille", "Chloé", "Hélène", "Inès", "Manon", "Zoé"),
        ("Étienne", "François", "Hugo", "Julien", "Lucas", "Rémi"),
        ("Bernard", "Dubois", "Fournier", "Girard", "Lefèvre", "Moreau", "Rousseau"),
    ),
    (
        ("Carmen", "Elena", "Isabel", "Lucía", "Pilar", "Sofía"),
        ("Álvaro", "Diego", "Javier", "Mateo", "Pablo", "Sergio"),
        ("Castillo", "Fernández", "García", "Molina", "Navarro", "Ortega", "Sánchez"),
    ),
    (
        ("Chiara", "Francesca", "Giulia", "Martina", "Silvia", "Valentina"),
        ("Alessandro", "Lorenzo", "Luca", "Marco", "Matteo", "Paolo"),
        ("Bianchi", "Conti", "Ferrari", "Lombardi", "Moretti", "Ricci", "Rossi"),
    ),
    (
        ("Astrid", "Freja", "Ingrid", "Maja", "Signe", "Tuva"),
        ("Anders", "Björn", "Erik", "Henrik", "Lars", "Søren"),
        ("Åkesson", "Berg", "Dahl", "Hansen", "Lindqvist", "Nilsson", "Østergaard"),
    ),
    (
        ("Agnieszka", "Ewa", "Joanna", "Kinga", "Magdalena", "Zofia"),
        ("Bartosz", "Jakub", "Łukasz", "Marek", "Piotr", "Wojciech"),
        ("Dąbrowicz", "Kaczmarek", "Mazur", "Nowak", "Pawlak", "Wójcik", "Wróbel"),
    ),
    (
        ("Ayşe", "Derya", "Elif", "Leyla", "Selin", "Zeynep"),
        ("Burak", "Deniz", "Emre", "Kerem", "Mehmet", "Onur"),
        ("Arslan", "Çelik", "Demir", "Kaya", "Öztürk", "Şahin", "Yılmaz"),
    ),
)
"""For each language given names of women, given names of men, and surnames that go with both."""

TRANSLITERATION = str.maketrans(
    {
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
        # Latin letters that do not come apart into a plain one and an accent.
        "ß": "ss",
        "ø": "o",
        "ł": "l",
        "ı": "i",
    }
)
LOGINS = ("{first}.{last}", "{initial}.{last}", "{last}.{first}", "{last}.{initial}")


@dataclass(frozen=True)
class Name:
    """A person's name; `middle` is the patronymic, None where there is none."""

    first: str
    last: str
    middle: str | None = None

    @property
    def full(self) -> str:
        """The first name, then the last."""
        return f"{self.first} {self.last}"


class NameBook:
    """Gives out names and addresses by chance, none twice."""

    def __init__(self, rng: Random) -> None:
        self._rng = rng
        self._given: set[str] = set()

    def russian(self) -> Name:
        """A Russian name whose parts agree in gender."""
        return self._unused(self._draw_russian)

    def latin(self) -> Name:
        """A name in Latin letters whose parts are of one language, without a patronymic."""
        return self._unused(self._draw_latin)

    def address(self, name: Name, domain: str) -> str:
        """An address made of the name; with a number only where namesakes left no other."""
        parts = {"first": transliterate(name.first), "last": transliterate(name.last)}
        parts["initial"] = parts["first"][:1]
        usual = self._rng.choice(LOGINS[:2])
        logins = [form.format(**parts) for form in (usual, *LOGINS)]
        numbered = (f"{logins[0]}{number}" for number in count(2))
        addresses = (f"{login}@{domain}" for login in chain(logins, numbered))
        address = next(address for address in addresses if address not in self._given)
        self._given.add(address)
        return address

    def _unused(self, draw: Callable[[], Name]) -> Name:
        name = draw()
        while name.full in self._given:
            name = draw()
        self._given.add(name.full)
        return name

    def _draw_russian(self) -> Name:
        woman = self._rng.choice((True, False))
        last = self._rng.choice(SURNAMES) + ("а" if woman else "")
        middle = self._rng.choice(FATHERS).removesuffix("й")
        middle += ("ев" if middle.endswith("е") else "ов") + ("на" if woman else "ич")
        return Name(self._rng.choice(WOMEN if woman else MEN), last, middle)

    def _draw_latin(self) -> Name:
        women, men, surnames = self._rng.choice(LATIN)
        first = self._rng.choice(self._rng.choice((women, men)))
        return Name(first, self._rng.choice(surnames))


def transliterate(text: str) -> str:
    """`text` in lower-case Latin letters and digits, for addresses; others are left out."""
    latin = text.lower().translate(TRANSLITERATION)
    plain = latin if latin.isascii() else unicodedata.normalize("NFKD", latin)
    return "".join(letter for letter in plain if letter.isascii() and letter.isalnum())
