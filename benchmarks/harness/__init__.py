"""What every measurement stands on: servers of its own, interleaved samples, tables, plots."""
