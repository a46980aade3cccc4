"""Which passage of a text shows best why it was found, and the ranges in it to mark. Offsets, never markup."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable, Sequence
from typing import NamedTuple

from twitchsearch.model import Snippet, SnippetShape, Span
from twitchsearch.search import plan
from twitchsearch.search.analysis import Analyser, Token
from twitchsearch.search.phrases import chains

_SENTENCE = re.compile(r"(?:[.!?…。！？][\"'”’)\]]*\s+|\n)(?=\S)")
_SPACE = re.compile(r"\s")
_ENOUGH = 5_000  # occurrences among which the best passage is sought: a text of nothing else must not take seconds


class _Match(NamedTuple):
    """One place of the text that matches one of the leaves, by its number."""

    start: int
    end: int
    leaf: int


class Highlighter:
    """Finds the occurrences of a plan's leaves in texts. Made once for a search, used for each of its hits."""

    def __init__(self, analyser: Analyser, leaves: Iterable[plan.Leaf]) -> None:
        self._analyser = analyser
        self._words: dict[str, list[int]] = defaultdict(list)
        self._sequences: list[tuple[plan.Sequence, int]] = []
        for number, leaf in enumerate(leaves):
            for member in (leaf,) if not isinstance(leaf, plan.Group) else (each for each, _ in leaf.members):
                if isinstance(member, plan.Term):
                    self._words[member.term].append(number)
                else:
                    self._sequences.append((member, number))
        self._wanted = frozenset(self._words).union(*(sequence.terms for sequence, _ in self._sequences))

    def spans(self, text: str) -> tuple[Span, ...]:
        """The ranges that match, in order and not overlapping; a phrase only where the whole of it stands."""
        matches = self._matches(text)
        return _merged(matches, 0, len(text)) if matches else ()

    def snippets(self, text: str, shape: SnippetShape) -> tuple[Snippet, ...]:
        """The best passages of a text, in its order, at most `shape.count` of at most `shape.length` code points.

        Best is where most different leaves match, then where most matches are, then the earliest. A passage begins
        and ends between words, at the beginning of a sentence where one is near. A text that fits is given whole; of a
        text without matches the beginning is.
        """
        if shape.count < 1 or shape.length < 1 or not text:
            return ()
        matches = self._matches(text, _ENOUGH)
        if len(text) <= shape.length:
            return (Snippet(text, _merged(matches, 0, len(text)), 0, whole=True),)
        taken: list[Span] = []
        left: Sequence[_Match] = matches
        while left and len(taken) < shape.count:
            first, last = _densest(left, shape.length)
            span = _passage(text, left[first].start, max(each.end for each in left[first:last]), shape.length, taken)
            taken.append(span)
            left = [each for each in left if each.end <= span.start or each.start >= span.end]
        spans = sorted(taken, key=lambda span: span.start) or [_passage(text, 0, 0, shape.length, [])]
        return tuple(
            Snippet(text[a:b], _merged(matches, a, b), a) for a, b in ((each.start, each.end) for each in spans)
        )

    def _matches(self, text: str, most: int | None = None) -> list[_Match]:
        """Every match by where it begins; those among the first `most` occurrences of words that are sought."""
        if not self._wanted:
            return []
        find = self._analyser.occurrences if self._sequences else self._analyser.places
        tokens = find(text, self._wanted)[:most]
        words = self._words
        matches = [_Match(each.start, each.end, leaf) for each in tokens for leaf in words.get(each.term, ())]
        if self._sequences and tokens:
            matches += self._phrases(tokens)
            matches.sort()
        return matches

    def _phrases(self, tokens: list[Token]) -> Iterable[_Match]:
        positions: dict[str, list[int]] = defaultdict(list)
        places: dict[int, Token] = {}
        for token in tokens:
            positions[token.term].append(token.position)
            places[token.position] = token
        for sequence, leaf in self._sequences:
            for chain in chains(sequence, positions):
                if sequence.slop:
                    yield from (_Match(places[each].start, places[each].end, leaf) for each in chain)
                else:
                    yield _Match(places[chain[0]].start, places[chain[-1]].end, leaf)


def _merged(matches: Iterable[_Match], start: int, end: int) -> tuple[Span, ...]:
    """The ranges of the matches within `[start, end)`, counted from `start`; those that touch or overlap made one."""
    spans: list[Span] = []
    for match in matches:
        if match.end <= start or match.start >= end:
            continue
        first, last = max(match.start, start) - start, min(match.end, end) - start
        if first >= last:
            continue
        if spans and first < spans[-1].end:
            spans[-1] = Span(spans[-1].start, max(last, spans[-1].end))
        else:
            spans.append(Span(first, last))
    return tuple(spans)


def _densest(matches: Sequence[_Match], length: int) -> tuple[int, int]:
    """The run of matches `[first, last)` within `length` code points with most different leaves, then most matches."""
    most, chosen = (0, 0), (0, 1)
    inside = dict.fromkeys((match.leaf for match in matches), 0)
    different = last = 0
    for first, match in enumerate(matches):
        while last < len(matches) and (last == first or matches[last].end - match.start <= length):
            leaf = matches[last].leaf
            different += not inside[leaf]
            inside[leaf] += 1
            last += 1
        if (different, last - first) > most:
            most, chosen = (different, last - first), (first, last)
        if last == len(matches):  # what follows has less of the same
            break
        inside[match.leaf] -= 1
        different -= not inside[match.leaf]
    return chosen


def _passage(text: str, first: int, last: int, length: int, taken: Sequence[Span]) -> Span:
    """Where a passage around `[first, last)` begins and ends, keeping off those that are taken."""
    floor = max((span.end for span in taken if span.end <= first), default=0)
    ceiling = min((span.start for span in taken if span.start >= first), default=len(text))
    start = _beginning(text, max(floor, first - max(0, length - (last - first))), first, length)
    end = min(ceiling, start + length)
    if end < ceiling or end < len(text):
        end = _before_a_word(text, max(start, min(last, end)), end)
    while start < end and text[start].isspace():
        start += 1
    while end > start and text[end - 1].isspace():
        end -= 1
    return Span(start, end)


def _beginning(text: str, earliest: int, first: int, length: int) -> int:
    """The beginning of the sentence of `first` if it is near enough, else of a word a third of the length before.

    Near the end of the text an earlier sentence, so that the passage is not shorter than it may be.
    """
    near = max(earliest, first - length // 2)
    starts = [0] * (near == 0) + [each.end() for each in _SENTENCE.finditer(text, max(0, near - 2), first + 1)]
    starts = [each for each in starts if near <= each <= first]
    if starts:
        fitting = [each for each in starts if each >= len(text) - length]
        return fitting[0] if fitting else starts[-1]
    start = max(earliest, first - length // 3)
    if text[start - 1].isspace():
        return start
    space = _SPACE.search(text, start, first)
    return space.end() if space else start


def _before_a_word(text: str, least: int, end: int) -> int:
    """The last place in `[least, end]` where no word is cut; `end` where there is none."""
    if end == len(text) or text[end].isspace():
        return end
    for place in range(end, least, -1):
        if text[place - 1].isspace():
            return place
    return end
