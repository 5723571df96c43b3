"""Lua scripts on a server that knows them, and on one that does not."""

from pathlib import Path

from fakeredis import FakeRedis

from google_oauth.redis_access import Script, execute


def test_runs_on_a_server_that_forgot_its_scripts(tmp_path: Path) -> None:
    (tmp_path / "echo.lua").write_text("return {KEYS[1], ARGV[1]}")
    script = Script(tmp_path / "echo.lua")

    for _ in range(2):
        assert execute(lambda client: script.run(client, ["key"], b"\xff")) == [b"key", b"\xff"]
        execute(lambda client: client.script_flush())


def test_is_sent_whole_once_and_by_its_digest_from_then_on(tmp_path: Path) -> None:
    (tmp_path / "count.lua").write_text("return redis.call('INCR', KEYS[1])")
    script = Script(tmp_path / "count.lua")
    client = FakeRedis()

    known_before = client.script_exists(script._sha)
    answers = [script.run(client, ["runs"]) for _ in range(2)]

    assert (known_before, client.script_exists(script._sha)) == ([False], [True])
    assert answers == [1, 2]


def test_runs_for_each_key_alone_and_on_a_server_that_forgot_it(tmp_path: Path) -> None:
    (tmp_path / "echo.lua").write_text("return {KEYS[1], #KEYS}")
    script = Script(tmp_path / "echo.lua")

    for _ in range(2):
        execute(lambda client: client.script_flush())
        assert execute(lambda client: script.run_each(client, ["a", "b"])) == [[b"a", 1], [b"b", 1]]
        assert execute(lambda client: script.run_each(client, ["c"])) == [[b"c", 1]]
