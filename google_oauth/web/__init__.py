"""Middleware, and the endpoints for operators."""
