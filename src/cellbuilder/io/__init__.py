"""Files in and out: strict JSON, the design file, the layered library."""
