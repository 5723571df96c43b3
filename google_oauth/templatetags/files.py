"""What templates say about files: their kinds in words and glyphs."""

from django.template import Library
from django.utils.translation import gettext

from google_oauth.agenda.files import FileKind

register = Library()

_FILE_ICONS = {
    FileKind.FORM: "document",
    FileKind.PDF: "document",
    FileKind.TEXT: "document",
    FileKind.OTHER: "file",
}


@register.filter
def file_icon(kind: FileKind) -> str:
    """Choose the glyph for a kind of file."""
    return _FILE_ICONS.get(kind, kind.value)


@register.filter
def file_kind(kind: FileKind) -> str:
    """Name a kind of file."""
    return {
        FileKind.FOLDER: gettext("Folder"),
        FileKind.DOCUMENT: gettext("Document"),
        FileKind.SPREADSHEET: gettext("Spreadsheet"),
        FileKind.PRESENTATION: gettext("Presentation"),
        FileKind.FORM: gettext("Form"),
        FileKind.PDF: "PDF",
        FileKind.IMAGE: gettext("Image"),
        FileKind.VIDEO: gettext("Video"),
        FileKind.AUDIO: gettext("Audio"),
        FileKind.ARCHIVE: gettext("Archive"),
        FileKind.TEXT: gettext("Text"),
        FileKind.OTHER: gettext("File"),
    }[kind]
