"""Plots of results, made when they are first shown."""
