import pytest
from django.http import FileResponse, HttpRequest, HttpResponse, JsonResponse
from django.test import RequestFactory
from django.utils import timezone

from google_oauth.middleware import no_store, time_zone
from google_oauth.views.context import reader


def zone_of(cookie: str) -> str:
    request = RequestFactory().get("/")
    request.COOKIES["tz"] = cookie
    answer = time_zone(lambda _: HttpResponse(timezone.get_current_timezone_name()))(request)
    return answer.content.decode()


def test_page_is_in_the_zone_that_the_browser_told() -> None:
    assert zone_of("Asia/Yekaterinburg") == "Asia/Yekaterinburg"


@pytest.mark.parametrize(
    "cookie",
    ["", "Mars/Olympus", "../../etc/passwd", "/etc/passwd", "America", "\0", "Europe/Moscow\n", "я" * 9000],
)
def test_zone_that_is_none_leaves_that_of_the_settings(cookie: str) -> None:
    assert zone_of(cookie) == "UTC"


def test_zone_ends_with_the_request() -> None:
    zone_of("Asia/Yekaterinburg")

    assert timezone.get_current_timezone_name() == "UTC"


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
        context = reader(HttpRequest())

    assert (context["zone"], context["zone_offset"]) == (zone, offset)


@pytest.mark.parametrize(
    ("cookie", "theme"), [("dark", "dark"), ("light", "light"), ("", ""), ('"><script>', ""), ("blue", "")]
)
def test_theme_is_one_of_ours_or_the_systems(cookie: str, theme: str) -> None:
    request = HttpRequest()
    request.COOKIES["theme"] = cookie

    assert reader(request)["theme"] == theme
