"""The stand-in for Google: OAuth 2, Calendar v3, Drive v3."""

from sandbox.routes import Route

ROUTES: tuple[Route, ...] = ()
