"""The results below the stack: headline, and one tab for each kind of result."""
