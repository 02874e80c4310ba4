"""Differences of designs and of their results; the pinned designs."""
