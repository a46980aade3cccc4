"""The one warning of an answer: an article's own words, the most urgent among what was found, with their source."""

from __future__ import annotations

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from twitchsearch.model import Article, ArticleFacts, Results, SearchRequest, Section, Sign, Urgency
from twitchsearch.text import guard

NOTICE = "General information, not medical advice."


@dataclass(frozen=True, slots=True)
class Answer:
    """What is rendered. `best` is the whole article of the first hit, for its warning signs; None where not read."""

    request: SearchRequest
    results: Results
    best: Article | None = None


def most_urgent(signs: Iterable[Sign]) -> Sign | None:
    """The first of the most urgent signs."""
    return min(signs, key=_order, default=None)


def care_line(answer: Answer) -> str:
    """The most urgent sign that the hits or the article of the first one name, or "": silence is no reassurance."""
    found = min(_quotations(answer), key=lambda quoted: _order(quoted[0]), default=None)
    if found is None:
        return ""
    sign, facts = found
    return f"{sign.urgency.value.upper()}: “{_line(sign.text)}” ({_line(facts.title)}, {_line(facts.site)})"


def _quotations(answer: Answer) -> Iterator[tuple[Sign, ArticleFacts]]:
    if answer.best is not None:
        for section in answer.best.sections:
            yield from _signs(section, answer.best.facts)
    for hit in answer.results.hits:
        yield from _signs(hit.section, hit.article)


def _signs(section: Section, facts: ArticleFacts) -> Iterator[tuple[Sign, ArticleFacts]]:
    return ((sign, facts) for sign in section.signs)


def _order(sign: Sign) -> int:
    return list(Urgency).index(sign.urgency)


def _line(text: str) -> str:
    return guard(text.replace("\n", " "))
