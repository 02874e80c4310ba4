"""The Explore tab: one or two parameters against results."""
