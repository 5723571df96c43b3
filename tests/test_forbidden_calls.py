"""No code walks or empties a whole Redis: the database is shared, and such commands block everyone."""

import re
from pathlib import Path

import pytest

from tests.environment import ROOT

# As a method of a client, as a word of `execute_command` and as one of Lua's `redis.call`.
FORBIDDEN = re.compile(
    r"""\.(flushdb|flushall|flush_all|delete_pattern)\("""
    r"""|\bcache\.(clear|keys)\("""
    r"""|(execute_command|redis\.p?call)\(\s*["'](keys|flushdb|flushall)\b""",
    re.IGNORECASE,
)


def sources() -> list[Path]:
    return [
        path
        for room in ("google_oauth", "config", "sandbox")
        for path in (ROOT / room).rglob("*")
        if path.suffix in {".py", ".lua"}
    ]


def test_no_source_calls_a_forbidden_command() -> None:
    found = {
        str(path.relative_to(ROOT)): FORBIDDEN.search(path.read_text(encoding="utf-8")) for path in sources()
    }

    assert {path: match[0] for path, match in found.items() if match} == {}


@pytest.mark.parametrize(
    "code",
    [
        "cache.clear()",
        'caches["default"].client.delete_pattern("api_cache:*")',
        'cache.keys("*")',
        "client.flushdb()",
        'client.execute_command("FLUSHALL")',
        "redis.call('KEYS', 'api_cache:*')",
        'redis.pcall("flushdb")',
    ],
)
def test_a_forbidden_call_is_recognised(code: str) -> None:
    assert FORBIDDEN.search(code)


@pytest.mark.parametrize(
    "code", ["redis.call('HSCAN', KEYS[1], 0)", "entries.keys()", 'certificates["keys"]']
)
def test_a_harmless_line_is_not(code: str) -> None:
    assert not FORBIDDEN.search(code)
