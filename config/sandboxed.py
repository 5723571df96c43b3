"""The settings that point the application at a sandbox in place of Google and Huntflow."""

from typing import Final

# Where `make run` starts the sandbox, unless that port is taken.
USUAL_URL: Final = "http://127.0.0.1:8900"


def sandboxed(url: str) -> dict[str, str]:
    return {
        "GOOGLE_OAUTH_CLIENT_ID": "sandbox.apps.googleusercontent.com",
        "GOOGLE_OAUTH_CLIENT_SECRET": "sandbox-secret",
        "GOOGLE_API_BASE_URL": url,
        "GOOGLE_OAUTH_AUTH_URI": f"{url}/o/oauth2/v2/auth",
        "GOOGLE_OAUTH_TOKEN_URI": f"{url}/token",
        "GOOGLE_OAUTH_REVOKE_URI": f"{url}/revoke",
        "GOOGLE_OAUTH_CERTS_URI": f"{url}/oauth2/v1/certs",
        "HUNTFLOW_API_BASE_URL": f"{url}/v2",
    }
