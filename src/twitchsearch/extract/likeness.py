"""What an article's words look like as 64 bits: near-copies differ in a few of them (Charikar 2002; Manku 2007)."""

from __future__ import annotations

import hashlib
import re
from collections import Counter
from collections.abc import Iterable
from itertools import pairwise

_WORD = re.compile(r"\w+")
_FEWEST_WORDS, _MOST_WORDS = 100, 20_000
_BYTES = 8
_HAS_BIT = tuple(bytes(byte >> bit & 1 for byte in range(256)) for bit in range(8))


def likeness(texts: Iterable[str]) -> str:
    """The simhash of the texts' pairs of words, each as often as it stands there, as 16 hexadecimal digits.

    Two articles are near-copies where at most three bits differ: a word or two in a hundred may be others. Pairs, since
    single words make one of all articles of a template, and longer runs miss a copy in which three words were changed.
    "" where there are too few words to tell.
    """
    words = [word for text in texts for word in _WORD.findall(text.casefold())][:_MOST_WORDS]
    if len(words) < _FEWEST_WORDS:
        return ""
    pairs = Counter(f"{first} {second}" for first, second in pairwise(words))
    hashes = b"".join(
        hashlib.blake2b(each.encode(), digest_size=_BYTES).digest() * times for each, times in pairs.items()
    )
    return bytes(_most(hashes[place::_BYTES]) for place in range(_BYTES)).hex()


def _hash(pair: str) -> bytes:
    return hashlib.blake2b(pair.encode(), digest_size=_BYTES).digest()


def _most(column: bytes) -> int:
    """The byte whose bits are those that more than half of these bytes have."""
    return sum(1 << bit for bit, has in enumerate(_HAS_BIT) if column.translate(has).count(1) * 2 > len(column))
