from datetime import UTC, date, datetime, time
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from google_oauth.domain.files import (
    FILE_ORDER,
    FILE_SORTS,
    File,
    FileDay,
    FileFilter,
    FileKind,
    Ownership,
    cvs_first,
    files_by_day,
    files_named_after,
    filter_files,
    owners,
    parse_changed_within,
    parse_files,
)
from google_oauth.domain.lists.sorting import Sort, sort_rows
from google_oauth.domain.parsing import reading
from tests.domain.making import BERLIN, at, on, person
from tests.domain.strategies import any_text, items, json_values, moments

UNTITLED = "Без названия"


def parse(**fields: Any) -> File:
    (file,) = parse_files([{"id": "f1", **fields}], untitled=UNTITLED)
    return file


def test_file_with_everything() -> None:
    file = parse(
        name="Скоркард",
        mimeType="application/vnd.google-apps.spreadsheet",
        modifiedTime="2026-03-04T09:31:00.000Z",
        size="1048576",
        owners=[{"displayName": "Анна", "emailAddress": "anna@example.com", "me": True}],
        ownedByMe=True,
        shared=True,
        starred=True,
        webViewLink="https://docs.google.com/spreadsheets/d/f1",
    )

    assert file == File(
        id="f1",
        name="Скоркард",
        kind=FileKind.SPREADSHEET,
        modified=datetime(2026, 3, 4, 9, 31, tzinfo=UTC),
        size=1_048_576,
        owner="Анна",
        owned_by_me=True,
        shared=True,
        starred=True,
        link="https://docs.google.com/spreadsheets/d/f1",
    )


def test_file_with_an_id_alone() -> None:
    assert parse() == File(id="f1", name=UNTITLED, kind=FileKind.OTHER)


@pytest.mark.parametrize(
    ("mime_type", "kind"),
    [
        ("application/vnd.google-apps.folder", FileKind.FOLDER),
        ("application/vnd.google-apps.document", FileKind.DOCUMENT),
        ("application/vnd.openxmlformats-officedocument.wordprocessingml.document", FileKind.DOCUMENT),
        ("application/vnd.oasis.opendocument.spreadsheet", FileKind.SPREADSHEET),
        ("text/csv", FileKind.SPREADSHEET),
        ("application/vnd.google-apps.presentation", FileKind.PRESENTATION),
        ("application/vnd.google-apps.form", FileKind.FORM),
        ("application/pdf", FileKind.PDF),
        ("image/png", FileKind.IMAGE),
        ("IMAGE/JPEG", FileKind.IMAGE),
        ("video/mp4", FileKind.VIDEO),
        ("audio/ogg", FileKind.AUDIO),
        ("text/markdown", FileKind.TEXT),
        ("application/zip", FileKind.ARCHIVE),
        ("application/vnd.google-apps.shortcut", FileKind.OTHER),
        ("image", FileKind.IMAGE),
        ("", FileKind.OTHER),
        (None, FileKind.OTHER),
    ],
)
def test_file_kind(mime_type: Any, kind: FileKind) -> None:
    assert parse(mimeType=mime_type).kind is kind


def test_file_owner_without_a_name_is_the_address() -> None:
    assert parse(owners=[{"emailAddress": "anna@example.com"}]).owner == "anna@example.com"


@pytest.mark.parametrize("owners", [None, [], {}, ["Анна"], [{}]])
def test_file_in_a_shared_drive_has_no_owner(owners: Any) -> None:
    assert parse(owners=owners).owner == ""


def test_file_name_shows_its_true_ending() -> None:
    assert parse(name="cv\u202egpj.exe").name == "cvgpj.exe"


def test_file_link_is_kept_only_over_http() -> None:
    assert parse(webViewLink="javascript:alert(1)").link == ""


@pytest.mark.parametrize("item", [None, [], "text", {}, {"id": ""}, {"id": 7}])
def test_item_that_has_no_id_is_no_file(item: Any) -> None:
    assert parse_files([item], untitled=UNTITLED) == []


def test_files_are_read_in_order_without_what_is_no_file() -> None:
    files = parse_files([{"id": "b"}, None, {}, {"id": "a"}], untitled=UNTITLED)

    assert [file.id for file in files] == ["b", "a"]


file_items = items(
    {
        "id": any_text,
        "name": any_text,
        "mimeType": any_text,
        "modifiedTime": moments,
        "size": st.integers().map(str),
        "owners": st.lists(items({"displayName": any_text}), max_size=2),
    }
)


@given(
    st.lists(file_items | json_values, max_size=3) | json_values,
    st.sampled_from(list(FILE_SORTS)),
    st.booleans(),
)
def test_any_json_is_read_as_files_that_can_be_sorted(value: Any, key: str, descending: bool) -> None:
    files = parse_files(value, untitled=UNTITLED)

    found = sort_rows(files, Sort(key, descending), FILE_SORTS)

    assert [file.id for file in files] == list(
        filter(None, (reading.text(item.get("id")) for item in reading.records(value)))
    )
    assert all(file.name == " ".join(file.name.split()) != "" for file in files)
    known = [value for value in map(FILE_SORTS[key], found) if value not in (None, "")]
    assert known == sorted(known, reverse=descending)
    assert sorted(map(id, found)) == sorted(map(id, files))


