"""A recruiter without a browser: plain requests that keep their cookies."""

import re
from urllib.parse import parse_qsl, urlencode, urljoin, urlsplit

import requests
from playwright.sync_api import StorageState

from tests.stack import Stack

TIMEOUT = 30  # seconds
BUSY = re.compile(r'aria-busy="true">\s*<a href="([^"]+)"')


class Visitor:
    """Signs in at the sandbox without a click, and connects Drive and Huntflow where wanted."""

    def __init__(self, stack: Stack, email: str, *, connected: bool = True) -> None:
        self._base, self._email = stack.url, email
        self._session = requests.Session()
        self._consent("google/start/")
        if connected:
            self._consent("google/start/?feature=drive")
            self._post("huntflow/connect/", sandbox="1")

    def page(self, path: str) -> str:
        """The page as it comes, redirects followed; from any thread, since no connection is shared."""
        answer = requests.get(urljoin(self._base, path), cookies=self._session.cookies, timeout=TIMEOUT)
        answer.raise_for_status()
        return answer.text

    def weight(self, path: str, **headers: str) -> int:
        """How many bytes the answer to such a request has on the wire, its headers apart."""
        url, cookies = urljoin(self._base, path), self._session.cookies
        with requests.get(url, cookies=cookies, headers=headers, timeout=TIMEOUT, stream=True) as answer:
            answer.raise_for_status()
            return len(answer.raw.read())

    def settled(self, path: str) -> str:
        """The page when every block is there, as a person without scripts would follow its links."""
        html = self.page(path)
        for href in BUSY.findall(html):
            self.page(urljoin(path, href.replace("&amp;", "&")))
        return self.page(path) if BUSY.search(html) else html

    def storage_state(self) -> StorageState:
        """The cookies, as a browser takes them over."""
        cookies = [
            {"name": cookie.name, "value": cookie.value or "", "domain": "127.0.0.1", "path": "/"}
            for cookie in self._session.cookies
        ]
        return {"cookies": cookies, "origins": []}

    def _consent(self, path: str) -> None:
        asked = self._session.get(urljoin(self._base, path), allow_redirects=False, timeout=TIMEOUT)
        parts = urlsplit(asked.headers["Location"])
        query = dict(parse_qsl(parts.query)) | {"login_hint": self._email, "prompt": "none"}
        self._session.get(parts._replace(query=urlencode(query)).geturl(), timeout=TIMEOUT).raise_for_status()

    def _post(self, path: str, **fields: str) -> None:
        self._session.get(urljoin(self._base, "settings/"), timeout=TIMEOUT).raise_for_status()
        url = urljoin(self._base, path)
        fields["csrfmiddlewaretoken"] = self._session.cookies["csrftoken"]
        self._session.post(url, data=fields, headers={"Referer": url}, timeout=TIMEOUT).raise_for_status()
