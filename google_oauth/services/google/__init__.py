"""Google's account, calendar and Drive of a signed-in user."""
