"""What sentences deny: which names they say are no cause, do not help or are to be avoided."""

from __future__ import annotations

import re
from collections.abc import Iterator
from typing import NamedTuple

from twitchsearch.model import Span
from twitchsearch.model.answers import AnswerKind, Dispute
from twitchsearch.search.enumerations import names_of, sentences
from twitchsearch.search.wording import wording

_VERBS = "is|are|was|were|has|have|had|can|may|might|will|does|do|did"
_TURNS = re.compile(
    rf"^\W*(?P<names>[^,;:.]{{2,80}}?) (?:{_VERBS}|gets?|seems?|sounds?|sells?)\b[^;:]{{2,120}}?"
    r"[,;]? (?:but|though|although|yet|however|and|so)\b(?P<clause>.+)$",
    re.IGNORECASE,
)
_SUBJECT = re.compile(
    rf"^\W*(?P<names>[^,;:.]{{2,60}}?)(?:, [^,;:.]{{3,60}},)?"
    rf" (?:{_VERBS}|should|must|need|hides?|costs?|tastes?|works?|makes?)\b",
    re.IGNORECASE,
)
_OF_IT = re.compile(r"\b(?:it|they|them|this|these|that they|such)\b", re.IGNORECASE)


class Denied(NamedTuple):
    """A name, where it stands in the text, and what is said against it."""

    name: str
    span: Span
    dispute: Dispute


def denied(text: str, kind: AnswerKind) -> Iterator[Denied]:
    """What sentences say is none, does nothing, or is to be avoided: in so many words, or after a turn ("Gripe water
    is popular, but there is no evidence that it helps")."""
    for sentence in sentences(text):
        yield from _outright(sentence, kind) or _after_a_turn(sentence, kind)


_AS_WELL = re.compile(
    r"^\W*(?:the same (?:goes|is true|holds|can be said) (?:for|of)|(?:neither|nor) (?:do|does|did))"
    r" (?P<names>[^,;:.]{2,60})$",
    re.IGNORECASE,
)


def subjects(text: str) -> Iterator[tuple[str, Span]]:
    """What sentences are about, where they begin with a short name for it, and its place."""
    for sentence in sentences(text):
        if found := _AS_WELL.match(sentence[0]) or _SUBJECT.match(sentence[0]):
            yield from names_of(found["names"], sentence.start() + found.start("names"), whole=True)


def _outright(sentence: re.Match[str], kind: AnswerKind) -> list[Denied]:
    if not wording().denying[kind].search(sentence[0]):
        return []
    denials: dict[Span, Denied] = {}
    for dispute, pattern in wording().denials[kind]:
        if found := pattern.search(sentence[0]):
            for each in _named(sentence, found, dispute):
                denials.setdefault(each.span, each)
    return list(denials.values())


def _after_a_turn(sentence: re.Match[str], kind: AnswerKind) -> list[Denied]:
    turn = _TURNS.match(sentence[0])
    if turn is None or not _OF_IT.search(turn["clause"]):
        return []
    for dispute, pattern in wording().disputing_sentences[kind]:
        if pattern.search(turn["clause"]):
            return _named(sentence, turn, dispute)
    return []


def _named(sentence: re.Match[str], found: re.Match[str], dispute: Dispute) -> list[Denied]:
    names = names_of(found["names"], sentence.start() + found.start("names"), whole=True)
    return [Denied(name, span, dispute) for name, span in names]
