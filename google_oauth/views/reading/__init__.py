"""What pages read: the sources, and what several pages make of them."""
