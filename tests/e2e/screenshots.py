"""Takes the pictures at the top of README.md: the first page in light, the week of the calendar in dark.

    python -m tests.e2e.screenshots

It starts what `make run` starts, and ends it.
"""

import struct
import sys
import zlib
from pathlib import Path
from tempfile import TemporaryDirectory

from playwright.sync_api import Browser, sync_playwright

from tests.e2e.chromium import ARGUMENTS, MISSING, find_chromium
from tests.e2e.visitor import Visitor
from tests.environment import ROOT
from tests.stack import Stack

PICTURES = (("dashboard-light.png", "light", "/"), ("calendar-week-dark.png", "dark", "/calendar/?view=week"))
SIZE = {"width": 1280, "height": 760}
SIGNATURE = b"\x89PNG\r\n\x1a\n"


def main() -> int:
    """Take both; 1 where there is no browser to take them with."""
    path = find_chromium()
    if path is None:
        sys.stderr.write(f"{MISSING}\n")
        return 1
    directory = ROOT / "docs" / "images"
    directory.mkdir(exist_ok=True)
    with TemporaryDirectory() as temporary, Stack(Path(temporary)) as stack, sync_playwright() as playwright:
        anna = Visitor(stack, "anna.smirnova@example.com")
        browser = playwright.chromium.launch(executable_path=path, args=ARGUMENTS)
        for name, theme, address in PICTURES:
            anna.settled(address)
            picture = compressed(_picture(browser, stack, anna, theme=theme, address=address))
            (directory / name).write_bytes(picture)
            sys.stdout.write(f"docs/images/{name}: {len(picture) // 1024} KB\n")
        browser.close()
    return 0


def compressed(png: bytes) -> bytes:
    """The same picture in fewer bytes: Chromium compresses its own for speed."""
    chunks, place = [], len(SIGNATURE)
    while place < len(png):
        length, kind = struct.unpack_from(">I4s", png, place)
        chunks.append((kind, png[place + 8 : place + 8 + length]))
        place += 12 + length
    pixels = zlib.decompress(b"".join(body for kind, body in chunks if kind == b"IDAT"))
    header = next(body for kind, body in chunks if kind == b"IHDR")
    kept = ((b"IHDR", header), (b"IDAT", zlib.compress(pixels, 9)), (b"IEND", b""))
    return SIGNATURE + b"".join(_chunk(kind, body) for kind, body in kept)


def _chunk(kind: bytes, body: bytes) -> bytes:
    return struct.pack(">I", len(body)) + kind + body + struct.pack(">I", zlib.crc32(kind + body))


def _picture(browser: Browser, stack: Stack, anna: Visitor, *, theme: str, address: str) -> bytes:
    context = browser.new_context(
        base_url=stack.url,
        storage_state=anna.storage_state(),
        viewport=SIZE,
        color_scheme="dark" if theme == "dark" else "light",
        reduced_motion="reduce",
        locale="ru-RU",
        timezone_id="Europe/Moscow",
    )
    page = context.new_page()
    page.goto(address, wait_until="networkidle")
    page.locator("[aria-busy]").last.wait_for(state="detached")
    picture = page.screenshot()
    context.close()
    return picture


if __name__ == "__main__":
    sys.exit(main())
