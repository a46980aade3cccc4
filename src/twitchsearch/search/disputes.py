"""Where an article disputes a name instead of supporting it: "not a cause", "no evidence that", "avoid"."""

from __future__ import annotations

import re
from collections.abc import Sequence
from typing import NamedTuple

from twitchsearch.model import SectionKind, Span
from twitchsearch.model.answers import AnswerKind, Dispute
from twitchsearch.search.cells import is_row
from twitchsearch.search.wording import wording


class Disputing(NamedTuple):
    """What is said, and where in the text; no place where a heading says it."""

    dispute: Dispute
    span: Span | None = None

    def moved(self, by: int) -> Disputing:
        """The same in a longer text that begins so much before."""
        return self._replace(span=self.span and Span(self.span.start + by, self.span.end + by))


_SENTENCE = re.compile(r"[^.!?\n]+(?:[.!?]+(?=\s|$)|\n|$)")
_AVOIDING = re.compile(
    r"^(?:avoid(?:ing)?|(?:do not|don['’]t|never)(?: (?:use|take|try|drink|eat))?|no|not|stay away from|steer clear of)"
    r"\s+",
    re.IGNORECASE,
)
_USING = re.compile(
    r"^(?:keep|use|try|take|wear|drink|eat|buy)\s+(?P<thing>.+?)(?:\s+(?:for|when|if|in|on|at)\s.*)?$", re.IGNORECASE
)
_BACK_TO_IT = re.compile(r"\b(?:it|they|them|this|these|those|both)\b", re.IGNORECASE)
_GOES_BACK = re.compile(
    r"\W*(?:(?:but|yet|still|however),? )?"
    r"(?:it|they|this|these|both|neither|none|no|(?:the |good )?(?:evidence|stud(?:y|ies)|research|trials))\b",
    re.IGNORECASE,
)
_BOUNDARY = re.compile(r"[,;:()]|\b(?:but|and|though|although|while|so|because|since|yet)\b", re.IGNORECASE)
_NEAR = 40  # code points behind what disputes, in which what it is about may stand
_IN_SOME_CASES = re.compile(
    r"\W*(?:if|when|where|unless|while|during|in|on|for (?:long|more|children))\b", re.IGNORECASE
)
_FLATLY = frozenset({"ineffective", "useless"})  # of which "in" goes on to say against what: "ineffective in gout"
_IN_SOME_OF_THEM = re.compile(
    r"\W*(?:if|when|where|unless|while|during"
    r"|(?:in|for) (?:some|many|most|severe|mild|children|adults|people|older|long|more))\b",
    re.IGNORECASE,
)
_RESEARCH = re.compile(
    r"\s*(?:(?:the|good|large|most|recent|several) )*(?:trials?|stud(?:y|ies)|research|reviews?)\b", re.IGNORECASE
)
_ON_CONDITION = re.compile(r"\b(?:if|when|unless|until|where|in case|whether)\b", re.IGNORECASE)
_OF_KIND = {
    SectionKind.CAUSES: {Dispute.NOT_A_CAUSE, Dispute.NO_EVIDENCE},
    SectionKind.REMEDIES: {Dispute.NO_HELP, Dispute.NO_EVIDENCE, Dispute.AVOID},
}


def of_headings(path: Sequence[str], kind: AnswerKind) -> Disputing | None:
    """What a heading, or one above it, says against all that stands below as things of the kind."""
    for heading in path:
        for dispute, pattern in wording().disputing_headings:
            if dispute in _OF_KIND[kind] and pattern.search(heading):
                return Disputing(dispute)
    return None


def without_avoiding(name: str) -> str:
    """The name of what is to be avoided: "Avoid caffeine" is about caffeine."""
    return _AVOIDING.sub("", name).strip() or name


def without_using(name: str) -> str:
    """The thing that a name says to use, and what for: "Keep sports drinks for long efforts" is about sports drinks."""
    found = _USING.match(name)
    return found["thing"] if found else name


def of_text(text: str, name: str, kind: AnswerKind, within: Span | None = None) -> Disputing | None:
    """What the sentences of a text say against the thing it is about; those of the line of `within` alone."""
    begin, end = (text.rfind("\n", 0, within.start) + 1, _line_end(text, within.end)) if within else (0, len(text))
    words = {word.lower()[:5] for word in re.findall(r"\w{4,}", name)}
    for sentence in _SENTENCE.finditer(text, begin, end):
        if within is None and is_row(sentence[0].rstrip("\n")):
            continue  # which is about what its first cell names
        for dispute, pattern in wording().disputing_sentences[kind]:
            found = pattern.search(sentence[0])
            of_it = within is None and dispute is Dispute.NO_EVIDENCE  # what a whole section says no evidence is for
            if found and (of_it or _is_about(sentence[0], found, words)):
                return Disputing(dispute, Span(sentence.start() + found.start(), sentence.start() + found.end()))
    return None


def of_sentence(text: str, name: str, kind: AnswerKind, place: int) -> Disputing | None:
    """What the sentence at a place of running text says against a name in it, or one behind that goes back to it."""
    begin = text.rfind("\n", 0, place) + 1
    for sentence in _SENTENCE.finditer(text, begin, _line_end(text, place)):
        if sentence.end() <= place:
            continue
        if sentence.start() > place and not _GOES_BACK.match(sentence[0]):
            return None
        if disputing := of_text(sentence[0].rstrip("\n"), name, kind, Span(0, 0)):
            return disputing.moved(sentence.start())
    return None


def of_part(text: str, name: str, kind: AnswerKind) -> Disputing | None:
    """What is said against one of the things that a text is about, in a sentence that begins with it."""
    for sentence in _SENTENCE.finditer(text):
        if sentence[0].lstrip().lower().startswith(name.lower()):
            for dispute, pattern in wording().disputing_sentences[kind]:
                if found := pattern.search(sentence[0]):
                    return Disputing(dispute, Span(sentence.start() + found.start(), sentence.start() + found.end()))
    return None


def _is_about(sentence: str, found: re.Match[str], words: set[str]) -> bool:
    """Whether what was found is said of the name, and without a condition: its clause names it, goes back to it, or has
    no other subject."""
    after = _BOUNDARY.split(sentence[found.end() :])[0][:_NEAR]
    some_cases = _IN_SOME_OF_THEM if found[0].lower() in _FLATLY else _IN_SOME_CASES
    if _ON_CONDITION.search(sentence[: found.start()].rpartition(";")[2]) or some_cases.match(sentence, found.end()):
        return False
    before = _BOUNDARY.split(sentence[: found.start()])[-1]
    clause = f"{before}{found[0]}{after}"
    named = any(word.lower()[:5] in words for word in re.findall(r"\w{4,}", f"{before} {after}"))
    said_of_all = not before.strip() or bool(_RESEARCH.match(before))
    return named or said_of_all or bool(_BACK_TO_IT.search(clause))


def _line_end(text: str, place: int) -> int:
    end = text.find("\n", place)
    return len(text) if end < 0 else end
