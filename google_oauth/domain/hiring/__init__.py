"""Candidates on vacancies and stages, and how they moved."""
