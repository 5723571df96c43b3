"""Lua scripts on a server that knows them, and on one that does not."""

from pathlib import Path

from google_oauth.redis_access import Script, call


def test_runs_on_a_server_that_forgot_its_scripts(tmp_path: Path) -> None:
    (tmp_path / "echo.lua").write_text("return {KEYS[1], ARGV[1]}")
    script = Script(tmp_path / "echo.lua")

    for _ in range(2):
        assert call(lambda client: script.run(client, ["key"], b"\xff")) == [b"key", b"\xff"]
        call(lambda client: client.script_flush())
