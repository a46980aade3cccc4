"""Where terms stand one after the other: the one rule for phrases, in engines and in snippets."""

from __future__ import annotations

from bisect import bisect_left
from collections.abc import Iterator, Mapping, Sequence

from twitchsearch.search import plan


def chains(sequence: plan.Sequence, positions: Mapping[str, Sequence[int]]) -> Iterator[tuple[int, ...]]:
    """The positions at which a sequence matches in one field: one chain for each start, in order of the starts.

    `positions` has those of each term, rising; a term that is not in it occurs nowhere. Without slop the terms stand
    exactly `offsets` apart. With slop each stands after the one before, as near as can be.
    """
    lists = [positions.get(term, ()) for term in sequence.terms]
    if not all(lists):
        return
    widest = sequence.offsets[-1] + sequence.slop
    for start in lists[0]:
        chain = [start]
        for offset, where in zip(sequence.offsets[1:], lists[1:], strict=True):
            earliest = chain[-1] + 1 if sequence.slop else start + offset
            place = bisect_left(where, earliest)
            if place == len(where) or where[place] > (start + widest if sequence.slop else earliest):
                break
            chain.append(where[place])
        else:
            yield tuple(chain)
