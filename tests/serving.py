"""The production server on the sandbox, as the tests start it."""

from pathlib import Path

from benchmarks.soak.production import ProductionServer, production_environ
from config.processes import free_port


def production_server(
    directory: Path, *, redis_url: str, sandbox_url: str, **environ: str
) -> ProductionServer:
    """A server that keeps its files in `directory`."""
    port = free_port(0)
    environ = {
        **production_environ(
            port=port,
            database_url=f"sqlite:///{directory}/db.sqlite3",
            redis_url=redis_url,
            sandbox_url=sandbox_url,
        ),
        "DJANGO_SETTINGS_MODULE": "tests.production",
        "STATIC_ROOT_OF_THE_TESTS": str(directory / "static"),
        "TMPDIR": str(directory),
        **environ,
    }
    return ProductionServer(environ, directory / "log", port=port)
