"""Where in English text of ASCII words of some terms may stand, told without analysing it.

In English a stem begins as its words do, but for its last letter; what is written with apostrophes or stops is looked
at wherever it stands.
"""

from __future__ import annotations

import re
from functools import lru_cache

_UNLIKE_THEIR_WORDS = frozenset({"die", "lie", "tie"})  # dying, lying, tying: the stemmer's exceptions
_STOPS = re.compile(r"\.(?=[a-z])").finditer


def can_be_told(text: str, terms: frozenset[str]) -> bool:
    """Whether text and terms are such that the places can be told."""
    return text.isascii() and terms.isdisjoint(_UNLIKE_THEIR_WORDS)


def places(text: str, terms: frozenset[str]) -> list[int]:
    """Where the stretches without a space begin, in order, in which one of the terms may stand, and others too."""
    small = text.lower()
    starts: set[int] = set()
    for beginning in (*_beginnings(terms), "'"):
        if beginning in small:
            starts.update(_stretches_with(beginning, small))
    if "." in small:
        starts.update(small.rfind(" ", 0, each.start()) + 1 for each in _STOPS(small))
    return sorted(starts)


def _beginning(term: str) -> str:
    """How every English word of this term begins."""
    return term if term.isdigit() else term[: max(2, len(term) - 1)]


@lru_cache(maxsize=64)
def _beginnings(terms: frozenset[str]) -> tuple[str, ...]:
    """How words of these terms begin; none of them begins like another."""
    kept: list[str] = []
    for each in sorted({_beginning(term) for term in terms if term.isascii()}):
        if not kept or not each.startswith(kept[-1]) or kept[-1].isdigit():
            kept.append(each)
    return tuple(kept)


def _stretches_with(beginning: str, small: str) -> list[int]:
    """Where the stretches without a space begin in which something begins so."""
    starts: list[int] = []
    of_letters = beginning.isalpha()
    place = small.find(beginning)
    while place >= 0:
        before = small[place - 1] if place else " "
        if of_letters and before.isalpha():
            place = small.find(beginning, place + 1)
            continue
        starts.append(place if before == " " else small.rfind(" ", 0, place) + 1)
        space = small.find(" ", place)
        place = small.find(beginning, space) if space >= 0 else -1
    return starts
