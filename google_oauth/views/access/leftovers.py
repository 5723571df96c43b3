"""What a page says when a removal from the cache is not confirmed yet."""

from django.contrib import messages
from django.http import HttpRequest
from django.utils.translation import gettext


def warn_of_leftovers(request: HttpRequest, *, erased: bool) -> None:
    """Tell the reader, unless everything is `erased`."""
    if not erased:
        text = gettext("Cached data could not be removed yet. They will be, before anybody could see them.")
        messages.warning(request, text)
