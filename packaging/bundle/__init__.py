"""The one-folder bundle: how it is built, and how it is tried."""
