"""Many designs at once: sweeps, random draws, reductions. The engine's own terms run on arrays; nothing is redone."""
