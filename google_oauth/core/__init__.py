"""What every room may use: cookies, time zones, encrypted columns, sessions, metrics, traces, the log. Knows nothing of the app."""
