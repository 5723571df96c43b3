"""Searching and paging of lists."""
