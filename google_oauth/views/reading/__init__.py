"""What pages read: entries with the same arguments everywhere, and what is made of them."""
