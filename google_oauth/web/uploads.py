"""No uploads: a form with a file in it is refused before anything of the file is kept."""

from typing import Any, NoReturn

from django.core.files.uploadhandler import FileUploadHandler
from django.http.multipartparser import MultiPartParserError


class NoUploads(FileUploadHandler):
    """Refuses the first file of a form, which Django answers with 400.

    Without any handler Django would read and drop files, in pieces of 2 GB.
    """

    def new_file(self, *_: Any, **__: Any) -> NoReturn:
        raise MultiPartParserError("Files are not taken.")
