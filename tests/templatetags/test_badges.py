from typing import Any

import pytest
from django.utils import translation

from google_oauth.domain.calendar.events import EventStatus, EventType, Response
from google_oauth.domain.candidates import Candidate, Stage, StageKind, VacancyState
from google_oauth.domain.event_subjects import EventSubject
from google_oauth.domain.hiring.applications import Application
from google_oauth.domain.matching.event_matching import Evidence
from google_oauth.templatetags import badges
from google_oauth.templatetags.badges import Badge
from tests.templatetags.events import event, guests

NOBODY = EventSubject(judged=True)
ONE = EventSubject((Application(Candidate(1, 1)),), Evidence.NAME, judged=True)
SEVERAL = EventSubject(
    (Application(Candidate(1, 1)), Application(Candidate(2, 1))), Evidence.NAME, judged=True
)

CANCELLED = Badge("отменено", "danger")
TENTATIVE = Badge("под вопросом", "warning")
CONFIRMED = Badge("подтверждено", "success")
UNANSWERED = Badge("гости не ответили", "warning")
UNCLEAR = Badge("неясно", "warning")
NO_CANDIDATE = Badge("не кандидат", "quiet")


def test_no_badge_is_a_dash() -> None:
    assert badges.badge(None) == "—"


def test_badge_escapes_its_text_and_a_long_one_repeats_it_in_the_title() -> None:
    offer = Badge("<Оффер>", "info")

    assert badges.badge(offer) == '<span class="badge info"><span>&lt;Оффер&gt;</span></span>'
    assert badges.badge(offer, long=True) == (
        '<span class="badge info long" title="&lt;Оффер&gt;"><span>&lt;Оффер&gt;</span></span>'
    )


@pytest.mark.parametrize(
    ("fields", "expected"),
    [
        ({}, []),
        ({"status": EventStatus.CANCELLED, "guests": guests(Response.DECLINED)}, [CANCELLED]),
        ({"status": EventStatus.TENTATIVE}, [TENTATIVE]),
        ({"response": Response.NEEDS_ACTION}, [Badge("ждёт вашего ответа", "warning")]),
        ({"response": Response.TENTATIVE}, [Badge("вы под вопросом", "warning")]),
        ({"response": Response.DECLINED}, [Badge("вы отказались")]),
        ({"response": Response.ACCEPTED}, []),
        ({"event_type": EventType.FOCUS_TIME}, [Badge("время на работу")]),
        ({"event_type": EventType.BIRTHDAY}, [Badge("день рождения")]),
        ({"event_type": EventType.OUT_OF_OFFICE}, [Badge("нет на месте")]),
        (
            {
                "event_type": EventType.FOCUS_TIME,
                "response": Response.DECLINED,
                "status": EventStatus.TENTATIVE,
                "guests": guests(Response.ACCEPTED),
            },
            [Badge("время на работу"), Badge("вы отказались"), TENTATIVE, CONFIRMED],
        ),
    ],
)
def test_event_has_the_badges_of_its_states(fields: dict[str, Any], expected: list[Badge]) -> None:
    assert badges.event_badges(event(**fields)) == expected


@pytest.mark.parametrize(
    ("answers", "expected"),
    [
        ((), None),
        ((Response.ACCEPTED, Response.ACCEPTED), CONFIRMED),
        ((Response.ACCEPTED, Response.NEEDS_ACTION), UNANSWERED),
        ((Response.TENTATIVE,), UNANSWERED),
        ((Response.DECLINED, Response.ACCEPTED), Badge("отказ 1 гостя", "danger")),
        ((Response.DECLINED, Response.DECLINED), Badge("отказы 2 гостей", "danger")),
    ],
)
def test_answers_of_the_guests_are_summed_up(answers: tuple[Response, ...], expected: Badge | None) -> None:
    assert badges.guest_badge(event(guests=guests(*answers))) == expected


@pytest.mark.parametrize(
    ("fields", "subject", "expected"),
    [
        ({"guests": guests(Response.ACCEPTED)}, ONE, [CONFIRMED]),
        ({"guests": guests(Response.ACCEPTED)}, SEVERAL, [UNCLEAR, CONFIRMED]),
        ({"guests": guests(Response.ACCEPTED)}, NOBODY, [CONFIRMED, NO_CANDIDATE]),
        ({"guests": guests(Response.ACCEPTED)}, EventSubject(), [CONFIRMED]),
        ({}, NOBODY, []),
        ({"guests": guests(Response.ACCEPTED), "status": EventStatus.CANCELLED}, SEVERAL, [CANCELLED]),
    ],
)
def test_event_has_the_badges_of_its_subject(
    fields: dict[str, Any], subject: EventSubject, expected: list[Badge]
) -> None:
    assert badges.event_badges(event(**fields), subject) == expected


@pytest.mark.parametrize(
    ("response", "expected"),
    [
        (Response.ACCEPTED, Badge("придёт", "success")),
        (Response.TENTATIVE, TENTATIVE),
        (Response.NEEDS_ACTION, Badge("ответа нет", "warning")),
        (Response.DECLINED, Badge("отказ", "danger")),
        (Response.NONE, None),
    ],
)
def test_answer_of_one_guest(response: Response, expected: Badge | None) -> None:
    assert badges.response_badge(response) == expected


@pytest.mark.parametrize(
    ("stage", "expected"),
    [
        (None, None),
        (Stage(1, "Интервью"), Badge("Интервью", "info")),
        (Stage(1, ""), Badge("неизвестный этап", "info")),
        (Stage(1, "Отказ", StageKind.TRASH), Badge("Отказ")),
        (Stage(1, "Нанят", StageKind.HIRED), Badge("Нанят", "success")),
    ],
)
def test_stage_has_the_tone_of_its_kind(stage: Stage | None, expected: Badge | None) -> None:
    assert badges.stage_badge(stage) == expected


@pytest.mark.parametrize(
    ("state", "expected"),
    [
        (VacancyState.OPEN, Badge("открыта", "success")),
        (VacancyState.HOLD, Badge("на паузе", "warning")),
        (VacancyState.CLOSED, Badge("закрыта")),
        (VacancyState.UNKNOWN, None),
    ],
)
def test_state_of_a_vacancy(state: VacancyState, expected: Badge | None) -> None:
    assert badges.vacancy_badge(state) == expected


def test_badges_speak_the_language_of_the_moment() -> None:
    tentative = event(status=EventStatus.TENTATIVE)

    assert badges.event_badges(tentative) == [TENTATIVE]
    with translation.override("en"):
        assert badges.event_badges(tentative) == [Badge("tentative", "warning")]
