"""What is known of contacts: evidence look-up, stability windows, findings."""
