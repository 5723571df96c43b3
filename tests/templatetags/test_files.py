from pathlib import Path

import pytest

from google_oauth.domain.files import FileKind
from google_oauth.templatetags import files

SPRITE = Path(files.__file__).parent.parent / "static/google_oauth/icons.svg"


@pytest.mark.parametrize("kind", list(FileKind))
def test_every_kind_of_file_has_a_name_and_a_glyph(kind: FileKind) -> None:
    assert files.file_kind(kind)
    assert f'<symbol id="{files.file_icon(kind)}"' in SPRITE.read_text(encoding="utf-8")
