"""The sandbox as tests see it: its address, its state, and its control surface as calls."""

from sandbox.server import SandboxServer
from sandbox.state import Sandbox
from tests.sandbox_control import SandboxControl


class RunningSandbox(SandboxControl):
    """A sandbox that serves in this process. Everything goes over HTTP, except `sandbox`, the state itself."""

    def __init__(self, server: SandboxServer) -> None:
        super().__init__(server.url)
        self.server = server

    @property
    def sandbox(self) -> Sandbox:
        """What it remembers; `world` and `counts` may be read, and changed under `lock`."""
        return self.server.sandbox
