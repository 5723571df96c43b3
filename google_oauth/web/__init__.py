"""Middleware and the endpoints that machines ask."""
