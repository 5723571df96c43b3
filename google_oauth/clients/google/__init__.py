"""Google: sign-in, Calendar v3 and Drive v3, over the official libraries.

`transport` makes authorised calls, `tokens` keeps the access token alive, `errors` turns failures into
`google_oauth.exceptions`, `masks` names the fields that are asked for; `calendar`, `drive` and `oauth` are what
services call. Calls return the upstream's JSON under those masks.
"""
