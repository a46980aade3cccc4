"""Where an article disputes a name instead of supporting it: "not a cause", "no evidence that", "avoid"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from twitchsearch.model import Span
from twitchsearch.model.answers import AnswerKind, Dispute
from twitchsearch.search.naming import Candidate
from twitchsearch.search.wording import wording


class Disputing(NamedTuple):
    """What is said, and where in the text; no place where a heading says it."""

    dispute: Dispute
    span: Span | None = None


_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\s|$)|\n|$)")
_AVOIDING = re.compile(
    r"^(?:avoid(?:ing)?|(?:do not|don['’]t|never)(?: (?:use|take|try|drink|eat))?|no|not|stay away from|steer clear of)"
    r"\s+",
    re.IGNORECASE,
)
_BACK_TO_IT = re.compile(r"^\W*(?:it|they|this|these|that|those|both)\b|\b(?:it|they|them|this|these)\b", re.IGNORECASE)
_ASIDE = re.compile(r"\b(?:although|but|though|however|while|yet)\b", re.IGNORECASE)


def disputed(candidate: Candidate, kind: AnswerKind) -> Disputing | None:
    """What the headings say against a name, or else its section (of a list: its own line); None where nothing does."""
    section = candidate.section
    return _of_headings(section.heading_path) or _of_text(section.text, candidate.name, kind, candidate.span)


def _of_headings(path: Sequence[str]) -> Disputing | None:
    """What a heading, or one above it, says of all that stands below."""
    for heading in path:
        for dispute, pattern in wording().disputing_headings:
            if pattern.search(heading):
                return Disputing(dispute)
    return None


def without_avoiding(name: str) -> str:
    """The name of what is to be avoided: "Avoid caffeine" is about caffeine."""
    return _AVOIDING.sub("", name).strip() or name


def _of_text(text: str, name: str, kind: AnswerKind, within: Span | None = None) -> Disputing | None:
    """What the sentences of a text say against the thing it is about; those of the line of `within` alone."""
    begin, end = (text.rfind("\n", 0, within.start) + 1, _line_end(text, within.end)) if within else (0, len(text))
    words = {word.lower()[:5] for word in re.findall(r"\w{4,}", name)}
    for sentence in _SENTENCE.finditer(text, begin, end):
        for dispute, pattern in wording().disputing_sentences[kind]:
            found = pattern.search(sentence[0])
            if found and _is_about(sentence[0], found, words):
                return Disputing(dispute, Span(sentence.start() + found.start(), sentence.start() + found.end()))
    return None


def _is_about(sentence: str, found: re.Match[str], words: set[str]) -> bool:
    """Whether what was found is said of the name: the sentence names it, or goes back to it, before any turn."""
    if _ASIDE.search(sentence[: found.start()]):
        return False
    named = any(word.lower()[:5] in words for word in re.findall(r"\w{4,}", sentence))
    return named or bool(_BACK_TO_IT.search(sentence)) or not sentence[: found.start()].strip()


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
