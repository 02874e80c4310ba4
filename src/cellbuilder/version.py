"""The version, said once: the build reads it from here, and so does the program, without looking into its metadata."""

__version__ = "0.1.0"
