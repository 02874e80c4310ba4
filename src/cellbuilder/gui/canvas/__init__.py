"""The drawn stack."""
