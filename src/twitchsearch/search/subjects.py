"""What a question about causes or remedies is about, and whether a section is about the same."""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twitchsearch.model import (
    AllOf,
    AnyOf,
    ArticleFacts,
    Boost,
    InField,
    Phrase,
    Query,
    Required,
    Section,
    Synonyms,
    Word,
    Words,
)
from twitchsearch.model.answers import AnswerKind
from twitchsearch.search.analysis import Analyser
from twitchsearch.search.naming import asks_for, content_words

_ENOUGH_OF_TEN = 6
_AFTER_THE_SUBJECT = re.compile(r"\s*[:|•·«»]\s+|\s+[-–—]\s+|\s*\?\s+|\s*\|\s*")


@dataclass(frozen=True, slots=True)
class Topic:
    """The terms of a question without the words that ask; none of them: about everything."""

    terms: frozenset[str]


def topic_of(query: Query, analyser: Analyser) -> Topic:
    """What of a query a section must be about: its words, whatever operators join them, but none that are excluded."""
    text = " ".join(_texts(query))
    words = content_words(text)
    return Topic(frozenset(analyser.terms(" ".join(words) if words else text)))


def is_about(topic: Topic, section: Section, facts: ArticleFacts, kind: AnswerKind, analyser: Analyser) -> bool:
    """Whether what a section says of its kind is said of the topic.

    Half of the topic's terms must be the subject: what the heading that asks for the kind asks it of ("Causes of night
    cramps"), or else the headings above, or the article's title. All of two, 60 % of more, must be found in all of it.
    """
    if not topic.terms:
        return True
    subject = topic.terms & set(analyser.terms(" ".join(_subject(section, facts, kind, analyser))))
    if 2 * len(subject) < len(topic.terms):
        return False
    everywhere = " ".join((facts.title, *section.heading_path, section.text))
    found = len(topic.terms & set(analyser.terms(everywhere)))
    return found >= (len(topic.terms) if len(topic.terms) <= 2 else -(-_ENOUGH_OF_TEN * len(topic.terms) // 10))


def _subject(section: Section, facts: ArticleFacts, kind: AnswerKind, analyser: Analyser) -> list[str]:
    title = _title_subject(facts.title)
    above = section.heading_path[:-1] if len(section.heading_path) > 1 else section.heading_path
    for depth in range(len(above) - 1, -1, -1):
        if asks_for(above[depth], kind):
            asked = content_words(above[depth])
            if not asked:
                continue
            if set(analyser.terms(" ".join(asked))) & set(analyser.terms(" ".join(title))):
                return asked
            return asked + title
    return [*title, *(word for heading in section.heading_path[:-1] for word in content_words(heading))]


def _title_subject(title: str) -> list[str]:
    """What an article is about, going by its title: what stands before its first colon or dash."""
    for part in _AFTER_THE_SUBJECT.split(title):
        words = content_words(part)
        if words:
            return words
    return []


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
