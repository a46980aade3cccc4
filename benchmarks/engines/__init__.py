"""Ours and other engines over the same sections and the same questions, side by side in one run.

The other engines are no dependencies: those that are not installed are named and left out.
"""
