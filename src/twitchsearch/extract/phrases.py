"""The little language of the kinds table: phrases to regular expressions."""

from __future__ import annotations

import re
from collections.abc import Iterable

_WORD = re.compile(r"[^\W_]+")
_MEANINGS = (
    (r"\.\.\.\ ", r"(?:\w+ ){0,4}?"),
    (r"\(", "(?:"),
    (r"\)", ")"),
    (r"\|", "|"),
    (r"\?", "?"),
    (r"\*", r"\w*"),
    (r"\ ", " "),
)


def folded(text: str) -> str:
    """The text as phrases are compared with it: words in lower case, each followed by a space."""
    return "".join(f"{word} " for word in _WORD.findall(text.lower()))


def pattern(phrases: Iterable[str]) -> re.Pattern[str] | None:
    """One expression that finds any of the phrases in a folded text; None where there are none.

    The work of a search is in proportion to the text: a gap is at most four words, an ending ends with its word.
    """
    first: list[str] = []
    anywhere: list[str] = []
    for phrase in phrases:
        (first if phrase.startswith("^") else anywhere).append(_expression(phrase))
    parts = [rf"\A(?:{'|'.join(first)})"] * bool(first) + [rf"(?<!\w)(?:{'|'.join(anywhere)})"] * bool(anywhere)
    return re.compile("|".join(parts)) if parts else None


def _expression(phrase: str) -> str:
    end = r"\Z" if phrase.endswith("$") else ""
    escaped = re.escape(phrase.strip("^$").strip().lower())
    for written, meant in _MEANINGS:
        escaped = escaped.replace(written, meant)
    return rf"{escaped}(?!\w) ?{end}"
