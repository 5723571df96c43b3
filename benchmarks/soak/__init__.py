"""The production server under simulated recruiters and faults; `python -m benchmarks.soak` runs it."""
