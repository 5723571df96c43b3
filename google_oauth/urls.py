"""The dashboard's URLs."""

from django.urls import path

from google_oauth.views import calendar, candidate, candidates, dashboard, files, refresh, search
from google_oauth.views.access.limits import limited
from google_oauth.views.cache import clear
from google_oauth.views.cache import page as cache
from google_oauth.views.settings import page as settings
from google_oauth.views.signing_in import sign_in

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("calendar/", calendar.calendar_events, name="calendar_events"),
    path("drive/", files.drive_files, name="drive_files"),
    path("sheets/", files.sheets, name="sheets"),
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/<int:account_id>/<int:applicant_id>/", candidate.candidate, name="candidate"),
    path("cache/", cache.cache_status, name="cache_status"),
    path("cache/refresh/", limited("refresh")(cache.cache_refresh), name="cache_refresh"),
    path("cache/clear/", clear.cache_staff_clear, name="cache_staff_clear"),
    path("cache/clear/<slug:service>/", clear.cache_clear, name="cache_clear"),
    path("search/", search.search, name="search"),
    path("settings/", settings.settings, name="settings"),
    path("settings/preferences/", settings.preferences, name="preferences"),
    path("settings/sessions/end/", settings.sessions_end, name="sessions_end"),
    path("refresh/<slug:source>/", limited("refresh")(refresh.refresh), name="refresh"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("google/start/", limited("sign_in")(sign_in.google_start), name="google_start"),
    path("google/callback/", limited("sign_in")(sign_in.google_callback), name="google_callback"),
    path("google/disconnect/", sign_in.google_disconnect, name="google_disconnect"),
    path("huntflow/connect/", limited("connect")(settings.huntflow_connect), name="huntflow_connect"),
    path("huntflow/disconnect/", settings.huntflow_disconnect, name="huntflow_disconnect"),
]
