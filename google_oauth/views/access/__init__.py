"""Who may see a page, how often, and what every template knows about its reader."""
