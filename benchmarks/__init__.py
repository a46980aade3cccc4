"""Figures for docs/performance.md, from scripts that anyone can run; never part of the verdict of the tests."""
