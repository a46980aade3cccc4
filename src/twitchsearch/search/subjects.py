"""What a question about causes or remedies is about, and whether an article says of the same what it says."""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import cached_property
from itertools import chain

from twitchsearch.model import (
    AllOf,
    AnyOf,
    Article,
    Boost,
    InField,
    Phrase,
    Query,
    Required,
    Section,
    SectionKind,
    Synonyms,
    Word,
    Words,
)
from twitchsearch.model.answers import AnswerKind
from twitchsearch.model.requests import Vocabulary
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.naming import asks_for, content_words
from twitchsearch.search.vocabulary import EQUAL, LONGEST
from twitchsearch.search.wording import wording

_ENOUGH_OF_TEN = 6
_LACKING = "lack low deficiency deficient shortage insufficient"
_THROUGHOUT = 3
_MOST_TEXT = 20_000  # code points of a section that are looked at
_SHORT = 2  # words: "overactive thyroid" is no remedy for the thyroid, "take fast sugar" is one for low blood sugar
_SENTENCE_END = re.compile(r"(?<=[.!?])\s+|\n")
_WHAT_IS = re.compile(r"what (?:is|are) (?:an? |the )?(?P<subject>[^?]{3,60})\?", re.IGNORECASE)
_AFTER_THE_SUBJECT = re.compile(r"\s*[:|•·«»]\s+|\s+[-–—]\s+|\s*\?\s+|\s*\|\s*")

Terms = frozenset[str]
Concept = frozenset[Terms]
"""A word of a question with all that means the same: it is there where all terms of one of them are."""


@dataclass(frozen=True, slots=True)
class Topic:
    """What a question is about, without the words that ask.

    `readings` are ways to read it: word by word, or with words together that the vocabulary knows together; one of
    them has to hold. `terms` are those it was put in; none of them: everything is meant. `head` is the thing itself,
    of which the others say more ("cramp" of "leg cramps at night"), or "".
    """

    readings: tuple[tuple[Concept, ...], ...]
    terms: Terms
    head: str = ""

    def is_subject(self, terms: Iterable[str]) -> bool:
        """Whether more than half of it is among the terms of a subject, or half with the thing itself."""
        known = frozenset(terms)
        return any(
            2 * _count(reading, known) >= len(reading) + (not self._has_head(reading, known))
            for reading in self.readings
        )

    def _has_head(self, reading: Iterable[Concept], known: Terms) -> bool:
        heads = [concept for concept in reading if any(self.head in each for each in concept)]
        return not heads or _count(heads, known) > 0

    def is_found(self, terms: Iterable[str]) -> bool:
        """Whether all of two words, 60 % of more, are among terms."""
        known = frozenset(terms)
        return any(_count(reading, known) >= _enough(len(reading)) for reading in self.readings)

    def is_touched(self, terms: Iterable[str]) -> bool:
        """Whether any of it is among terms."""
        known = frozenset(terms)
        return any(_count(reading, known) for reading in self.readings)


def _count(reading: Iterable[Concept], known: Terms) -> int:
    return sum(any(each <= known for each in concept) for concept in reading)


