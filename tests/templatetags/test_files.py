import pytest

from google_oauth.domain.files import FileKind
from google_oauth.templatetags import files
from tests.environment import ROOT

SPRITE = ROOT / "google_oauth/static/google_oauth/icons.svg"


@pytest.mark.parametrize("kind", list(FileKind))
def test_each_kind_of_file_has_a_name_and_a_glyph(kind: FileKind) -> None:
    assert files.kind_name(kind)
    assert f'<symbol id="{files.kind_icon(kind)}"' in SPRITE.read_text(encoding="utf-8")


@pytest.mark.parametrize(
    ("kind", "name", "icon"),
    [
        (FileKind.SPREADSHEET, "Таблица", "spreadsheet"),
        (FileKind.PDF, "PDF", "document"),
        (FileKind.FORM, "Форма", "document"),
        (FileKind.TEXT, "Текст", "document"),
        (FileKind.OTHER, "Файл", "file"),
    ],
)
def test_kind_of_file_in_words_and_as_a_glyph(kind: FileKind, name: str, icon: str) -> None:
    assert (files.kind_name(kind), files.kind_icon(kind)) == (name, icon)
