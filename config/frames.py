"""Room for the interpreter's frames, so that no page pays for where its templates happen to stand in the stack."""

from collections.abc import Callable, Iterable
from typing import Any, Final

Application = Callable[..., Iterable[bytes]]

# Of eight bytes each.
_SLOTS: Final = 128 * 1024 // 8


def with_room(application: Application) -> Application:
    """Serve each request in a single piece of the stack.

    CPython takes memory for its frames in pieces of 16 KB, and gives one back when the first frame in it returns. Where
    a loop of a template stands at the very end of a piece, each of its calls maps a new one and unmaps it again: 500
    times a page and more, for up to 6 ms of 20. A frame that says it needs 128 KB is given 256, and those that are
    called from it find room in the rest.
    """

    def serve(environ: dict[str, Any], start_response: Callable[..., Any]) -> Iterable[bytes]:
        return application(environ, start_response)

    serve.__code__ = serve.__code__.replace(co_stacksize=_SLOTS)
    return serve
