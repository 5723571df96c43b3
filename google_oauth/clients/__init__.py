"""The upstreams' clients: one folder each, of the same inner shape. They know HTTP and no cache."""
