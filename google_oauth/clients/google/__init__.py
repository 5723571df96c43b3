"""Google: sign-in, Calendar v3 and Drive v3, over the official libraries.

`transport` makes authorised calls, `tokens` refreshes the access token, `errors` translates failures into
`google_oauth.exceptions`, `masks` names the requested fields. Services call `calendar`, `drive` and `oauth`.
"""
