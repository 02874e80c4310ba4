"""Values: frozen, strict, knowing nothing of files or windows."""
