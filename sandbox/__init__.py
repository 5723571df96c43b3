"""A stand-in for Google and Huntflow over real HTTP, for development and tests; see `control` for its levers."""
