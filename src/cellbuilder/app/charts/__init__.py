"""What the plots show, as plain data: one source for the window, the report and the exported tables."""
