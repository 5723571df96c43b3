"""The cache in another Django project: without this app, its models and its settings."""

import json
import subprocess
import sys

from tests.environment import ROOT
from tests.settings import VALKEY_PORT

PROJECT = f"""
import json
import sys

import django
from django.conf import settings

settings.configure(
    SECRET_KEY="of another project",
    CACHES={{
        "default": {{"BACKEND": "django_redis.cache.RedisCache", "LOCATION": "redis://127.0.0.1:{VALKEY_PORT}/9"}}
    }},
)
django.setup()

from google_oauth.cache_service import CacheService, DataSet, register

register(DataSet(service="weather", upstream="forecasts", default_timeout=60, parameters={{"city": "Omsk"}}))
CacheService.clear_all_cache()
entries = [CacheService.get_or_fetch("weather", 7, lambda _: ["rain"], city="Omsk") for _ in range(2)]
stats = CacheService.get_cache_stats()
removed = CacheService.invalidate_cache("weather", 7)
loaded = sorted(name for name in sys.modules if name.startswith(("google_oauth.models", "google_oauth.views")))
print(json.dumps([[entry.data for entry in entries], stats["services"], removed, loaded]))
"""


def test_reads_through_the_cache_with_defaults_alone() -> None:
    done = subprocess.run(
        [sys.executable, "-c", PROJECT],
        cwd=ROOT,
        env={"PATH": "/usr/bin:/bin"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )

    assert done.returncode == 0, done.stderr
    assert json.loads(done.stdout) == [[["rain"], ["rain"]], {"weather": 1}, 1, []]
