"""The Findings tab: what is known to react, on what evidence, and what helps."""
