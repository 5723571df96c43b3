"""Searching, sorting and paging of lists."""
