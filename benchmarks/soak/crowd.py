"""Fifty recruiters at work: each opens pages in a thread, with pauses, and holds every answer against its owner."""

import threading
from collections.abc import Sequence
from concurrent.futures import ThreadPoolExecutor
from random import Random

import requests

from benchmarks.soak.recruiter import Recruiter
from benchmarks.soak.tally import Tally, told

# What is opened, more often what is listed more often.
PAGES = (
    *["/"] * 4,
    *["/calendar/"] * 4,
    "/calendar/?view=week",
    "/drive/",
    "/sheets/",
    "/candidates/",
    "/candidates/",
    "/search/?q=canary",
    "/cache/",
    "/settings/",
)
REFRESHED = ("/", "/calendar/", "/drive/", "/sheets/", "/candidates/")
# Seconds between two pages of one recruiter, at random between these.
PAUSES = (0.5, 2.5)
# Of 100 steps, so many refresh something, and so many sign out and in again.
REFRESH, SIGN_IN = 6, 1
# How a connection ends whose worker is killed: before the answer, or in the middle of it.
LOST = (requests.ConnectionError, requests.exceptions.ChunkedEncodingError)


class Crowd:
    """The recruiters, working from `start` to `stop`."""

    def __init__(self, recruiters: Sequence[Recruiter], tally: Tally, *, seed: int) -> None:
        self.recruiters, self.tally = recruiters, tally
        self._over = threading.Event()
        self._threads = [
            threading.Thread(target=self._work, args=(recruiter, Random(f"{seed} {number}")))
            for number, recruiter in enumerate(recruiters)
        ]

    def start(self) -> None:
        """Sign everybody in, a few at a time, and let them begin."""
        with ThreadPoolExecutor(4) as pool:
            list(pool.map(_arrive, self.recruiters))
        for thread in self._threads:
            thread.start()

    def stop(self) -> None:
        """Let everybody finish the page that they wait for."""
        self._over.set()
        for thread in self._threads:
            thread.join()

    def _work(self, recruiter: Recruiter, chance: Random) -> None:
        while not self._over.wait(chance.uniform(*PAUSES)):
            step = chance.randrange(100)
            try:
                if step < REFRESH:
                    self._refresh(recruiter, chance)
                elif step < REFRESH + SIGN_IN:
                    self._return(recruiter)
                else:
                    self._open(recruiter, chance.choice(PAGES))
            except requests.RequestException as exc:
                self.tally.add("errors", told(exc))

    def _open(self, recruiter: Recruiter, path: str) -> requests.Response:
        answer = self._asked(recruiter, path)
        if answer.status_code != requests.codes.ok:
            self.tally.add("errors", f"{answer.status_code} for {path}")
            return answer
        self.tally.page(answer, path, recruiter.canary)
        if strangers := recruiter.strangers_on(answer.text):
            self.tally.add("wrong-user answers", f"{recruiter.canary} got {strangers} on {path}")
        return answer

    def _asked(self, recruiter: Recruiter, path: str) -> requests.Response:
        """The answer; once more where the worker that had the request was killed, as a proxy would ask."""
        try:
            return recruiter.get(path)
        except LOST as exc:
            self.tally.lose(exc)
            return recruiter.get(path)

    def _refresh(self, recruiter: Recruiter, chance: Random) -> None:
        """Press one of the buttons of a page."""
        page = self._open(recruiter, chance.choice(REFRESHED))
        buttons = recruiter.refreshes_on(page)
        if not buttons:
            return
        path = chance.choice(buttons)
        try:
            answer = recruiter.post(path, page)
        except LOST as exc:
            # Nobody repeats a POST; whoever sees that nothing came presses the button again.
            self.tally.lose(exc)
            return
        self.tally.add("refreshes")
        if answer.status_code != requests.codes.see_other:
            self.tally.add("errors", f"{answer.status_code} for {path}")

    def _return(self, recruiter: Recruiter) -> None:
        """Sign out, after which nothing of one's own may be shown, and in again."""
        try:
            recruiter.post("/sign-out/", self._open(recruiter, "/settings/"))
            outside = recruiter.get("/calendar/")
        except LOST as exc:
            self.tally.lose(exc)
        else:
            if outside.status_code != requests.codes.found:
                self.tally.add("errors", f"{outside.status_code} for somebody who signed out")
        try:
            recruiter.sign_in()
        except LOST as exc:
            self.tally.lose(exc)
            recruiter.sign_in()
        self.tally.add("sign-ins")


def _arrive(recruiter: Recruiter) -> None:
    recruiter.sign_in("calendar", "drive")
    if not recruiter.email.startswith("soak-"):
        recruiter.connect_huntflow()
