"""The names in the lists of a text: one a line, or several."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from twitchsearch.model import Span
from twitchsearch.search.naming import bare, fits, is_question

_MOST_LIST_WORDS = 14
_AFTER_ITEM = re.compile(
    r"\s*[:–—]\s+|\s+-\s+|\s*\(|;\s+|\.\s+|,\s+(?=(?:which|who|such as|because|as|like|including|especially|for|e\.g\."
    r"|among|mostly|usually|often|when|if|although|but|so|on|in|with|to|at|above all|particularly)\b)"
)
_FURNITURE = re.compile(r"^(?:note|tip|warning|source|photo|image|table|figure|see|read|click)\b", re.IGNORECASE)
_SPLIT = re.compile(r",\s+(?:and\s+|or\s+)?|\s+(?:and|or)\s+")


class Listed(NamedTuple):
    """A name in a list, and its place in the text."""

    name: str
    span: Span


def list_names(text: str) -> Iterator[Listed]:
    """The names in the lists of a text: lines that are no sentences, two or more in a row, or one that is announced."""
    run: list[Listed] = []
    start, announced = 0, False
    for line in (*text.split("\n"), ""):
        found = _listed(line, start)
        if found is not None:
            run.append(found)
        else:
            yield from run if len(run) > 1 or announced else ()
            run, announced = [], line.rstrip().endswith(":")
        start += len(line) + 1


def _listed(line: str, start: int) -> Listed | None:
    """The name in one line of a list; None where the line is a sentence, or furniture."""
    stripped = line.strip()
    if not stripped or stripped.endswith((":", "?")) or _FURNITURE.match(stripped):
        return None
    cut = _AFTER_ITEM.search(stripped)
    head = stripped[: cut.start()] if cut else stripped
    if len(head.split()) > _MOST_LIST_WORDS or (not cut and stripped.endswith(".") and len(head.split()) > 5):
        return None
    name = bare(head)
    if not fits(name) or is_question(name):
        return None
    at = start + max(line.find(name), 0)
    return Listed(name, Span(at, at + len(name)))


def names_in(name: str) -> list[str]:
    """An entry of three or more short names is all of them: "stress, anxiety or depression"."""
    parts = _SPLIT.split(name)
    short = all(len(part.split()) <= 3 and fits(part) for part in parts)
    return parts if "," in name and len(parts) > 2 and short and " of " not in name else [name]


def line_of(text: str, span: Span) -> int:
    """Where the line begins in which a range begins."""
    return text.rfind("\n", 0, span.start) + 1
