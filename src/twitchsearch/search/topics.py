"""What a question about causes or remedies is about: its words, what means the same, and what is broader."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from itertools import pairwise

from twitchsearch.model import AllOf, AnyOf, Boost, InField, Phrase, Query, Required, Synonyms, Word, Words
from twitchsearch.model.requests import Vocabulary
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.naming import asks_for, content_words
from twitchsearch.search.stopwords import stop_words
from twitchsearch.search.vocabulary import BROADER, EQUAL, LONGEST
from twitchsearch.search.wording import KINDS, wording

_ENOUGH_OF_TEN = 6
_SHORT = 5  # letters: "dizzy" is "dizz" of nothing
LACKING = "lack low deficiency deficient shortage insufficient poor"
"""Words that say there is too little of a thing, or too little good in it."""

MENDED = "better improve"
"""Words that say how what is poor is mended."""

BEFORE_MORE = re.compile(
    r"(?<=\w)\s+(?:at|in|on|of|from|during|after|before|when|while|with|by|due to)\s", re.IGNORECASE
)

Terms = frozenset[str]
Concept = frozenset[Terms]
"""A word of a question with all that means the same: it is there where all terms of one of them are."""
Reading = tuple[Concept, ...]


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, without the words that ask.

    `readings` are ways to read it: word by word, or with words together that the vocabulary knows together; one of
    them has to hold. `terms` are those it was put in; none of them: everything is meant. `head` is the thing itself,
    of which the others say more ("cramp" of "leg cramps at night"), or ""; `when` are those that say when. `wider` is
    it without where and when, if it happens alike elsewhere in the body ("calf cramp" is a cramp), or with what the
    vocabulary has as broader; that is called `name`, "" where it is no wider; `is_broad` where it is read so.
    """

    readings: tuple[Reading, ...]
    terms: Terms
    head: str = ""
    when: Terms = frozenset()
    wider: Reading = ()
    name: str = ""
    is_broad: bool = False

    @property
    def broader(self) -> Topic:
        """The same, read as broadly as `wider` says."""
        return replace(self, readings=(self.wider,) if self.wider else self.readings, is_broad=True)

    def is_subject(self, terms: Iterable[str]) -> bool:
        """Whether more than half of it is among the terms of a subject, or half with the thing itself."""
        known = frozenset(terms)
        return any(
            2 * _count(reading, known) >= len(reading) + (not self._has_head(reading, known))
            for reading in self.readings
        )

    def _has_head(self, reading: Reading, known: Terms) -> bool:
        heads = self._heads(reading)
        return not heads or _count(heads, known) > 0

    def _heads(self, reading: Reading) -> list[Concept]:
        return [concept for concept in reading if any(self.head in each for each in concept)]

    def names_head(self, terms: Iterable[str]) -> bool:
        """Whether the thing itself, or what means the same, is among terms."""
        known = frozenset(terms)
        return self.head in known or any(_count(self._heads(reading), known) for reading in self.readings)

    def is_found(self, terms: Iterable[str]) -> bool:
        """Whether all of three words, 60 % of more, are among terms, the thing itself always."""
        known = frozenset(terms)
        return any(
            _count(reading, known) >= _enough(len(reading)) and self._has_head(reading, known)
            for reading in self.readings
        )

    def is_whole(self, terms: Iterable[str]) -> bool:
        """Whether all of it is among terms."""
        known = frozenset(terms)
        return any(_count(reading, known) == len(reading) for reading in self.readings)

    def is_touched(self, terms: Iterable[str]) -> bool:
        """Whether any of it is among terms."""
        known = frozenset(terms)
        return any(_count(reading, known) for reading in self.readings)

    def is_all_of(self, terms: Iterable[str]) -> bool:
        """Whether terms say nothing but the topic, in these words or others that mean the same."""
        known = frozenset(terms)
        if known <= self.terms or any(known in concept for reading in self.readings for concept in reading):
            return True
        return any(known <= _said(reading) and _count(reading, known) == len(reading) for reading in self.readings)


def _count(reading: Iterable[Concept], known: Terms) -> int:
    return sum(any(each <= known for each in concept) for concept in reading)


def _said(reading: Reading) -> Terms:
    return frozenset(term for concept in reading for each in concept for term in each)


