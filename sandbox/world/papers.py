"""What lies in the Drive of a recruiting team: names, kinds, and when each was changed last."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta
from functools import cached_property
from itertools import chain, islice
from random import Random

from sandbox.world.company import Candidate, Company, Interview
from sandbox.world.dates import at, office_hour, workday
from sandbox.world.hiring import OFFER, stage_id
from sandbox.world.people import ROMASHKA

GOOGLE = "application/vnd.google-apps."
SPREADSHEET, DOCUMENT, FOLDER = f"{GOOGLE}spreadsheet", f"{GOOGLE}document", f"{GOOGLE}folder"
SHORTCUT, PRESENTATION = f"{GOOGLE}shortcut", f"{GOOGLE}presentation"
PDF = "application/pdf"
WORD = "application/vnd.openxmlformats-officedocument.wordprocessingml.document"
EXTENSIONS = {PDF: "pdf", WORD: "docx", "image/jpeg": "jpg", "video/mp4": "mp4", "application/zip": "zip"}
EXTENSIONS |= {"text/plain": "txt"}

MONTHS = (
    "январь",
    "февраль",
    "март",
    "апрель",
    "май",
    "июнь",
    "июль",
    "август",
    "сентябрь",
    "октябрь",
    "ноябрь",
    "декабрь",
)
MONTHLY = ("Воронка найма", "График собеседований")
MONTHS_KEPT = 8
PLAIN = (
    ("Регламент подбора", DOCUMENT),
    ("Шаблон оффера", WORD),
    ("Программа «Приведи друга»", PDF),
    ("Чек-лист первого дня", DOCUMENT),
    ("Презентация компании для кандидатов", PRESENTATION),
    ("Как мы проводим интервью", PRESENTATION),
    ("Вопросы для интервью с рекрутером", DOCUMENT),
    ("Письма кандидатам: шаблоны", DOCUMENT),
    ("Договор с кадровым агентством", PDF),
    ("Согласие на обработку данных", PDF),
    ("Стенд на конференции HR Tech", "image/jpeg"),
    ("Interview guide", DOCUMENT),
    ("Employer brand deck", PRESENTATION),
)
SHEETS = (
    "Зарплатные вилки",
    "База резерва",
    "Источники кандидатов",
    "Онбординг новых сотрудников",
    "Northwind hiring plan",
    "Northwind candidates pipeline",
    "Расходы на сайты вакансий",
    "Контакты агентств",
)
FOLDERS = ("Резюме", "Офферы", "Архив", "Тестовые задания", "Онбординг")
ODD_NAMES = ("", "<script>alert(1)</script>.txt", "\u202egpj.exe", "It's \\ a 'quoted' name", "я" * 255, "  ")
"""Names that break programs; they lie deep in the past."""

LATELY = 1.4
"""Above 1, more files were changed lately."""


@dataclass(frozen=True)
class Draft:
    """A file before it belongs to anybody. `folder` names the folder that it lies in, "" for the root."""

    name: str
    mime_type: str
    modified: datetime
    organisation: int = ROMASHKA
    folder: str = ""


@dataclass(frozen=True)
class Papers:
    """Drafts files from what the company did before `today`; nothing was changed today."""

    company: Company
    rng: Random
    today: date

    def sheets(self, number: int) -> list[Draft]:
        """So many spreadsheets: reports and plans, then scorecards of the latest interviews."""
        reports = [Draft(name, SPREADSHEET, self._lately(60)) for name in SHEETS]
        reports += [
            Draft(f"Отчёт по вакансии — {name}", SPREADSHEET, self._lately(30)) for name in self._positions
        ]
        reports += self._monthly()
        year = self.today.year
        reports += [
            Draft(f"Бюджет подбора {when}", SPREADSHEET, self._lately(days))
            for when, days in ((year, 5), (year - 1, 300))
        ]
        cards = chain(self._scorecards(), self._questionnaires())
        return [*reports, *islice(cards, number - len(reports))]

    def folders(self) -> list[Draft]:
        """A folder for each kind and each vacancy of the first organisation."""
        names = (*FOLDERS, *self._positions)
        return [Draft(name, FOLDER, self._lately(150)) for name in names]

    def others(self, number: int) -> list[Draft]:
        """So many other files: the team's own, those of vacancies and offers, then candidates' papers."""
        drafts = [Draft(_with_extension(name, kind), kind, self._lately(120)) for name, kind in PLAIN]
        drafts += [
            Draft(f"Профиль должности — {name}", DOCUMENT, self._lately(90), folder=name)
            for name in self._positions
        ]
        drafts += [
            Draft(name, "text/plain", at(self.today - timedelta(days=200 + place), 11))
            for place, name in enumerate(ODD_NAMES)
        ]
        drafts += self._offers()
        papers = chain(self._of_interviewed(), self._resumes())
        return [*drafts, *islice(papers, number - len(drafts))]

    @cached_property
    def _positions(self) -> list[str]:
        vacancies = self.company.vacancies.values()
        return [v.position for v in vacancies if v.organisation == ROMASHKA and v.state != "CLOSED"]

    @cached_property
    def _people(self) -> list[Candidate]:
        people = self.company.candidates.values()
        return [person for person in people if person.last_name and person.merged_into is None]

    def _lately(self, days: int) -> datetime:
        """Some office hour within so many days, more likely a late one."""
        number = 1 + int(days * self.rng.random() ** LATELY * 5 / 7)
        return office_hour(at(workday(self.today, -number), 0), self.rng)

    def _monthly(self) -> Iterator[Draft]:
        first = self.today.replace(day=1)
        for _ in range(MONTHS_KEPT):
            last = (first + timedelta(days=32)).replace(day=1)
            modified = office_hour(at(workday(min(last, self.today), -1), 0), self.rng)
            for name in MONTHLY:
                yield Draft(f"{name} — {MONTHS[first.month - 1]} {first.year}", SPREADSHEET, modified)
            first = (first - timedelta(days=1)).replace(day=1)

    @cached_property
    def _interviewed(self) -> list[tuple[Candidate, Interview]]:
        """Those with an interview and the interview, the latest first."""
        entries = (entry for entries in self.company.logs.values() for entry in entries)
        met = [
            (self.company.candidates[entry.candidate], entry.interview)
            for entry in entries
            if entry.interview
        ]
        return sorted(met, key=lambda pair: pair[1].start, reverse=True)

    def _scorecards(self) -> Iterator[Draft]:
        for person, interview in self._interviewed:
            if interview.end < at(self.today, 0):
                modified = interview.end + timedelta(minutes=self.rng.randint(5, 90))
                name = f"Оценка интервью — {full_name(person)}"
                yield Draft(name, SPREADSHEET, modified, person.organisation)

    def _questionnaires(self) -> Iterator[Draft]:
        for person in self._people:
            yield Draft(f"Анкета — {full_name(person)}", SPREADSHEET, person.created, person.organisation)

    def _offers(self) -> Iterator[Draft]:
        for person in self._people:
            offered = stage_id(person.organisation, OFFER)
            moves = [line for line in self.company.logs[person.id] if line.status == offered]
            for move in moves[:1]:
                name = f"Оффер — {full_name(person)}.pdf"
                yield Draft(name, PDF, move.created, person.organisation, "Офферы")

    def _of_interviewed(self) -> Iterator[Draft]:
        """The résumé of everybody with an interview, for some more."""
        people = {person.id: person for person, _ in self._interviewed}
        for place, person in enumerate(people.values()):
            yield self._resume(person)
            modified = office_hour(person.created, self.rng)
            if place % 8 == 0 and modified < at(self.today, 0):
                name = f"Тестовое задание — {full_name(person)}.zip"
                yield Draft(name, "application/zip", modified, person.organisation, "Тестовые задания")
        for person, interview in self._interviewed[::9]:
            if interview.end < at(self.today, 0):
                name = f"Запись интервью — {full_name(person)}.mp4"
                yield Draft(name, "video/mp4", interview.end, person.organisation)

    def _resumes(self) -> Iterator[Draft]:
        """The résumés of everybody else, the newest first."""
        met = {person.id for person, _ in self._interviewed}
        people = sorted(self._people, key=lambda person: person.created, reverse=True)
        return (self._resume(person) for person in people if person.id not in met)

    def _resume(self, person: Candidate) -> Draft:
        kind = WORD if person.id % 6 == 0 else PDF
        name = f"Резюме — {full_name(person)}.{EXTENSIONS[kind]}"
        return Draft(name, kind, person.created, person.organisation, "Резюме")


def full_name(person: Candidate) -> str:
    """The last name, then the first."""
    return f"{person.last_name or ''} {person.first_name or ''}".strip()[:60]


def _with_extension(name: str, mime_type: str) -> str:
    extension = EXTENSIONS.get(mime_type)
    return f"{name}.{extension}" if extension else name
