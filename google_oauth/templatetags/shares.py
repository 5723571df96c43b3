"""Shares of what readers met."""

from django.template import Library
from django.utils.formats import number_format
from django.utils.translation import pgettext

from google_oauth.cache_service.report.tally import Tally

register = Library()


@register.filter
def share(tally: Tally, what: str) -> str:
    """Write which share of the reads `what` was, one of Tally's counts, in percent; a dash where nobody read."""
    if not tally.reads:
        return "—"
    number = number_format(100 * getattr(tally, what) / tally.reads, 1)
    return pgettext("share", "%(number)s%%") % {"number": number}
