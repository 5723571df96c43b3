"""Names and glyphs of the kinds of files."""

from django.template import Library
from django.utils.translation import gettext_lazy

from google_oauth.domain.files import FileKind

register = Library()

# The other kinds have a glyph of their name.
_ICONS = {
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
def kind_icon(kind: FileKind) -> str:
    return _ICONS.get(kind, kind)


@register.filter
def kind_name(kind: FileKind) -> str:
    return str(_NAMES[kind])
