"""Access to pages, and limits of how often they are asked for."""
