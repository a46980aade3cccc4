"""Whole numbers most of which are small, in a narrow type; those that are too large for it stand apart.

<name>              the numbers; the greatest of the type stands for one that is too large
<name>/large        those, in order
<name>/large/at     the place of each
"""

from __future__ import annotations

from collections.abc import Iterator

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, ArrayFile, narrow

GAPS = "<u2"
"""How far each section of a term is from the one before it, the first from 0: a gap is seldom larger than this."""

FREQUENCIES = "|u1"


class Escaping:
    """Numbers of one array while it is written, piece by piece."""

    def __init__(self, name: str, kind: str) -> None:
        self._name = name
        self._kind = np.dtype(kind)
        self._top = np.iinfo(self._kind).max
        self._count = 0
        self._large = [np.empty(0, np.int64)]
        self._at = [np.empty(0, np.int64)]

    def narrowed(self, values: Array) -> Array:
        """The next numbers as they are kept."""
        places = np.flatnonzero(values >= self._top)
        self._large.append(values[places])
        self._at.append(places + self._count)
        self._count += len(values)
        return np.minimum(values, self._top).astype(self._kind)

    def apart(self) -> Iterator[tuple[str, Array]]:
        """The arrays of those that are too large, when all have been given."""
        yield f"{self._name}/large", narrow(np.concatenate(self._large))
        yield f"{self._name}/large/at", narrow(np.concatenate(self._at))


class Escaped:
    """Such an array, read back. Raises IndexDamaged."""

    def __init__(self, file: ArrayFile, name: str) -> None:
        self._file = file
        self._name = name
        self._large = file.whole(f"{name}/large")
        self._at = file.whole(f"{name}/large/at").astype(np.int64)

    def part(self, start: int, stop: int) -> Array:
        """The numbers `[start, stop)`, of any unsigned type or int64; read-only where none of them is large."""
        values = self._file.part(self._name, start, stop)
        first, last = self._at.searchsorted((start, stop))
        if first == last:
            return values
        values = values.astype(np.int64)
        values[self._at[first:last] - start] = self._large[first:last]
        return values


def gaps(sections: Array, counts: Array) -> Array:
    """Sections as gaps: `counts` of each term (0 for some), those of a term ascending."""
    between = np.diff(sections, prepend=sections[:1])
    firsts = (np.cumsum(counts) - counts)[counts > 0]
    between[firsts] = sections[firsts]
    return np.asarray(between)


def sections(between: Array, counts: Array) -> Array:
    """The sections that these are the gaps of; `counts` of each term, at least one."""
    total = np.cumsum(between, dtype=np.int64)
    firsts = np.cumsum(counts) - counts
    return np.asarray(total - np.repeat(total[firsts] - between[firsts], counts))
