"""The form for language, time zone and shortcuts."""

from collections.abc import Iterable, Mapping
from typing import Any, cast

from django import forms
from django.conf import settings
from django.forms.models import model_to_dict
from django.forms.utils import flatatt
from django.utils import timezone, translation
from django.utils.html import format_html, format_html_join
from django.utils.safestring import SafeString
from django.utils.translation import gettext
from django.utils.translation import gettext_lazy as _

from google_oauth.core.time_zones import zones_by_offset
from google_oauth.services.preferences import google_zone
from google_oauth.views.access.access import SignedInRequest
from google_oauth.web.reader_settings import ReaderRequest, browser_zone


class LongSelect(forms.Select):
    """A list of hundreds of choices, drawn without templates: Django renders two for each choice."""

    def render(self, name: str, value: Any, attrs: Any = None, renderer: Any = None) -> SafeString:  # noqa: ARG002 - of the base
        context = self.get_context(name, value, attrs)["widget"]
        groups = ((_group(label, options),) for label, options, _ in context["optgroups"])
        return format_html(
            '<select name="{}"{}>{}</select>',
            name,
            flatatt(context["attrs"]),
            format_html_join("", "{}", groups),
        )


class PreferencesForm(forms.Form):
    """The preferences of a user. The choice "as in the browser" names the current value."""

    language = forms.ChoiceField(label=_("Language"), required=False)
    time_zone = forms.ChoiceField(label=_("Time zone"), required=False, widget=LongSelect)
    shortcuts = forms.BooleanField(
        label=_("Single-key shortcuts"),
        required=False,
        help_text=_("Switch them off if you dictate, or press keys by accident."),
    )

    def __init__(self, request: SignedInRequest, data: Any = None) -> None:
        super().__init__(data, initial=model_to_dict(cast("ReaderRequest", request).preferences))
        told, google = browser_zone(request), google_zone(request.user)
        self._offer("language", [("", _browser_language(request)), *settings.LANGUAGES])
        zones = zones_by_offset(timezone.now())
        choices = [(offset, [(name, _readable(name)) for name in names]) for offset, names in zones]
        self._offer("time_zone", [("", _default_zone(told, google)), *choices])
        if told and google and told != google:
            text = gettext("Your Google calendar is in %(zone)s.")
            self.fields["time_zone"].help_text = text % {"zone": _readable(google)}

    def _offer(self, name: str, choices: list[tuple[str, Any]]) -> None:
        cast("forms.ChoiceField", self.fields[name]).choices = choices


def _group(label: str | None, options: Iterable[Mapping[str, Any]]) -> str:
    drawn = format_html_join(
        "",
        '<option value="{}"{}>{}</option>',
        ((each["value"], flatatt(each["attrs"]) if each["attrs"] else "", each["label"]) for each in options),
    )
    return format_html('<optgroup label="{}">{}</optgroup>', label, drawn) if label else drawn


def _browser_language(request: SignedInRequest) -> str:
    language = dict(settings.LANGUAGES)[translation.get_language_from_request(request)]
    return gettext("As in the browser: %(choice)s") % {"choice": language}


def _default_zone(told: str, google: str) -> str:
    if google and not told:
        return gettext("As in the Google calendar: %(choice)s") % {"choice": _readable(google)}
    return gettext("As in the browser: %(choice)s") % {"choice": _readable(told or settings.TIME_ZONE)}


def _readable(zone: str) -> str:
    return zone.replace("_", " ")
