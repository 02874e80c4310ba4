"""Lessons: the dock that leads through one, and what it holds."""
