"""The stand-in for Google: OAuth 2, Calendar v3, Drive v3."""

from sandbox.google import authorization, calendar, drive, oauth, pages
from sandbox.routes import Route, route

ROUTES: tuple[Route, ...] = (
    route("oauth.auth", "GET", pages.AUTH_PATH, authorization.show),
    route("oauth.auth.decide", "POST", pages.AUTH_PATH, authorization.decide),
    route("oauth.style", "GET", pages.STYLE_PATH, pages.style),
    route("oauth.token", "POST", "/token", oauth.token),
    route("oauth.revoke", "POST", "/revoke", oauth.revoke),
    route("oauth.userinfo", "GET", "/oauth2/v3/userinfo", oauth.userinfo),
    route("oauth.certs", "GET", "/oauth2/v1/certs", oauth.certificates),
    *calendar.ROUTES,
    *drive.ROUTES,
)
