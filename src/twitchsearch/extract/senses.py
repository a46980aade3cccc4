"""What work a word does, whatever it speaks of: the table of `senses.toml`."""

from __future__ import annotations

import tomllib
from collections import defaultdict
from functools import lru_cache
from importlib import resources

_SHORTEST_STEM = 2


@lru_cache(maxsize=1)
def _table() -> tuple[dict[str, list[str]], dict[str, list[str]]]:
    """The senses of whole words, and of beginnings of words."""
    whole: dict[str, list[str]] = defaultdict(list)
    begun: dict[str, list[str]] = defaultdict(list)
    for sense, words in tomllib.loads((resources.files(__package__) / "senses.toml").read_text("utf-8")).items():
        for word in words.split():
            (begun if word.endswith("*") else whole)[word.rstrip("*")].append(sense)
    return whole, begun


@lru_cache(maxsize=1 << 15)
def senses(word: str) -> tuple[str, ...]:
    """The senses of a word in lower case, none twice; none at all for most words."""
    whole, begun = _table()
    found = list(whole.get(word, ()))
    for length in range(_SHORTEST_STEM, len(word) + 1):
        found += begun.get(word[:length], ())
    return tuple(dict.fromkeys(found))
