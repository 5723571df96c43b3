"""docs/asvs.md has a place for every requirement and names tests that exist; docs/security.md has the real limits."""

import re
from pathlib import Path

import pytest
from pytest_django import Settings

from config.framing import HEAD_TIME, MAX_HEAD, REQUEST_TIME
from google_oauth.cache_service import cache_conf
from tests.environment import ROOT

DOCUMENT = (ROOT / "docs" / "security.md").read_text(encoding="utf-8")
TABLES = (ROOT / "docs" / "asvs.md").read_text(encoding="utf-8")
ROWS = [line.strip("| ").split(" | ") for line in TABLES.splitlines() if re.match(r"\| \d", line)]
# How many requirements of levels 1 and 2 each section of ASVS 5.0.0 has; none of them is skipped but 10.4 and 6.8's.
SECTIONS = {
    "1": (2, 9, 11, 3, 2), "2": (3, 3, 4, 1), "3": (0, 2, 4, 6, 5, 0, 2), "4": (3, 1, 2, 4), "5": (1, 3, 2, 3),
    "6": (3, 12, 4, 4, 5, 3, 0, 4), "7": (3, 4, 2, 5, 2, 2), "8": (2, 3, 1, 1), "9": (3, 4),
    "10": (2, 2, 4, 11, 5, 2, 3), "11": (2, 3, 3, 4, 1, 1), "12": (3, 2, 4), "13": (1, 5, 2, 5), "14": (2, 4, 3),
    "15": (3, 3, 7), "16": (1, 5, 4, 3, 3), "17": (1, 4, 2),
}  # fmt: skip
REQUIREMENTS = [
    f"{chapter}.{section}.{number}"
    for chapter, counts in SECTIONS.items()
    for section, count in enumerate(counts, 1)
    for number in range(1, count + 1)
]


def numbers_of(row: list[str]) -> list[str]:
    return re.findall(r"\d+\.[\dx]+\.[\dx]+", row[0])


def is_meant(requirement: str, number: str) -> bool:
    return re.fullmatch(number.replace(".", r"\.").replace("x", r"\d+"), requirement) is not None


def test_every_requirement_of_level_2_has_one_place() -> None:
    written = [number for row in ROWS for number in numbers_of(row)]
    places = {each: sum(is_meant(each, number) for number in written) for each in REQUIREMENTS}

    assert len(REQUIREMENTS) == 253
    assert {each: count for each, count in places.items() if count != 1} == {}
    assert [number for number in written if not any(is_meant(each, number) for each in REQUIREMENTS)] == []


@pytest.mark.parametrize("shown", sorted({row[3] for row in ROWS if len(row) == 4}))
def test_every_named_test_exists(shown: str) -> None:
    named = re.findall(r"`([\w/]+\.py)(?:::(\w+))?`", shown)

    assert named
    for path, name in named:
        source = (ROOT / "tests" / path).read_text(encoding="utf-8")
        assert re.search(rf"def {name}\b" if name else r"def test_", source), (path, name)


def test_limits_are_those_of_the_settings(settings: Settings) -> None:
    limits = DOCUMENT.partition("## Limits")[2].partition("## ")[0]
    (sign_in, sign_in_time), (refresh, refresh_time), (connect, connect_time) = settings.RATE_LIMITS.values()
    days = (settings.SESSION_COOKIE_AGE // 86400, settings.SESSION_IDLE // 86400)

    assert (sign_in_time, refresh_time, connect_time) == (300, 60, 300)
    assert f"{sign_in} in 5 minutes per network" in limits
    assert f"{refresh} in a minute per user" in limits
    assert f"{connect} in 5 minutes per user" in limits
    assert (
        f"{days[0]} days from the sign-in, which using it does not prolong; {days[1]} days unused" in limits
    )
    assert f"{settings.SESSION_CONFIRMED // 60} minutes after Google has named the user" in limits
    assert f"{settings.DATA_UPLOAD_MAX_MEMORY_SIZE // 1024} KiB in {REQUEST_TIME:.0f} s" in limits
    assert f"{MAX_HEAD // 1024} KiB in {HEAD_TIME:.0f} s" in limits
    assert "no files" in limits
    assert settings.FILE_UPLOAD_HANDLERS == ["google_oauth.web.uploads.NoUploads"]
    assert f"once in {cache_conf.force_interval:.0f} s" in limits


def test_keys_are_those_of_the_settings() -> None:
    keys = DOCUMENT.partition("## Keys")[2].partition("## ")[0]
    source = (ROOT / "config" / "settings.py").read_text(encoding="utf-8")

    assert set(re.findall(r"^\| `(\w+)` \|", keys, re.MULTILINE)) == set(
        re.findall(r'"(SECRET_KEY|\w+_ENCRYPTION_KEYS)"', source)
    )


def test_ruff_has_every_rule() -> None:
    project = (ROOT / "pyproject.toml").read_text(encoding="utf-8")
    ignored = project.partition("ignore = [")[2].partition("]\n")[0]

    assert 'select = ["ALL"]' in project
    assert re.findall(r'"S\d*"', ignored) == []


@pytest.mark.parametrize("name", ["requirements.txt", "requirements-dev.txt"])
def test_every_package_is_pinned(name: str) -> None:
    lines = (Path(ROOT) / name).read_text(encoding="utf-8").splitlines()
    packages = [line for line in lines if line and not line.startswith(("#", "-r "))]

    assert [line for line in packages if not re.fullmatch(r"[\w.\[\]-]+==[\w.]+", line)] == []
