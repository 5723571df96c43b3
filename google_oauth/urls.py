"""The dashboard's URLs."""

from django.urls import path

from google_oauth.views import sign_in

urlpatterns = [
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("google/start/", sign_in.google_start, name="google_start"),
    path("google/callback/", sign_in.google_callback, name="google_callback"),
    path("google/disconnect/", sign_in.google_disconnect, name="google_disconnect"),
]
