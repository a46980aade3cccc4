"""The engines behind `search.seam`."""
