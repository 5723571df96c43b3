"""The pages that a person meets when signing in with Google: plain HTML, no script."""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode

from sandbox.google.clients import SIGN_IN_SCOPES, WORDS
from sandbox.routes import Call
from sandbox.wire import Response, html_response
from sandbox.world.people import Account

AUTH_PATH = "/o/oauth2/v2/auth"
STYLE_PATH = "/o/oauth2/style.css"
STYLE = """
body { font: 16px/1.5 system-ui, sans-serif; color: #1f1f1f; background: #f0f4f9; }
main { max-width: 28rem; margin: 10vh auto; padding: 2rem; background: #fff; border-radius: 1rem; }
h1 { font-size: 1.5rem; font-weight: 500; }
ul { padding: 0; list-style: none; }
li a, li label { display: block; padding: .75rem; border-bottom: 1px solid #ddd; color: inherit; }
button { padding: .5rem 1.25rem; font: inherit; }
small { color: #5f6368; }
"""

Pairs = Iterable[tuple[str, str]]


def style(call: Call) -> Response:  # noqa: ARG001 - every handler takes the call
    """The style sheet of the pages."""
    return Response(200, STYLE.encode(), (("Content-Type", "text/css; charset=UTF-8"),))


def chooser(accounts: Iterable[Account], query: Pairs) -> Response:
    """The accounts to click; a click asks the same again for that account."""
    kept = [(name, value) for name, value in query if name not in ("login_hint", "prompt")]
    prompt = " ".join(dict(query).get("prompt", "").replace("select_account", "").split())
    if prompt:
        kept.append(("prompt", prompt))
    items = "".join(
        f'<li><a href="{_link([*kept, ("login_hint", account.email)])}">{escape(account.name)}<br>'
        f"<small>{escape(account.email)}</small></a></li>"
        for account in accounts
    )
    return _page("Выберите аккаунт", f"<ul>{items}</ul>")


def consent(account: Account, scopes: Sequence[str], query: Pairs) -> Response:
    """The scopes, those beyond sign-in with a box each, and the buttons to allow or deny."""
    boxes = "".join(
        f'<li><label><input type="checkbox" name="scope" value="{escape(scope)}" checked> '
        f"{escape(WORDS[scope])}</label></li>"
        for scope in scopes
        if scope not in SIGN_IN_SCOPES
    )
    hint = [(name, value) for name, value in query if name != "login_hint"]
    return _page(
        "Приложение запрашивает доступ к вашему аккаунту",
        f"<p>{escape(account.name)} <small>{escape(account.email)}</small></p>"
        f'<form method="post" action="{_link([*hint, ("login_hint", account.email)])}"><ul>{boxes}</ul>'
        '<button name="decision" value="deny">Отмена</button> '
        '<button name="decision" value="allow">Продолжить</button></form>',
    )


def failure(reason: str, detail: str) -> Response:
    """What Google shows instead of sending the browser to an address that it does not trust."""
    return _page(
        "Доступ заблокирован",
        f"<p>{escape(detail)}</p><p><small>Ошибка 400: {escape(reason)}</small></p>",
        400,
    )


def _link(pairs: Pairs) -> str:
    return escape(f"{AUTH_PATH}?{urlencode(list(pairs))}")


def _page(title: str, body: str, status: int = 200) -> Response:
    return html_response(
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{title} – песочница Google</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{STYLE_PATH}"></head>'
        f"<body><main><h1>{title}</h1>{body}</main></body></html>",
        status=status,
    )
