"""The crawler against servers of our own on loopback."""
