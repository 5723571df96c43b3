"""The program's own addresses, and /held/ before them."""

from django.urls import include, path

from benchmarks.pages.held import held_calendar

urlpatterns = [path("held/calendar/", held_calendar), path("", include("config.urls"))]
