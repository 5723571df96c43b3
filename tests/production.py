"""The settings as a production server has them, but for static files, which must not land in the checkout."""

import os

from config.settings import *  # noqa: F403 - Django reads a module's names

STATIC_ROOT = os.environ["STATIC_ROOT_OF_THE_TESTS"]