def _enough(size: int) -> int:
    return size if size <= 3 else -(-_ENOUGH_OF_TEN * size // 10)


def says_nothing(text: str, analyser: Analyser) -> bool:
    """Whether a question has words, and all of them are such that no article is about them: "the", "what causes"."""
    stops, words = stop_words(analyser.language), analyser.words(text)
    return bool(words) and all(word in stops or any(asks_for(word, kind) for kind in KINDS) for word in words)


def topic_of(query: Query, analyser: Analyser, vocabulary: Vocabulary, titles: Iterable[str] = ()) -> Topic:
    """What of a query an article must be about: its words, whatever operators join them, but none that are excluded.

    `titles` of articles that match tell which qualities belong to a name ("benign fasciculation") and which do not.
    """
    text = " ".join(_texts(query))
    reader = _Reader(analyser.words(text), analyser, vocabulary, titles)
    if not reader.terms:
        return Topic((), frozenset())
    head = reader.head(text)
    readings = dict.fromkeys((tuple(reader.apart(head)), tuple(reader.together())))
    when = frozenset(analyser.terms(" ".join(circumstances(text)))) & reader.terms
    return Topic(tuple(readings), reader.terms, head, when, reader.wider(head, when), reader.name(head, when))


def circumstances(text: str) -> list[str]:
    """The words of a question or a heading that say when something happens: no part of the body."""
    after = BEFORE_MORE.split(text)[1:]
    return [word for part in after for word in content_words(part) if word not in wording().places]


class _Reader:
    """Reads the words of a question as concepts.

    What it is about are the words that say so, and qualities with which an article is titled; all of them where there
    are none.
    """

    def __init__(self, words: Sequence[str], analyser: Analyser, vocabulary: Vocabulary, titles: Iterable[str]) -> None:
        self._words = words
        self._stems = tuple(map(analyser.stem, words))
        self._analyser = analyser
        self._vocabulary = vocabulary
        self._lacking = frozenset(analyser.terms(LACKING))
        self._mended = frozenset(analyser.terms(MENDED))
        self._muscle = analyser.stem("muscle")
        self._anywhere = frozenset(map(analyser.stem, wording().anywhere))
        stops = stop_words(analyser.language)
        says = {at for at, word in enumerate(words) if word not in stops and content_words(word)}
        self._kept = sorted(says | self._qualities(titles)) or range(len(words))
        self.terms = frozenset(self._stems[at] for at in self._kept)

    def _qualities(self, titles: Iterable[str]) -> set[int]:
        """Where words stand that say of which sort a thing is, as a title has them before the same word."""
        asked = [at for at, word in enumerate(self._words[:-1]) if word in wording().qualities]
        found = {tuple(pair) for title in titles for pair in pairwise(self._analyser.terms(title))} if asked else set()
        return {at for at in asked if self._stems[at : at + 2] in found}

    def _known(self) -> Iterator[tuple[int, int]]:
        """Where the longest names that the vocabulary knows begin, or else each word, and how many words they have."""
        at = 0
        while at < len(self._stems):
            runs = range(min(LONGEST, len(self._stems) - at), 0, -1)
            run = next((run for run in runs if self._stems[at : at + run] in self._vocabulary), 1)
            yield at, run
            at += run

    def apart(self, head: str) -> Iterator[Concept]:
        """Word by word. Of three words and more one may be missing that goes without saying: that it is a muscle that
        cramps, or that there is too little of it, where the rest is there."""
        kept = [self._stems[at] for at in self._kept]
        silent = self._lacking | ({self._muscle} if head in self._anywhere else frozenset())
        said = [stem for stem in kept if stem not in silent] if len(kept) > 2 else kept
        return (self._concept((stem,)) for stem in said or kept)

    def together(self, least: float = EQUAL) -> Iterator[Concept]:
        """With words together that the vocabulary knows together."""
        kept = set(self._kept)
        for at, run in self._known():
            if not kept.isdisjoint(range(at, at + run)):
                yield self._concept(self._stems[at : at + run], least)

    def _concept(self, stems: tuple[str, ...], least: float = EQUAL) -> Concept:
        same = [each for each in self._vocabulary.get(stems, ()) if each.weight >= least]
        meant = [frozenset(self._analyser.terms(each.text)) for each in same]
        if len(stems) == 1 and stems[0] in self._lacking:
            # Low iron is iron deficiency; and what is poor is mended by what makes it better.
            meant += [frozenset([each]) for each in self._lacking | self._mended]
        if len(stems) == 1 and stems[0].endswith("i") and len(stems[0]) > _SHORT:
            meant.append(frozenset([self._analyser.stem(stems[0][:-1])]))  # what is squeaky squeaks
        return frozenset([frozenset(stems), *meant])

    def head(self, text: str) -> str:
        """The last of the words before those that say when or where; where there is another, none that says "low"."""
        named = content_words(BEFORE_MORE.split(text)[0])
        before = [word for word in named if self._analyser.stem(word) not in self._lacking] or named
        head = self._analyser.terms(before[-1]) if before else []
        return head[-1] if head else ""

    def wider(self, head: str, when: Terms) -> Reading:
        """What is left without the part of the body that has it, and without when; else names whole, with what is
        broader."""
        if left := self._anywhere_and_ever(head, when):
            return tuple(self._concept((self._stems[at],), BROADER) for at in left)
        return tuple(self.together(BROADER))

    def name(self, head: str, when: Terms) -> str:
        """What `wider` is called: words of the question, or what the vocabulary has as broader; "" for the same."""
        if left := self._anywhere_and_ever(head, when):
            return " ".join(self._words[at] for at in left)
        named = (self._vocabulary.get(self._stems[at : at + run], ()) for at, run in self._known())
        return " or ".join(each.text for known in named for each in known if each.weight < EQUAL)

    def _anywhere_and_ever(self, head: str, when: Terms) -> list[int]:
        """The words that say neither where nor when, if some do and what is asked about happens alike elsewhere."""
        if head not in self._anywhere:
            return []
        left = [at for at in self._kept if self._words[at] not in wording().places and self._stems[at] not in when]
        return left if len(left) < len(self._kept) else []


def _texts(query: Query) -> Iterator[str]:
    match query:
        case Word(text) | Phrase(text):
            yield text
        case Synonyms(members):
            yield from _all(members[:1])
        case Words(children) | AllOf(children) | AnyOf(children):
            yield from _all(children)
        case Required(child) | Boost(child) | InField(_, child):
            yield from _texts(child)
        case _:
            return


def _all(children: Iterable[Query]) -> Iterator[str]:
    for child in children:
        yield from _texts(child)
