"""How counts are said."""

from __future__ import annotations


def counted(number: int, one: str, more: str = "") -> str:
    """A number with its noun: "1 page", "2,000 pages". `more` is the plural where it is not `one` and an s."""
    return f"{number:,} {one if number == 1 else more or one + 's'}"
