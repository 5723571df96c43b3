"""The project around the app: settings, root URLs, entry points, and the development stack."""
