"""What templates say about files: their kinds in words and glyphs."""

from django.template import Library
from django.utils.translation import gettext_lazy

from google_oauth.domain.files import FileKind

register = Library()

_FILE_ICONS = {
    FileKind.FORM: "document",
    FileKind.PDF: "document",
    FileKind.TEXT: "document",
    FileKind.OTHER: "file",
}
_NAMES = {
    FileKind.FOLDER: gettext_lazy("Folder"),
    FileKind.DOCUMENT: gettext_lazy("Document"),
    FileKind.SPREADSHEET: gettext_lazy("Spreadsheet"),
    FileKind.PRESENTATION: gettext_lazy("Presentation"),
    FileKind.FORM: gettext_lazy("Form"),
    FileKind.PDF: "PDF",
    FileKind.IMAGE: gettext_lazy("Image"),
    FileKind.VIDEO: gettext_lazy("Video"),
    FileKind.AUDIO: gettext_lazy("Audio"),
    FileKind.ARCHIVE: gettext_lazy("Archive"),
    FileKind.TEXT: gettext_lazy("Text"),
    FileKind.OTHER: gettext_lazy("File"),
}


@register.filter
def file_icon(kind: FileKind) -> str:
    """Choose the glyph for a kind of file."""
    return _FILE_ICONS.get(kind, kind.value)


@register.filter
def file_kind(kind: FileKind) -> str:
    """Name a kind of file."""
    return str(_NAMES[kind])
