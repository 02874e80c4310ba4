"""What every face of the program shares: edits, presentation, tables, exports."""
