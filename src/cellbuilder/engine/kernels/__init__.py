"""Equations as numpy functions: they know numbers in SI, and nothing of designs or materials."""
