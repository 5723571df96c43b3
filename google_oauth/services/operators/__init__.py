"""What commands and probes of operators call."""
