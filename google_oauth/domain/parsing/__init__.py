"""Tolerant readers of foreign JSON, text, links and query values."""
