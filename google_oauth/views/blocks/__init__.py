"""Blocks of a page: loading, states, ages and counts."""
