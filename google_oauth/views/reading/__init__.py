"""The sources of pages."""
