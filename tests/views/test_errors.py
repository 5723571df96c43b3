from typing import Any

import pytest
from django.core.exceptions import PermissionDenied, SuspiciousOperation
from django.http import Http404, HttpRequest, HttpResponse
from django.test import Client, override_settings
from django.urls import include, path
from django.utils.translation import gettext as _


def raising(error: Exception) -> Any:
    def view(request: HttpRequest) -> HttpResponse:
        raise error

    return view


urlpatterns = [
    path("400/", raising(SuspiciousOperation())),
    path("403/", raising(PermissionDenied())),
    path("404/", raising(Http404())),
    path("500/", raising(ZeroDivisionError("secret detail"))),
    path("", include("google_oauth.urls")),
]


@pytest.mark.parametrize(
    ("status", "title"),
    [
        (400, "Запрос не понят"),
        (403, "Сюда нельзя"),
        (404, "Здесь ничего нет"),
        (500, "У нас что-то сломалось"),
    ],
)
@override_settings(ROOT_URLCONF="tests.views.test_errors")
def test_error_page_has_our_look_and_gives_nothing_away(client: Client, status: int, title: str) -> None:
    client.raise_request_exception = False

    response = client.get(f"/{status}/")

    html = response.content.decode()
    assert response.status_code == status
    assert f"<h1>{title}</h1>" in html
    assert "google_oauth/app.css" in html
    assert "secret detail" not in html
    assert _("To the first page") in html


def test_host_that_is_not_ours_is_a_bad_request(client: Client) -> None:
    response = client.get("/sign-in/", headers={"Host": "evil.example"})

    assert response.status_code == 400
    assert "<h1>Запрос не понят</h1>" in response.content.decode()
