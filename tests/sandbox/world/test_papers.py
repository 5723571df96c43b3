import re
from collections import Counter
from datetime import date, datetime

from sandbox.world import build_world
from sandbox.world.dates import MOSCOW
from sandbox.world.papers import FOLDER, ODD_NAMES

DAY = date(2026, 11, 24)
FILES = [record.resource for record in build_world(seed=1, today=DAY).drive.files.values()]
PLAIN = [file for file in FILES if file["name"] not in ODD_NAMES]


def test_no_name_ends_with_a_counter() -> None:
    assert not [file["name"] for file in PLAIN if re.search(r"\s\d{1,3}(\.\w+)?$", file["name"])]


def test_names_are_of_one_file_each_but_for_second_interviews() -> None:
    names = Counter(file["name"] for file in PLAIN)

    assert {name.partition(" — ")[0] for name, count in names.items() if count > 1} <= {
        "Оценка интервью",
        "Резюме",
    }


def test_everybody_with_an_interview_has_a_resume() -> None:
    company = build_world(seed=1, today=DAY).huntflow
    met = [
        company.candidates[line.candidate]
        for lines in company.logs.values()
        for line in lines
        if line.interview
    ]
    names = {file["name"].rpartition(".")[0] for file in FILES}

    assert {f"Резюме — {person.last_name} {person.first_name}" for person in met} <= names


def test_files_were_changed_over_many_days_and_never_today() -> None:
    moments = [datetime.fromisoformat(file["modifiedTime"]).astimezone(MOSCOW) for file in PLAIN]

    days = Counter(moment.date() for moment in moments)
    assert max(moments).date() < DAY
    assert len(days) > 60
    assert max(days.values()) < 45
    assert {moment.hour for moment in moments} <= set(range(8, 23))


def test_papers_lie_in_folders() -> None:
    folders = {file["id"]: file["name"] for file in FILES if file["mimeType"] == FOLDER}

    for file in PLAIN:
        if file["name"].startswith(("Резюме — ", "Оффер — ")):
            folder = folders[file["parents"][0]]
            assert folder == {"Ре": "Резюме", "Оф": "Офферы"}[file["name"][:2]]
