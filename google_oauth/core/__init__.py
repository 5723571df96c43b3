"""Cookies, time zones, encrypted columns, sessions, metrics, traces and the log. Imports nothing of the app."""
