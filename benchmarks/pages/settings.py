"""Production's settings, with the held pages beside the program's own."""

import os
from pathlib import Path

from config.settings import *  # noqa: F403 - Django reads a module's names

ROOT_URLCONF = "benchmarks.pages.urls"
STATIC_ROOT = Path(os.environ["BENCHMARK_STATIC"])
SECURE_SSL_REDIRECT = False
# As the process that signs in has it, which does not run under production's settings.
SESSION_COOKIE_NAME = "sessionid"
