"""Settings: read once, only by the command line, and handed down as values."""
