"""The numbers: pure functions, domain in, frozen results out."""
