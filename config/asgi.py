"""ASGI entry point of production servers.

A server started without configuration must not run in development mode, so here `DEBUG` is off unless
the environment says otherwise; `config.settings` then insists on the secrets that production needs.
"""

import os

os.environ.setdefault("DEBUG", "false")
os.environ.setdefault("DJANGO_SETTINGS_MODULE", "config.settings")

from django.core.asgi import get_asgi_application

from config.bodies import bounded

application = bounded(get_asgi_application())
