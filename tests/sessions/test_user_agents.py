import pytest

from google_oauth.sessions.user_agents import device_of

WINDOWS, MAC = "Mozilla/5.0 (Windows NT 10.0; Win64; x64)", "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7)"
PHONE, TABLET = "Mozilla/5.0 (Linux; Android 10; K)", "Mozilla/5.0 (iPad; CPU OS 18_5 like Mac OS X)"
WEBKIT = "AppleWebKit/537.36 (KHTML, like Gecko)"


@pytest.mark.parametrize(
    ("user_agent", "device"),
    [
        (f"{WINDOWS} {WEBKIT} Chrome/140.0.0.0 Safari/537.36", "Chrome, Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/140.0.0.0 Safari/537.36 Edg/140.0.0.0", "Edge, Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/138.0.0.0 YaBrowser/25.8.0.0 Safari/537.36", "Yandex Browser, Windows"),
        (f"{WINDOWS} {WEBKIT} Chrome/140.0.0.0 Safari/537.36 OPR/124.0.0.0", "Opera, Windows"),
        (f"{MAC} AppleWebKit/605.1.15 (KHTML, like Gecko) Version/26.0 Safari/605.1.15", "Safari, macOS"),
        (f"{PHONE} {WEBKIT} Chrome/140.0.0.0 Mobile Safari/537.36", "Chrome, Android"),
        (
            f"{TABLET} AppleWebKit/605.1.15 (KHTML, like Gecko) CriOS/140.0 Mobile Safari/604.1",
            "Chrome, iPad",
        ),
        ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox, Linux"),
        ("curl/8.14.1", ""),
        ("Firefox/1 <script>alert(1)</script>\n" * 1000, "Firefox"),
        ("", ""),
    ],
)
def test_browser_and_system_are_told_in_words_of_our_own(user_agent: str, device: str) -> None:
    assert device_of(user_agent) == device
