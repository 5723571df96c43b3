"""Which tests one worker runs, of several."""

from xdist.scheduler.loadscope import LoadScopeScheduling

# Each of them starts servers that all its tests share. They are handed out first, being many; every other
# test goes by itself to whoever is free. The pages in all their states take a third of the browser's time, which is
# worth a second browser.
TOGETHER = ("tests/e2e/test_pages.py", "tests/e2e/", "tests/test_serve.py", "tests/test_worker.py")


class ByServer(LoadScopeScheduling):
    """By place, not by `xdist_group`: pytest 9.2 does not see the node ids in which that mark is carried."""

    def _split_scope(self, nodeid: str) -> str:
        return next((place for place in TOGETHER if nodeid.startswith(place)), nodeid)
