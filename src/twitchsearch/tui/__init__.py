"""The terminal UI: values in, values painted; no search logic of its own."""