def _enough(size: int) -> int:
    return size if size <= 2 else -(-_ENOUGH_OF_TEN * size // 10)


def topic_of(query: Query, analyser: Analyser, vocabulary: Vocabulary) -> Topic:
    """What of a query an article must be about: its words, whatever operators join them, but none that are excluded."""
    text = " ".join(_texts(query))
    words = content_words(text)
    terms = analyser.terms(" ".join(words) if words else text)
    readings = dict.fromkeys(tuple(_concepts(terms, longest, analyser, vocabulary)) for longest in (1, LONGEST))
    named = content_words(_BEFORE_MORE.split(text)[0])
    before = [word for word in named if word not in _LACKING.split()] or named
    head = analyser.terms(before[-1]) if before else []
    return Topic(tuple(readings) if terms else (), frozenset(terms), head[-1] if head else "")


_BEFORE_MORE = re.compile(r"(?<=\w)\s+(?:at|in|on|of|from|during|after|before|when|while|with)\s", re.IGNORECASE)


def _concepts(terms: list[str], longest: int, analyser: Analyser, vocabulary: Vocabulary) -> Iterator[Concept]:
    """Terms as concepts: up to `longest` of them together where the vocabulary knows them so, with their equals."""
    lacking = frozenset(analyser.terms(_LACKING))
    at = 0
    while at < len(terms):
        runs = range(min(longest, len(terms) - at), 0, -1)
        sequences = (tuple(terms[at : at + run]) for run in runs)
        found = next((each for each in sequences if each in vocabulary), (terms[at],))
        same = [frozenset(analyser.terms(each.text)) for each in vocabulary.get(found, ()) if each.weight >= EQUAL]
        if len(found) == 1 and found[0] in lacking:
            same += [frozenset([each]) for each in lacking]  # low iron is iron deficiency
        yield frozenset([frozenset(found), *same])
        at += len(found)


class About:
    """Tells of one article whether what its sections say of a kind is said of the topic."""

    def __init__(self, topic: Topic, article: Article, kind: AnswerKind, analyser: Analyser) -> None:
        self._topic = topic
        self._kind = kind
        self._analyser = analyser
        self._article = article
        self._title = self._terms(article.facts.title)
        explained = (_WHAT_IS.match(section.heading) for section in article.sections)
        subjects = [self._main_subject(article.facts.title), *(each["subject"] for each in explained if each)]
        self._subject = self._terms(" ".join(subjects))
        after_for = _title_subject(article.facts.title).rpartition(" for ")[2]
        first, comma, _ = after_for.partition(", ")
        self._is_of_several = bool(comma) and not topic.is_touched(self._terms(first))

    def _main_subject(self, title: str) -> str:
        """What a title is about. Causes are those of the first of several things, where the topic is another one of
        them: "Pinched nerves, nerve damage and twitching" tells what pinches nerves."""
        subject = _title_subject(title)
        first = subject.split(", ")[0]
        other = content_words(first) and not self._topic.is_touched(self._terms(first))
        return " ".join(content_words(first if other and self._kind is SectionKind.CAUSES else subject))

    @cached_property
    def _throughout(self) -> Terms:
        """The topic's terms that stand in a third of the sections."""
        readings = self._topic.readings
        wanted = frozenset(term for reading in readings for concept in reading for each in concept for term in each)
        sections = self._article.sections
        found = Counter(term for section in sections for term in self._found(section.text, wanted))
        return frozenset(term for term, count in found.items() if _THROUGHOUT * count >= len(sections))

    def _found(self, text: str, wanted: Terms) -> Terms:
        return frozenset(each.term for each in self._analyser.places(text[:_MOST_TEXT], wanted))

    def __call__(self, section: Section, name: str, *, disputed: bool = False) -> bool:
        """Whether the topic is the subject where a section names something, and enough of it is found there.

        The subject is what the heading asks the kind of ("Causes of night cramps"), or else the headings above and the
        article's title. Found is what stands in the title, the headings, or a sentence with the thing itself, or
        throughout the article.
        """
        topic = self._topic
        if not topic.terms:
            return True
        if not topic.is_subject(self._subject_of(section, name)) or self._is_a_form_of_it(name):
            return False
        around = self._title | self._subject | self._terms(" ".join(section.heading_path))
        if topic.is_found(around):
            return True
        if disputed:
            return True  # what is said against a thing holds for every form of the topic
        near = around | self._near_the_head(section.text[:_MOST_TEXT])
        return topic.is_found(near) or topic.is_found(near | self._throughout)

    def is_under_it(self, section: Section) -> bool:
        """Whether a section's own heading is the topic, so that what stands below it is of the topic."""
        heading = self._terms(" ".join(content_words(section.heading)))
        return bool(self._topic.head) and self._topic.head in heading and self._topic.is_found(heading)

    def _near_the_head(self, text: str) -> Terms:
        """The terms of the sentences that have the topic's head: legs that are restless are no legs that cramp."""
        sentences = map(self._terms, _SENTENCE_END.split(text))
        return frozenset(chain.from_iterable(each for each in sentences if self._topic.head in each))

    def _is_a_form_of_it(self, name: str) -> bool:
        """Whether a name is the topic itself, or a form of it and no cause: "night cramps" are cramps."""
        words = content_words(name)
        terms = self._terms(" ".join(words))
        is_remedy = self._kind is SectionKind.REMEDIES
        if words and is_remedy and not self._topic.terms.isdisjoint(self._terms(_LACKING)):
            return False  # iron is what helps where iron is lacking
        if terms <= self._topic.terms and (not is_remedy or self._topic.head in terms or not words):
            return True
        first = content_words(_BEFORE_MORE.split(name)[0])
        is_form = bool(first) and self._topic.head in self._analyser.terms(first[-1])
        return is_form and (not is_remedy or len(name.split()) <= _SHORT)

    def _subject_of(self, section: Section, name: str) -> Terms | set[str]:
        named = set(content_words(name))
        headings = section.heading_path if len(section.heading_path) == 1 else section.heading_path[:-1]
        if section.heading.endswith("?"):
            headings = section.heading_path
        for heading in reversed(headings):
            words = [word for word in content_words(heading) if word not in wording().itself and word not in named]
            if words and asks_for(heading, self._kind):
                asked = self._terms(" ".join(words))
                if not self._topic.is_subject(asked) and self._kind is SectionKind.REMEDIES:
                    return self._subject_told(section)  # "How to use warmth", for what the title says
                return asked | self._subject if self._topic.head in asked & self._subject else asked
        above = self._terms(" ".join(" ".join(content_words(each)) for each in section.heading_path[:-1]))
        return self._subject_told(section) | above

    def _subject_told(self, section: Section) -> Terms:
        """The title's subject; of remedies for another thing first, none where a section does not say what for."""
        several = self._kind is SectionKind.REMEDIES and self._is_of_several
        said = self._terms(" ".join((*section.heading_path, section.text[:_MOST_TEXT])))
        return frozenset() if several and self._topic.head not in said else self._subject

    def _terms(self, text: str) -> Terms:
        return frozenset(self._analyser.terms(text))


def _title_subject(title: str) -> str:
    """What an article is about, going by its title: what stands before its first colon or dash."""
    return next((part for part in _AFTER_THE_SUBJECT.split(title) if content_words(part)), "")


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
