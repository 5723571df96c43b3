"""Glyphs of the sprite."""

from functools import cache

from django.template import Library
from django.templatetags.static import static
from django.utils.html import format_html
from django.utils.safestring import SafeString

register = Library()


# Cached: a page draws dozens of a few, and looking up the sprite's address takes half of the time.
@register.simple_tag
@cache
def icon(name: str, extra_class: str = "") -> SafeString:
    """Draw a glyph. It is hidden from screen readers, so words must stand beside it."""
    return format_html(
        '<svg class="icon {}" aria-hidden="true" focusable="false"><use href="{}#{}"/></svg>',
        extra_class,
        static("google_oauth/icons.svg"),
        name,
    )
