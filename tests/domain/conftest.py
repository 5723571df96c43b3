"""How Hypothesis works here."""

from hypothesis import settings

# The machines that run this share their cores, so the time that one example takes says nothing.
settings.register_profile("domain", deadline=None)
settings.load_profile("domain")