MINE = File("1", "Оффер — Громов", FileKind.DOCUMENT, owner="Анна Смирнова", owned_by_me=True)
THEIRS = File("2", "Воронка", FileKind.SPREADSHEET, owner="Иван Петров")


@pytest.mark.parametrize(
    ("chosen", "expected"),
    [
        (FileFilter(), [MINE, THEIRS]),
        (FileFilter(query="gromov"), [MINE]),
        (FileFilter(query="петров"), [THEIRS]),
        (FileFilter(query="отчёт"), []),
        (FileFilter(kind=FileKind.SPREADSHEET), [THEIRS]),
        (FileFilter(ownership=Ownership.MINE), [MINE]),
        (FileFilter(ownership=Ownership.OTHERS), [THEIRS]),
        (FileFilter(query="оффер", ownership=Ownership.OTHERS), []),
        (FileFilter(owner="Иван Петров"), [THEIRS]),
        (FileFilter(owner="Иван"), []),
    ],
)
def test_filter_files(chosen: FileFilter, expected: list[File]) -> None:
    assert filter_files([MINE, THEIRS], chosen) == expected


OLD = File("old", "Яблоко", FileKind.PDF, modified=datetime(2026, 1, 1, tzinfo=UTC), size=9, owner="б")
NEW = File("new", "ёлка", FileKind.PDF, modified=datetime(2026, 2, 1, tzinfo=UTC), size=None, owner="")
TINY = File("tiny", "Жук", FileKind.PDF, modified=None, size=0, owner="А")


@pytest.mark.parametrize(
    ("order", "expected"),
    [
        (FILE_ORDER, [NEW, OLD, TINY]),
        (Sort("name"), [NEW, TINY, OLD]),
        (Sort("size"), [TINY, OLD, NEW]),
        (Sort("size", descending=True), [OLD, TINY, NEW]),
        (Sort("owner"), [TINY, OLD, NEW]),
    ],
)
def test_sort_files(order: Sort, expected: list[File]) -> None:
    assert sort_rows([OLD, NEW, TINY], order, FILE_SORTS) == expected


@pytest.mark.parametrize(
    ("since", "expected"),
    [
        (datetime(2026, 2, 1, tzinfo=UTC), [NEW]),
        (datetime(2026, 1, 1, tzinfo=UTC), [OLD, NEW]),
        (datetime(2026, 2, 2, tzinfo=UTC), []),
    ],
)
def test_filter_keeps_what_was_changed_since(since: datetime, expected: list[File]) -> None:
    assert filter_files([OLD, NEW, TINY], FileFilter(changed_since=since)) == expected


@pytest.mark.parametrize(
    ("raw", "expected"),
    [
        ("1", on(4)),
        ("7", date(2026, 2, 26)),
        ("30", date(2026, 2, 3)),
        ("90", date(2025, 12, 5)),
        ("365", date(2025, 3, 5)),
        ("", None),
        ("2", None),
        ("01", None),
        ("week", None),
    ],
)
def test_changed_within_begins_at_the_midnight_of_its_first_day(raw: str, expected: date | None) -> None:
    since = parse_changed_within(raw, now=at(4, 12))

    assert since == (expected and datetime.combine(expected, time(), BERLIN))


def test_owners_are_listed_once_in_the_order_of_names() -> None:
    assert owners([OLD, NEW, TINY, OLD]) == ["А", "б"]


def test_files_are_gathered_under_their_days_in_the_zone_of_the_reader() -> None:
    late = File("late", "Поздно", FileKind.PDF, modified=datetime(2026, 3, 4, 23, 30, tzinfo=UTC))
    early = File("early", "Рано", FileKind.PDF, modified=datetime(2026, 3, 4, 6, tzinfo=UTC))

    found = files_by_day([late, early, TINY], zone=BERLIN)

    assert found == [FileDay(on(5), (late,)), FileDay(on(4), (early,)), FileDay(None, (TINY,))]


def test_files_named_after_a_candidate_have_the_full_name_in_either_alphabet() -> None:
    names = ("Резюме Кузнецова Мария 3.pdf", "CV_Kuznetsova_Maria.docx", "Кузнецова.pdf", "Мария Иванова.pdf")
    files = [File(name, name, FileKind.PDF) for name in names]

    assert files_named_after(person(1, "Кузнецова Мария"), files) == files[:2]


def test_cvs_come_first_and_the_others_keep_their_order() -> None:
    names = ("Резюмирую.docx", "запись.mp4", "Резюме — Белов.pdf", "scv.txt", "Belov_CV_3.docx", "Résumé.pdf")
    files = [File(name, name, FileKind.OTHER) for name in names]

    assert [file.name for file in cvs_first(files)] == [
        names[2],
        names[4],
        names[5],
        names[0],
        names[1],
        names[3],
    ]


def test_nameless_candidate_has_no_files() -> None:
    assert files_named_after(person(1), [OLD]) == []
