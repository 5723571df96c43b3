"""ASGI entry point of production servers, as `config.wsgi` is for WSGI."""

import os

os.environ.setdefault("DEBUG", "false")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

from config.bodies import bounded

application = bounded(get_asgi_application())
