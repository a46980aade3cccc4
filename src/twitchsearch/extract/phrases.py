"""The little language of the kinds table: phrases to regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_GAP = r"(?:\w+ ){0,4}?"


def folded(text: str) -> str:
    """The text as phrases are compared with it: words in lower case, each followed by a space."""
    return "".join(f"{word} " for word in _WORD.findall(text.lower()))


def pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """One expression that finds any of the phrases in a folded text; None where there are none.

    The work of a search is in proportion to the text: a gap is at most four words, an ending ends with its word.
    """
    parts = [_expression(phrase) for phrase in phrases]
    return re.compile("|".join(parts)) if parts else None


def _expression(phrase: str) -> str:
    start = r"\A" if phrase.startswith("^") else r"(?<!\w)"
    end = r"\Z" if phrase.endswith("$") else ""
    escaped = re.escape(phrase.strip("^$").strip().lower())
    for written, meant in (
        (r"\.\.\.\ ", _GAP),
        (r"\(", "(?:"),
        (r"\)", ")"),
        (r"\|", "|"),
        (r"\?", "?"),
        (r"\*", r"\w*"),
        (r"\ ", " "),
    ):
        escaped = escaped.replace(written, meant)
    return f"{start}(?:{escaped})(?!\\w) ?{end}"
