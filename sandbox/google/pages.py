"""The pages that a person meets when signing in with Google: plain HTML, no script."""

from collections.abc import Iterable, Sequence
from html import escape
from urllib.parse import urlencode

from sandbox.google.clients import SIGN_IN_SCOPES, WORDS
from sandbox.http import Response, html_response
from sandbox.routes import Call
from sandbox.world.people import Account

AUTH_PATH = "/o/oauth2/v2/auth"
STYLE_PATH = "/o/oauth2/style.css"
STYLE = """
:root {
  color-scheme: light dark;
  --page: light-dark(#f0f4f9, #131314);
  --card: light-dark(#fff, #1e1f20);
  --line: light-dark(#dde3ea, #3c4043);
  --text: light-dark(#1f1f1f, #e3e3e3);
  --muted: light-dark(#5f6368, #b4b8be);
  --accent: light-dark(#0b57d0, #a8c7fa);
  --on-accent: light-dark(#fff, #062e6f);
  --hover: light-dark(#f0f4f9, #282a2c);
}
* { box-sizing: border-box; }
body {
  display: grid; place-content: center; min-height: 100dvh; margin: 0; padding: 1rem;
  font: 16px/1.5 system-ui, sans-serif; color: var(--text); background: var(--page);
}
main { width: min(28rem, 100vw - 2rem); padding: 2rem; border-radius: 1.5rem; background: var(--card); }
h1 { margin: 0 0 .25rem; font-size: 1.5rem; font-weight: 500; line-height: 1.25; text-wrap: balance; }
p { margin: .75rem 0; }
small { color: var(--muted); font-size: .875rem; }
ul { margin: 1rem 0; padding: 0; list-style: none; }
li + li { border-top: 1px solid var(--line); }
li a, li label { display: flex; align-items: center; gap: .75rem; padding: .75rem; color: inherit; border-radius: .5rem; }
li a { text-decoration: none; }
li a:hover, li label:hover { background: var(--hover); }
li a span { display: grid; }
.face {
  flex: none; display: grid; place-content: center; width: 2.25rem; height: 2.25rem; border-radius: 50%;
  color: var(--on-accent); background: var(--accent); font-weight: 500;
}
input { flex: none; width: 1.125rem; height: 1.125rem; margin: 0; accent-color: var(--accent); }
.buttons { display: flex; justify-content: flex-end; gap: .5rem; margin: 1.5rem 0 0; }
button {
  min-height: 2.5rem; padding: 0 1.5rem; border: 1px solid transparent; border-radius: 1.25rem;
  font: inherit; font-weight: 500; color: var(--accent); background: none; cursor: pointer;
}
button:hover { background: var(--hover); }
button[value=allow] { color: var(--on-accent); background: var(--accent); }
button[value=allow]:hover { filter: brightness(1.1); }
:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
.note { margin: 1.5rem 0 0; padding-top: 1rem; border-top: 1px solid var(--line); text-wrap: balance; }
"""
NOTE = "Песочница: вместо Google, без пароля, с выдуманными людьми."

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
        f'<li><a href="{_link([*kept, ("login_hint", account.email)])}">{_person(account)}</a></li>'
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
        f"<p>{escape(account.name)}<br><small>{escape(account.email)}</small></p>"
        f'<form method="post" action="{_link([*hint, ("login_hint", account.email)])}"><ul>{boxes}</ul>'
        '<div class="buttons"><button name="decision" value="deny">Отмена</button>'
        '<button name="decision" value="allow">Продолжить</button></div></form>',
    )


def failure(reason: str, detail: str) -> Response:
    """What Google shows instead of sending the browser to an address that it does not trust."""
    return _page(
        "Доступ заблокирован",
        f"<p>{escape(detail)}</p><p><small>Ошибка 400: {escape(reason)}</small></p>",
        400,
    )


def _person(account: Account) -> str:
    initial, name, email = (escape(text) for text in (account.name[:1], account.name, account.email))
    return f'<b class="face" aria-hidden="true">{initial}</b><span>{name}<small>{email}</small></span>'


def _link(pairs: Pairs) -> str:
    return escape(f"{AUTH_PATH}?{urlencode(list(pairs))}")


def _page(title: str, body: str, status: int = 200) -> Response:
    return html_response(
        f'<!DOCTYPE html><html lang="ru"><head><meta charset="utf-8"><title>{title} – песочница Google</title>'
        f'<meta name="viewport" content="width=device-width"><link rel="stylesheet" href="{STYLE_PATH}"></head>'
        f'<body><main><h1>{title}</h1>{body}<p class="note"><small>{NOTE}</small></p></main></body></html>',
        status=status,
    )
