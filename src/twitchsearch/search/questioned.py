"""Questions in headings whether a thing is a cause or a remedy ("Can coffee cause it?"), and how their texts answer."""

from __future__ import annotations

import re
from functools import cache
from typing import NamedTuple

from twitchsearch.model import Section, SectionKind, Span
from twitchsearch.model.answers import AnswerKind, Dispute
from twitchsearch.search.disputes import Disputing, of_text
from twitchsearch.search.naming import bare, fits
from twitchsearch.search.wording import wording


class Question(NamedTuple):
    """The thing that a heading asks about; `openly`: it does not say whether as a cause or a remedy, or of what."""

    name: str
    openly: bool


def asked(heading: str, kind: AnswerKind) -> Question | None:
    """The question in a heading; None where it is another one, or asks about nothing."""
    found = _questions(kind).match(heading)
    if found is None:
        return None
    return Question(
        bare(found["name"] or found["of"] or found["alone"] or found["bare"] or ""), openly=not found["name"]
    )


def answered(question: Question, section: Section, kind: AnswerKind, *, is_meant: bool) -> bool:
    """Whether the question names a thing, and an open one (`is_meant` for the kind) is answered with a yes or a no."""
    name, text = question.name, section.text
    if not fits(name) or name.lower() in _PRONOUNS:
        return False
    disputed = of_text(text, name, kind) is not None
    if not question.openly:
        return True
    return disputed if not is_meant else bool(_NO.match(text) or _YES.match(text) or disputed)


def refusal(question: Question, text: str, kind: AnswerKind) -> Disputing | None:
    """What the text says against it: it begins with a no, or says so later on."""
    if _NO.match(text):
        dispute = Dispute.NOT_A_CAUSE if kind is SectionKind.CAUSES else Dispute.NO_HELP
        end = min(place for place in (text.find("."), len(text)) if place >= 0)
        return Disputing(dispute, Span(0, end))
    return of_text(text, question.name, kind)


@cache
def _questions(kind: AnswerKind) -> re.Pattern[str]:
    """A question whether something is of the kind, its name in `name`, in `of` where it is asked of what follows from
    it, or in `alone` where it says no more, or in `bare` where that is all: "Magnets?"."""
    auxiliary = r"(?:is|are|was|were|do|does|did|can|could|may|might|will|would|should)"
    number = r"^\W*(?:\d+[.)])?\s*"
    because = r"(?:it|this|that) (?:be )?(?:really )?(?:because of |due to |caused by |from )?"
    alone = {
        SectionKind.CAUSES: rf"(?:is|could|can|may|might) {because}(?P<alone>[^?]{{3,60}})\?",
        SectionKind.REMEDIES: r"what about (?:the )?(?P<alone>[^?]{3,60})\?",
    }
    passive = {
        SectionKind.CAUSES: r"(?:caused|triggered|brought on|set off)",
        SectionKind.REMEDIES: r"(?:helped|eased|relieved|cured|treated)",
    }
    verbs = wording().verbs[kind]
    of = rf"{auxiliary} [^?]{{3,60}}? (?:(?:be|really|also) )*{passive[kind]} by (?P<of>[^?]{{3,60}})\?"
    asked = rf"{auxiliary} (?:really )?(?P<name>(?!it |this |that ).+?) (?:(?:also|really|actually|be) )*{verbs}\b.*"
    return re.compile(rf"{number}(?:{of}|{asked}|{alone[kind]}|{_BARE})$", re.IGNORECASE)


_BARE = (
    r"(?P<bare>(?![^?]*\b(?:what|why|how|when|where|who|whom|whose|which|is|are|was|were|do|does|did|can|could|may|might|will"
    r"|would|should|has|have|had|am|any|other|more|anything|still|need|want|worried|got|ready|looking|you|i|it)\b)[^?,:]{3,40})\?"
)
_NO = re.compile(
    r"^\W*(?:no\b|not\b|probably not|unlikely|hardly|never|(?:very )?rarely|seldom|there is (?:no|little)"
    r"|it (?:does|is|can|will|has)(?: not|n['’]t|not)|they (?:do|are|can|will|have)(?: not|n['’]t|not))",
    re.IGNORECASE,
)
_YES = re.compile(r"\W*(?:yes|certainly|indeed|sometimes|often|it (?:can|may|does|might))\b", re.IGNORECASE)
_PRONOUNS = frozenset({"it", "they", "this", "that", "these", "anything", "something", "i", "you", "there"})
