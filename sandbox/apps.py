"""The stand-in for Google and Huntflow, as a Django application only for its management command."""

from django.apps import AppConfig


class SandboxConfig(AppConfig):
    """Brings `manage.py sandbox`."""

    name = "sandbox"
