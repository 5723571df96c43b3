"""What a user would pick instead, each configured as its documents advise for JSON that many processes share."""
