"""Parts of the app."""
