"""Blocks of a page: their sources, states, ages and counts."""
