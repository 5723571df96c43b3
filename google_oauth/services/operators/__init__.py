"""Services for commands and probes of operators."""
