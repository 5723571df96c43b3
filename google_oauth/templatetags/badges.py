"""States of events, guests, stages and vacancies, each in a few words and a tone."""

from dataclasses import dataclass
from functools import lru_cache
from typing import TYPE_CHECKING

from django.template import Library
from django.utils.html import format_html
from django.utils.safestring import SafeString, mark_safe
from django.utils.translation import gettext, gettext_lazy, ngettext, pgettext

from google_oauth.domain.calendar.events import Event, EventStatus, EventType, Response
from google_oauth.domain.candidates import Stage, StageKind, VacancyState
from google_oauth.domain.event_subjects import EventSubject
from google_oauth.templatetags.people import stage_name

if TYPE_CHECKING:
    from django.utils.functional import _StrPromise as StrPromise

register = Library()


@dataclass(frozen=True)
class Badge:
    """A state in words; `tone` is a class of the stylesheet."""

    text: str
    tone: str = ""


# Text and tone. Not yet a Badge: its text depends on the reader's language.
LazyBadge = tuple["StrPromise", str]
_RESPONSES: dict[Response, LazyBadge] = {
    Response.ACCEPTED: (gettext_lazy("accepted"), "success"),
    Response.TENTATIVE: (gettext_lazy("maybe"), "warning"),
    Response.NEEDS_ACTION: (gettext_lazy("no answer yet"), "warning"),
    Response.DECLINED: (gettext_lazy("declined"), "danger"),
}
_EVENT_TYPES: dict[EventType, LazyBadge] = {
    EventType.OUT_OF_OFFICE: (gettext_lazy("out of office"), ""),
    EventType.FOCUS_TIME: (gettext_lazy("focus time"), ""),
    EventType.BIRTHDAY: (gettext_lazy("birthday"), ""),
}
_OWN_RESPONSES: dict[Response, LazyBadge] = {
    Response.DECLINED: (gettext_lazy("you declined"), ""),
    Response.NEEDS_ACTION: (gettext_lazy("awaits your answer"), "warning"),
    Response.TENTATIVE: (gettext_lazy("you may come"), "warning"),
}
_TENTATIVE: LazyBadge = (gettext_lazy("tentative"), "warning")
_STAGE_TONES = {StageKind.HIRED: "success", StageKind.TRASH: "", StageKind.USER: "info"}


@register.simple_tag
@lru_cache(maxsize=500)
def badge(shown: Badge | None, *, long: bool = False) -> SafeString:
    """Draw a badge, or a dash for None. A `long` one is cut by the stylesheet and has all its text in the title."""
    if shown is None:
        return mark_safe("—")
    if long:
        markup = '<span class="badge {} long" title="{}"><span>{}</span></span>'
        return format_html(markup, shown.tone, shown.text, shown.text)
    return format_html('<span class="badge {}"><span>{}</span></span>', shown.tone, shown.text)


@register.filter
def event_badges(event: Event, subject: EventSubject | None = None) -> list[Badge]:
    """List the states of an event, and those of its `subject` if given, the weightiest first."""
    if event.cancelled:
        return [Badge(gettext("cancelled"), "danger")]
    own = [
        _badge(_EVENT_TYPES.get(event.event_type)),
        _badge(_OWN_RESPONSES.get(event.response)),
        _badge(_TENTATIVE if event.status is EventStatus.TENTATIVE else None),
        guest_badge(event),
    ]
    badges = [each for each in own if each]
    if subject and subject.unclear:
        return [Badge(gettext("unclear"), "warning"), *badges]
    if subject and subject.judged and event.guests and not subject.application:
        return [*badges, Badge(gettext("not a candidate"), "quiet")]
    return badges


@register.filter
def guest_badge(event: Event) -> Badge | None:
    answers = [guest.response for guest in event.guests]
    if not answers:
        return None
    declined = answers.count(Response.DECLINED)
    if declined:
        text = ngettext("%(count)d guest declined", "%(count)d guests declined", declined)
        return Badge(text % {"count": declined}, "danger")
    if all(answer is Response.ACCEPTED for answer in answers):
        return Badge(gettext("confirmed"), "success")
    return Badge(gettext("guests have not answered"), "warning")


@register.filter
def response_badge(response: Response) -> Badge | None:
    """Name one guest's answer; None for `Response.NONE`."""
    return _badge(_RESPONSES.get(response))


@register.filter
def stage_badge(stage: Stage | None) -> Badge | None:
    return Badge(stage_name(stage), _STAGE_TONES[stage.kind]) if stage else None


@register.filter
def vacancy_badge(state: VacancyState) -> Badge | None:
    """Name the state of one vacancy; None for `VacancyState.UNKNOWN`."""
    return {
        VacancyState.OPEN: Badge(pgettext("a vacancy", "open"), "success"),
        VacancyState.HOLD: Badge(pgettext("a vacancy", "on hold"), "warning"),
        VacancyState.CLOSED: Badge(pgettext("a vacancy", "closed")),
    }.get(state)


def _badge(lazy: LazyBadge | None) -> Badge | None:
    return lazy and Badge(str(lazy[0]), lazy[1])
