"""Foreign JSON, text and links, and values of a query string, read leniently."""
