"""Everything about searching that is the same for every engine: language, analysis, scoring, snippets, the seam."""
