"""How fast pages are, for the server and for a reader on a slow line; the table of docs/interface.md."""
