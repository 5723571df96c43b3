import pytest
from django.contrib.auth.models import AnonymousUser, User
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.test import Client, RequestFactory
from django.utils import timezone, translation
from pytest_django import DjangoAssertNumQueries, Settings

from google_oauth.models import Preferences
from google_oauth.views.blocks.pages import reader
from google_oauth.web import reader_settings
from google_oauth.web.reader_settings import ReaderRequest, browser_zone, language_and_zone, no_store


def answer_to(
    *, user: User | None = None, cookie: str | None = None, accept: str = ""
) -> tuple[str, str, HttpResponse]:
    """The language and the zone of a request's view, and what came of it."""
    request = RequestFactory().get("/", headers={"Accept-Language": accept})
    request.user = user or AnonymousUser()
    if cookie is not None:
        request.COOKIES["tz"] = cookie
    seen: list[str] = []

    def view(_: HttpRequest) -> HttpResponse:
        seen.extend([translation.get_language(), timezone.get_current_timezone_name()])
        return HttpResponse()

    response = language_and_zone(view)(request)
    language, zone = seen
    return language, zone, response


def zone_of(cookie: str) -> str:
    return answer_to(cookie=cookie)[1]


@pytest.fixture
def user(db: None) -> User:
    return User.objects.create_user("anna")


def prefers(user: User, **fields: object) -> None:
    Preferences.objects.create(user=user, **fields)


def test_page_is_in_the_zone_that_the_browser_told() -> None:
    assert zone_of("Asia/Yekaterinburg") == "Asia/Yekaterinburg"


@pytest.mark.parametrize(
    "cookie",
    ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "America", "\0", "Europe/Moscow\n", "я" * 9000],
)
def test_zone_that_is_none_leaves_that_of_the_settings(cookie: str) -> None:
    assert zone_of(cookie) == "UTC"


def test_zone_and_language_end_with_the_request() -> None:
    answer_to(cookie="Asia/Yekaterinburg", accept="en")

    assert (timezone.get_current_timezone_name(), translation.get_language()) == ("UTC", "ru")


@pytest.mark.parametrize(
    ("accept", "language"),
    [
        ("", "ru"),
        ("en", "en"),
        ("en-GB,en;q=0.9,ru;q=0.8", "en"),
        ("ru-RU,ru;q=0.9,en;q=0.8", "ru"),
        ("de,en;q=0.5", "en"),
        ("de", "ru"),
        ("x" * 9000, "ru"),
        (";;;q=,,", "ru"),
    ],
)
def test_page_speaks_the_language_that_the_browser_likes_best(accept: str, language: str) -> None:
    spoken, _zone, response = answer_to(accept=accept)

    assert (spoken, response["Content-Language"]) == (language, language)


def test_answer_says_what_it_depends_on() -> None:
    response = answer_to()[2]

    assert {part.strip() for part in response["Vary"].split(",")} == {"Accept-Language", "Cookie"}


def test_choice_of_the_reader_comes_before_the_browsers(user: User) -> None:
    prefers(user, language="en", time_zone="Asia/Tokyo")

    language, zone, response = answer_to(user=user, cookie="Europe/Moscow", accept="ru")

    assert (language, zone, response["Content-Language"]) == ("en", "Asia/Tokyo", "en")


@pytest.mark.parametrize("fields", [{}, {"language": "", "time_zone": ""}])
def test_reader_who_chose_nothing_has_what_the_browser_says(user: User, fields: dict[str, str]) -> None:
    prefers(user, **fields)

    assert answer_to(user=user, cookie="Asia/Tokyo", accept="en")[:2] == ("en", "Asia/Tokyo")


@pytest.mark.parametrize(("language", "time_zone"), [("xx", "Mars/Olympus"), ("../ru", "../../etc/passwd")])
def test_row_that_makes_no_sense_counts_as_no_choice(user: User, language: str, time_zone: str) -> None:
    prefers(user, language=language, time_zone=time_zone)

    assert answer_to(user=user, cookie="Asia/Tokyo", accept="en")[:2] == ("en", "Asia/Tokyo")


@pytest.mark.parametrize(
    ("cookie", "zone"), [(None, "Asia/Omsk"), ("Mars/Olympus", "Asia/Omsk"), ("Asia/Tokyo", "Asia/Tokyo")]
)
def test_googles_zone_stands_in_where_the_browser_tells_none(
    user: User, monkeypatch: pytest.MonkeyPatch, cookie: str | None, zone: str
) -> None:
    monkeypatch.setattr(reader_settings, "google_zone", lambda _: "Asia/Omsk")

    assert answer_to(user=user, cookie=cookie)[1] == zone


def test_whoever_is_signed_in_costs_one_query_and_nobody_else_any(
    user: User, django_assert_num_queries: DjangoAssertNumQueries
) -> None:
    with django_assert_num_queries(1):
        answer_to(user=user, cookie="Asia/Tokyo")
    with django_assert_num_queries(0):
        answer_to()


def test_sign_in_page_follows_the_browser() -> None:
    response = Client().get("/sign-in/", headers={"Accept-Language": "en"})

    assert '<html lang="en"' in response.content.decode()
    assert response["Content-Language"] == "en"


@pytest.mark.parametrize(
    ("response", "kept"),
    [
        (HttpResponse("page"), False),
        (JsonResponse({}), True),
        (FileResponse(content_type="image/svg+xml"), True),
    ],
)
def test_html_is_kept_nowhere_and_other_answers_as_they_say(response: HttpResponse, kept: bool) -> None:
    answer = no_store(lambda _: response)(HttpRequest())

    assert ("no-store" not in answer.get("Cache-Control", "")) is kept


def request_of(preferences: Preferences) -> ReaderRequest:
    request = ReaderRequest()
    request.preferences = preferences
    return request


@pytest.mark.parametrize(("chosen", "told"), [("Europe/Moscow", True), ("", False), ("Mars/Olympus", False)])
def test_page_knows_whether_its_zone_was_chosen(chosen: str, told: bool) -> None:
    with timezone.override("Europe/Moscow"):
        assert reader(request_of(Preferences(time_zone=chosen)))["zone_chosen"] is told


@pytest.mark.parametrize("shortcuts", [True, False])
def test_page_knows_whether_keys_are_shortcuts(shortcuts: bool) -> None:
    assert reader(request_of(Preferences(shortcuts=shortcuts)))["shortcuts"] is shortcuts


@pytest.mark.parametrize(
    ("zone", "offset"),
    [
        ("UTC", "UTC+0"),
        ("Europe/Moscow", "UTC+3"),
        ("Asia/Kolkata", "UTC+5:30"),
        ("America/Caracas", "UTC-4"),
    ],
)
def test_reader_sees_the_zone_and_its_offset(zone: str, offset: str) -> None:
    with timezone.override(zone):
        context = reader(request_of(Preferences()))

    assert (context["zone"], context["zone_offset"]) == (zone, offset)


def test_cookies_of_scripts_are_for_one_host_where_that_of_the_session_is(settings: Settings) -> None:
    settings.SESSION_COOKIE_NAME = "__Host-sessionid"
    request = request_of(Preferences())
    request.COOKIES = {"theme": "light", "__Host-theme": "dark", "tz": "UTC", "__Host-tz": "Asia/Tokyo"}

    assert reader(request)["theme"] == "dark"
    assert browser_zone(request) == "Asia/Tokyo"


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("", ""), ('"><script>', ""), ("blue", "")]
)
def test_theme_is_one_of_ours_or_the_systems(cookie: str, theme: str) -> None:
    request = request_of(Preferences())
    request.COOKIES["theme"] = cookie

    assert reader(request)["theme"] == theme
