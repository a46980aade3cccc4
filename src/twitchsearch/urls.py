"""URLs: normalised once, here."""
