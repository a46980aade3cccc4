"""The command line: the only reader of settings, the only writer to stdout."""
