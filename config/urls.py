"""The project's URLs: the dashboard at the root, Django's admin beside it."""

from django.contrib import admin
from django.urls import include, path

from google_oauth.views.signing_in.sign_in import staff_sign_in

urlpatterns = [
    # Before the admin's own, which would ask for a password.
    path("admin/login/", staff_sign_in, name="staff_sign_in"),
    path("admin/", admin.site.urls),
    path("", include("google_oauth.urls")),
]
