"""The clients of Google and Huntflow, a folder each. They know HTTP and no cache."""
