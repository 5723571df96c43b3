"""Imports that would turn the rooms upside down fail the linter, as does a module in no room."""

import os
import shutil
import subprocess
import sys
from pathlib import Path

from tests.environment import ROOT

WRONG = {
    "google_oauth/web/reader_settings.py": "from google_oauth.views import calendar",
    "google_oauth/templatetags/people.py": (
        "from google_oauth.clients.google import drive\nfrom google_oauth.redis_access import redis_state"
    ),
    "google_oauth/domain/files.py": "from django.conf import settings",
    "google_oauth/views/files.py": "from google_oauth.cache_service.storage import keys",
}
NEW = ("google_oauth/loose.py", "google_oauth/cache_service/loose.py", "google_oauth/views/loose.py")
SAID = (
    "google_oauth.web is not allowed to import google_oauth.views",
    "google_oauth.templatetags is not allowed to import google_oauth.clients",
    "google_oauth.templatetags is not allowed to import google_oauth.redis_access",
    "google_oauth.domain is not allowed to import django",
    "google_oauth.views.files -> google_oauth.cache_service.storage.keys",
    *(f"- {path.removesuffix('.py').replace('/', '.')}" for path in NEW),
)


def linted(tree: Path) -> tuple[int, str]:
    """Exit status and output of the linter of imports, white space folded."""
    ended = subprocess.run(
        [Path(sys.executable).with_name("lint-imports"), "--no-cache"],
        cwd=tree,
        env={**os.environ, "PYTHONPATH": str(tree), "COLUMNS": "200"},
        capture_output=True,
        text=True,
        timeout=60,
        check=False,
    )
    return ended.returncode, " ".join(ended.stdout.split())


def test_wrong_imports_and_loose_modules_are_refused(tmp_path: Path) -> None:
    for name in ("google_oauth", "config", "sandbox"):
        shutil.copytree(ROOT / name, tmp_path / name, ignore=shutil.ignore_patterns("static", "__pycache__"))
    shutil.copy(ROOT / "pyproject.toml", tmp_path)
    for path, line in WRONG.items():
        with (tmp_path / path).open("a", encoding="utf-8") as module:
            module.write(f"\n{line}\n")
    for path in NEW:
        (tmp_path / path).write_text('"""In no room."""\n', encoding="utf-8")

    status, output = linted(tmp_path)

    assert status == 1
    assert [line for line in SAID if line not in output] == []
