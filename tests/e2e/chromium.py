"""Which Chromium drives the browser tests, and what a run without one says."""

import os
import shutil

COMMANDS = ("chromium", "chromium-browser", "google-chrome")
# Nothing but the page itself may reach for the network; a sandbox inside a container is not to be had.
ARGUMENTS = (
    "--no-sandbox",
    "--disable-gpu",
    "--no-first-run",
    "--disable-background-networking",
    "--disable-component-update",
    "--disable-sync",
)
MISSING = (
    "No Chromium, so the browser tests did not run. Install one, or name it: CHROMIUM=/path make test. "
    "E2E=required makes this a failure."
)


def find_chromium() -> str | None:
    """The path of the browser: `$CHROMIUM`, else the first of `COMMANDS` on the PATH."""
    found = (shutil.which(command) for command in (os.environ.get("CHROMIUM", ""), *COMMANDS))
    return next(filter(None, found), None)


def is_required() -> bool:
    """Whether a missing browser is a failure."""
    return os.environ.get("E2E") == "required"
