"""What somebody who is not signed in is told, by a browser and by htmx."""

import pytest
from django.contrib.auth.models import AnonymousUser
from django.http import HttpRequest, HttpResponse
from django.test import RequestFactory
from django_htmx.middleware import HtmxDetails

from google_oauth.views.access.access import safe_next, sign_in_required


@sign_in_required
def page(request: HttpRequest) -> HttpResponse:
    raise AssertionError("shown to a stranger")


def stranger(method: str = "GET", path: str = "/calendar/?q=%D1%91&page=2", **headers: str) -> HttpRequest:
    request = RequestFactory().generic(method, path, headers=headers)
    request.user = AnonymousUser()
    request.htmx = HtmxDetails(request)  # type: ignore[attr-defined]
    return request


def test_browser_is_sent_to_sign_in_and_back() -> None:
    response = page(stranger())

    assert (response.status_code, response["Location"]) == (
        302,
        "/sign-in/?next=%2Fcalendar%2F%3Fq%3D%25D1%2591%26page%3D2",
    )


def test_what_was_posted_is_not_opened_again() -> None:
    assert page(stranger("POST", "/refresh/drive/"))["Location"] == "/sign-in/"


def test_htmx_loads_the_sign_in_page_as_a_whole() -> None:
    response = page(
        stranger(
            path="/calendar/?block=calendar", hx_request="true", hx_current_url="http://testserver/drive/"
        )
    )

    assert (response.status_code, response["HX-Redirect"]) == (200, "/sign-in/?next=%2Fdrive%2F")


@pytest.mark.parametrize("address", ["", "https://evil.example/page", "nonsense", "http://[", "\xff"])
def test_htmx_on_a_page_that_is_not_ours(address: str) -> None:
    response = page(stranger(hx_request="true", hx_current_url=address))

    assert response["HX-Redirect"] == "/sign-in/"


@pytest.mark.parametrize(
    ("address", "expected"),
    [
        ("/drive/", "/drive/"),
        ("http://testserver/drive/", "http://testserver/drive/"),
        ("https://evil.example/", "/"),
        ("//evil.example/", "/"),
        ("", "/"),
    ],
)
def test_safe_next(address: str, expected: str) -> None:
    assert safe_next(stranger(), address) == expected


def test_http_address_is_not_followed_from_a_secure_page() -> None:
    request = RequestFactory().get("/", secure=True)

    assert safe_next(request, "http://testserver/drive/") == "/"
