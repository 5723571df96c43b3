"""The dashboard's URLs."""

from django.urls import path

from google_oauth.views import calendar, candidates, dashboard, files, refresh, settings, sign_in

urlpatterns = [
    path("", dashboard.dashboard, name="dashboard"),
    path("calendar/", calendar.calendar_events, name="calendar_events"),
    path("drive/", files.drive_files, name="drive_files"),
    path("sheets/", files.sheets, name="sheets"),
    path("candidates/", candidates.candidates, name="candidates"),
    path("candidates/<int:account_id>/<int:applicant_id>/", candidates.candidate, name="candidate"),
    path("settings/", settings.settings, name="settings"),
    path("settings/preferences/", settings.preferences, name="preferences"),
    path("refresh/<slug:source>/", refresh.refresh, name="refresh"),
    path("sign-in/", sign_in.sign_in, name="sign_in"),
    path("sign-out/", sign_in.sign_out, name="sign_out"),
    path("google/start/", sign_in.google_start, name="google_start"),
    path("google/callback/", sign_in.google_callback, name="google_callback"),
    path("google/disconnect/", sign_in.google_disconnect, name="google_disconnect"),
    path("huntflow/connect/", settings.huntflow_connect, name="huntflow_connect"),
    path("huntflow/disconnect/", settings.huntflow_disconnect, name="huntflow_disconnect"),
]
