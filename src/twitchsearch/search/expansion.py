"""What an unfinished or a misspelt word stands for: words of the index, and through them its terms."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping
from heapq import nsmallest
from itertools import islice
from typing import NamedTuple

from twitchsearch.search.analysis import Analyser
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.plan import TermDictionary


class Expanded(NamedTuple):
    """The terms that a word stands for, each with its weight, and the words through which they were found."""

    terms: Mapping[str, float]
    words: tuple[str, ...]


class _Candidate(NamedTuple):
    word: str
    sections: int
    weight: float


def words_beginning(prefix: str, analyser: Analyser, dictionary: TermDictionary) -> Expanded:
    """The terms of the words that begin with a folded prefix, and the term of the prefix as a word of its own.

    Each weighs 1. Where there are more than `LIMITS.expansions`, those of the words in most sections.
    """
    found = (_Candidate(word, sections, 1.0) for word, sections in _scan(prefix, dictionary))
    return _expanded(prefix, found, analyser)


def words_like(word: str, distance: int, analyser: Analyser, dictionary: TermDictionary) -> Expanded:
    """The terms of the words within `distance` edits of a folded word, and its own.

    The first letter is taken to be right. A word needs three letters for one edit and five for two, else everything
    were like it. A term weighs one half for each edit.
    """
    distance = min(distance, (len(word) - 1) // 2)
    if not distance:
        return _expanded(word, (), analyser)
    return _expanded(word, _near(word, distance, _scan(word[0], dictionary)), analyser)


def _near(word: str, distance: int, found: Iterable[tuple[str, int]]) -> Iterator[_Candidate]:
    letters = frozenset(word)
    for each, sections in found:
        if abs(len(each) - len(word)) <= distance and len(letters.symmetric_difference(each)) <= 2 * distance:
            edits = edit_distance(word, each, distance)
            if edits <= distance:
                yield _Candidate(each, sections, 0.5**edits)


def _scan(prefix: str, dictionary: TermDictionary) -> Iterator[tuple[str, int]]:
    return islice(dictionary.words_from(prefix), LIMITS.scanned)


def _expanded(own: str, found: Iterable[_Candidate], analyser: Analyser) -> Expanded:
    """Closest words first, then those in most sections, then by spelling, as many as are allowed."""
    best = nsmallest(LIMITS.expansions, found, key=lambda each: (-each.weight, -each.sections, each.word))
    terms = {analyser.stem(own): 1.0}
    for each in best:
        term = analyser.stem(each.word)
        terms[term] = max(each.weight, terms.get(term, 0.0))
    return Expanded(terms, tuple(each.word for each in best if each.word != own))


def edit_distance(one: str, other: str, most: int) -> int:
    """Insertions, deletions, replacements and swaps of neighbours that turn one word into another.

    No letter is edited twice (optimal string alignment). More than `most` is answered as `most + 1`.
    """
    if abs(len(one) - len(other)) > most:
        return most + 1
    before: list[int] = []
    row = list(range(len(other) + 1))
    for i, letter in enumerate(one, 1):
        before, above = row, before
        row = [i]
        for j, partner in enumerate(other, 1):
            cost = min(before[j] + 1, row[j - 1] + 1, before[j - 1] + (letter != partner))
            if i > 1 and j > 1 and letter == other[j - 2] and one[i - 2] == partner:
                cost = min(cost, above[j - 2] + 1)
            row.append(cost)
        if min(row) > most and min(before) > most:
            return most + 1
    return min(row[-1], most + 1)
