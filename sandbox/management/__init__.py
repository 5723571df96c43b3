"""The sandbox as Django sees it."""
