"""What stands around the stack."""
