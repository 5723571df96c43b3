"""Matching of events to candidates, and the interviews that follow from it."""
