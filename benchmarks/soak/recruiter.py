"""One recruiter with a browser of their own: signs in, opens pages, and looks whose data they hold."""

import re
from html import unescape
from urllib.parse import parse_qs, urlencode, urlsplit, urlunsplit

import requests

# Each recruiter's calendar has one event with such a title, by which its owner is known wherever it turns up.
CANARY = re.compile(r"canary-[0-9a-f]{12}-of-\d+")
# Seconds; longer than any page may take.
PATIENCE = 20.0
_REFRESH = re.compile(r'action="(/refresh/[^"]+)"')
_TOKEN = re.compile(r'name="csrfmiddlewaretoken" value="([^"]+)"')


class Recruiter:
    """Signed in after `sign_in`. `email` is an account of the sandbox, `canary` the title of their own event."""

    def __init__(self, url: str, email: str, canary: str = "") -> None:
        self.url, self.email, self.canary = url, email, canary
        self.session = requests.Session()
        self.session.headers.update({"X-Forwarded-Proto": "https", "Accept-Language": "en"})

    def get(self, path: str) -> requests.Response:
        """Open a page; redirects are not followed."""
        answer = self.session.get(f"{self.url}{path}", timeout=PATIENCE, allow_redirects=False)
        self._keep_cookies()
        return answer

    def post(self, path: str, page: requests.Response, **fields: str) -> requests.Response:
        """Send a form that stands on `page`."""
        token = _TOKEN.search(page.text)
        fields["csrfmiddlewaretoken"] = token[1] if token else ""
        headers = {"Referer": f"{self.url}/".replace("http://", "https://")}
        answer = self.session.post(
            f"{self.url}{path}", data=fields, headers=headers, timeout=PATIENCE, allow_redirects=False
        )
        self._keep_cookies()
        return answer

    def sign_in(self, *features: str) -> None:
        """Sign in, and grant each of the features."""
        self._visit_google("/google/start/")
        for feature in features:
            self._visit_google(f"/google/start/?feature={feature}")

    def connect_huntflow(self) -> requests.Response:
        """Take the pair that the sandbox offers."""
        return self.post("/huntflow/connect/", self.get("/settings/"), sandbox="1")

    def refreshes_on(self, page: requests.Response) -> list[str]:
        """Where the buttons of a page that ask for something newer lead."""
        return [unescape(path) for path in _REFRESH.findall(page.text)]

    def strangers_on(self, text: str) -> set[str]:
        """The canaries of other people in a page."""
        return set(CANARY.findall(text)) - {self.canary}

    def _keep_cookies(self) -> None:
        # They are Secure, for the proxy that ends TLS; here it is only said to be there.
        for cookie in self.session.cookies:
            cookie.secure = False

    def _visit_google(self, path: str) -> None:
        """Go to Google and come back with its consent, as often as it takes."""
        answer = self.get(path)
        while (there := answer.headers.get("Location", "")).startswith("http"):
            parts = urlsplit(there)
            asked = {name: values[-1] for name, values in parse_qs(parts.query).items()}
            query = urlencode(asked | {"login_hint": self.email, "prompt": "none"})
            consented = requests.get(
                urlunsplit(parts._replace(query=query)), timeout=PATIENCE, allow_redirects=False
            )
            back = urlsplit(consented.headers["Location"])
            answer = self.get(f"{back.path}?{back.query}")
        if answer.status_code != requests.codes.found:
            raise requests.HTTPError(f"{self.email} could not sign in: {answer.status_code}")
