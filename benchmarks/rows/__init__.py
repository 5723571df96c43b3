"""The rows of the table, each in the module that its name suggests."""
