"""Shares in percent."""

from django.template import Library
from django.utils.formats import number_format
from django.utils.translation import pgettext

register = Library()


@register.filter
def share(count: int, whole: int) -> str:
    """The share of `count` in `whole` in percent; a dash if `whole` is 0."""
    if not whole:
        return "—"
    return pgettext("share", "%(number)s%%") % {"number": number_format(100 * count / whole, 1)}
