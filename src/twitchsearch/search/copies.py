"""Which texts repeat each other: syndicated copies, shortened or with a line or two of their own."""

from __future__ import annotations

import re
import zlib
from collections.abc import Sequence

_WORDS = re.compile(r"\w+")
_SHINGLE = 4
_LEAST = 12  # shingles: what is shorter may be alike by chance
_SAMPLE = 300
_ALIKE = 0.7


def copies(texts: Sequence[str]) -> list[int]:
    """For each text the number of the first that it repeats, through others where it must be; its own otherwise.

    Two texts repeat each other where the shorter one's runs of four words stand, to at least 70 %, in the other. Texts
    of fewer than 15 words repeat nothing. Of long texts the same sample of runs is compared.
    """
    sets = [_shingles(text) for text in texts]
    longest = max(map(len, sets), default=0)
    keep = -(-longest // _SAMPLE) or 1
    sampled = [frozenset(each for each in shingles if each % keep == 0) for shingles in sets]
    leader = list(range(len(texts)))
    for one, ours in enumerate(sampled):
        for other in range(one):
            if _repeats(ours, sampled[other], len(sets[one]), len(sets[other])):
                _join(leader, one, other)
    return [_first(leader, each) for each in range(len(texts))]


def _shingles(text: str) -> frozenset[int]:
    words = _WORDS.findall(text.lower())
    runs = (" ".join(words[at : at + _SHINGLE]) for at in range(len(words) - _SHINGLE + 1))
    return frozenset(zlib.crc32(run.encode("utf-8", "replace")) for run in runs)


def _repeats(ours: frozenset[int], theirs: frozenset[int], our_size: int, their_size: int) -> bool:
    if min(our_size, their_size) < _LEAST:
        return False
    shared, least = len(ours & theirs), min(len(ours), len(theirs))
    return least > 0 and shared >= _ALIKE * least


def _join(leader: list[int], one: int, other: int) -> None:
    first, second = sorted((_first(leader, one), _first(leader, other)))
    leader[second] = first


def _first(leader: list[int], each: int) -> int:
    while leader[each] != each:
        leader[each] = leader[leader[each]]
        each = leader[each]
    return each
