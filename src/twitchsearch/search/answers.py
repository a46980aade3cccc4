"""Answers over articles: what causes or remedies they name, which of them, and how many. The only way to that table.

All articles that match the question are read, not only its best sections. In each, what stands under headings of the
kind is named (`search.naming`), if it is said of what the question is about (`search.subjects`); names that mean the
same are one row (`search.sameness`), articles that repeat each other count once (`search.copies`), and what an article
denies or advises against is kept apart (`search.disputes`). The order is one of relevance alone.
"""

from __future__ import annotations

import re
from collections import Counter, defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from functools import cached_property
from itertools import islice
from typing import NamedTuple

from twitchsearch.model import (
    Article,
    Copies,
    Count,
    Grouping,
    Results,
    SearchRequest,
    Section,
    Snippet,
    SnippetShape,
    Span,
    Window,
)
from twitchsearch.model.answers import AnswerKind, Answers, Dispute, Disputed, Named
from twitchsearch.search.analysis import Analyser, analyser
from twitchsearch.search.copies import copies
from twitchsearch.search.disputes import Disputing
from twitchsearch.search.limits import LIMITS, Deadline
from twitchsearch.search.mending import meant
from twitchsearch.search.mentions import mentions
from twitchsearch.search.naming import parts_of
from twitchsearch.search.plan import Term
from twitchsearch.search.sameness import Meaning, Sameness, rows_of
from twitchsearch.search.seam import Searcher
from twitchsearch.search.snippets import Highlighter
from twitchsearch.search.subjects import About
from twitchsearch.search.tellings import Mention
from twitchsearch.search.topics import Topic, topic_of

MOST_ARTICLES = 200
"""How many of the articles that match are read, the best first."""

_SPOKEN = re.compile(r"(?:you|we|they|he|she|it)\b", re.IGNORECASE)
"""How a name begins that is a whole sentence: a row bears it where no other is there."""

_FEW = 3
"""Rows with which a table is so short that what is said of the topic more broadly says more."""

_LONGEST_EXCERPT = 200
_MOST_NAMES = 300  # of one article: a page of nothing but names must not take minutes


class _Told(NamedTuple):
    """An article, and all that it names of the kind."""

    article: Article
    mentions: list[Mention]


@dataclass(frozen=True, slots=True)
class _Naming:
    """One place where an article names something; `rank` is the article's, from 0.

    `called` is what of the name is the row's: all of it, or the part it is there for.
    """

    name: str
    article: Article
    rank: int
    section: Section
    span: Span | None
    disputing: Disputing | None
    called: str = ""


def answers(searcher: Searcher, request: SearchRequest, kind: AnswerKind, language: Analyser | None = None) -> Answers:
    """The table of the causes or remedies that articles matching `request` name, and the ranked sections of the kind.

    The request's filters hold, but for `filters.kinds`; its window and snippets are those of the ranked sections; its
    timeout is for all of it. At most `MOST_ARTICLES` articles are read. `language` analyses as the index does (default:
    English). Raises what `Searcher.search` raises.
    """
    language = language or analyser()
    deadline = Deadline(LIMITS.timeout if request.timeout is None else request.timeout)
    matching = searcher.search(replace(_for_articles(request), timeout=deadline.left()))
    of_kind = replace(request, filters=replace(request.filters, kinds=frozenset({kind})))
    ranked = searcher.search(replace(of_kind, timeout=deadline.left()))
    asked = meant(request, matching)
    topic = topic_of(asked.query, language, request.vocabulary, (hit.article.title for hit in matching.hits))
    told = list(_read(searcher, matching, kind, deadline))
    in_time = len(told) == len(matching.hits)
    table, wider = _Table(topic, asked, kind, language).filled(told), ""
    if topic.name and len(table.rows) < _FEW:
        broad = _Table(topic.broader, asked, kind, language).filled(told)
        table, wider = (broad, topic.name) if len(broad.rows) > len(table.rows) else (table, "")
    return Answers(
        kind=kind,
        rows=table.rows,
        disputed=table.disputed,
        results=_with_time(ranked, matching, in_time=in_time),
        articles=Count(len(told), exact=in_time and len(told) < MOST_ARTICLES and not matching.timed_out),
        copies=len(told) - len({each.article.facts.counts_as for each in told}),
        wider=wider,
    )


def _read(searcher: Searcher, matching: Results, kind: AnswerKind, deadline: Deadline) -> Iterator[_Told]:
    """What the articles that match name, the best first, as far as there is time."""
    for hit in matching.hits:
        if deadline.passed():
            return
        article = searcher.article(hit.article.id)
        yield _Told(article, list(islice(mentions(article, kind), _MOST_NAMES)))


def _for_articles(request: SearchRequest) -> SearchRequest:
    return replace(
        request,
        filters=replace(request.filters, kinds=frozenset()),
        grouping=Grouping.ARTICLE,
        copies=Copies.SHOWN,
        window=Window(0, MOST_ARTICLES),
        snippets=SnippetShape(0),
    )


def _with_time(ranked: Results, matching: Results, *, in_time: bool) -> Results:
    timed_out = ranked.timed_out or matching.timed_out or not in_time
    return replace(ranked, took=ranked.took + matching.took, timed_out=timed_out)


class _Table:
    """Finds what articles name, and makes rows of it."""

    def __init__(self, topic: Topic, request: SearchRequest, kind: AnswerKind, language: Analyser) -> None:
        self._kind = kind
        self._topic = topic
        self._sameness = Sameness(language, kind, self._topic.terms, request.vocabulary)
        self._language = language
        self._namings: list[_Naming] = []

    def filled(self, told: Iterable[_Told]) -> _Table:
        """The table with what these articles name, the best first."""
        for rank, (article, named) in enumerate(told):
            self._namings += self._of_article(article, named, rank)
        return self

    def _of_article(self, article: Article, named: Iterable[Mention], rank: int) -> Iterator[_Naming]:
        is_about = About(self._topic, article, self._kind, self._language)
        for each in named:
            if is_about.is_said_against_it(each) if each.disputing else is_about.is_said_of_it(each):
                yield _Naming(self._without_topic(each.name), article, rank, each.section, each.span, each.disputing)

    def _without_topic(self, name: str) -> str:
        """A name without what it is for, where that is the question: "acupuncture for cramps"."""
        before, link, after = name.partition(" for ")
        return before if link and self._topic.terms & set(self._language.terms(after)) else name

    @cached_property
    def rows(self) -> tuple[Named, ...]:
        groups = [self._supporting(meaning, namings) for meaning, namings in self._groups.items()]
        return tuple(self._named(each) for each in sorted(filter(None, groups), key=_relevance))

    @cached_property
    def disputed(self) -> tuple[Disputed, ...]:
        groups = sorted(self._against.values(), key=_relevance)
        return tuple(Disputed(self._named(each), _dispute(each)) for each in groups)

    @cached_property
    def _groups(self) -> dict[Meaning, list[_Naming]]:
        return self._grouped([each for each in self._namings if each.disputing is None])

    @cached_property
    def _against(self) -> dict[Meaning, list[_Naming]]:
        return self._grouped([each for each in self._namings if each.disputing is not None])

    def _supporting(self, meaning: Meaning, namings: Sequence[_Naming]) -> list[_Naming]:
        """Those of articles that say nothing against it; none of what any of them says to avoid."""
        against = self._against.get(meaning, [])
        if any(each.disputing and each.disputing.dispute is Dispute.AVOID for each in against):
            return []
        doubting = {each.article.facts.counts_as for each in against}
        return [each for each in namings if each.article.facts.counts_as not in doubting and self._may_stand(each)]

    def _may_stand(self, naming: _Naming) -> bool:
        """Whether not all parts of a name are disputed by themselves, and one to be avoided: "quinine, tonic water"."""
        parts = frozenset(map(self._sameness.of, parts_of(naming.called)))
        disputed, avoided = self._disputed_alone
        return parts.isdisjoint(avoided) or not parts <= disputed

    @cached_property
    def _disputed_alone(self) -> tuple[frozenset[Meaning], frozenset[Meaning]]:
        """What names mean that are disputed, and those of them that are to be avoided."""
        against = [(self._sameness.of(each.name), each.disputing) for each in self._namings if each.disputing]
        avoided = frozenset(meaning for meaning, disputing in against if disputing.dispute is Dispute.AVOID)
        return frozenset(meaning for meaning, _ in against), avoided

    def _grouped(self, namings: Sequence[_Naming]) -> dict[Meaning, list[_Naming]]:
        users: dict[str, set[str]] = defaultdict(set)
        for each in namings:
            users[each.name].add(each.article.id)
        rows = rows_of(users, self._sameness)
        groups: dict[Meaning, list[_Naming]] = defaultdict(list)
        for each in namings:
            for meaning, called in rows[each.name]:
                groups[meaning].append(replace(each, called=called))
        return groups

    def _named(self, namings: Sequence[_Naming]) -> Named:
        voices = _voices(namings)
        names = Counter(_shown(each.called) for each in voices)
        name = min(names, key=lambda each: (bool(_SPOKEN.match(each)), -names[each], len(each), each))
        best = namings[0]
        others = dict.fromkeys(_shown(each.name) for each in namings)
        return Named(
            name=name,
            also=tuple(each for each in others if each.casefold() != name.casefold()),
            articles=len({each.article.id for each in voices}),
            sites=len({each.article.facts.site for each in voices}),
            newest=max(filter(None, (each.article.facts.updated for each in namings)), default=None),
            excerpt=self._excerpt(best),
            section_id=best.section.id,
            section_ids=tuple(dict.fromkeys(each.section.id for each in namings)),
        )

    def _excerpt(self, naming: _Naming) -> Snippet:
        text = naming.section.text
        marked = naming.disputing.span if naming.disputing and naming.disputing.span else naming.span
        if marked is not None:
            return _around(text, marked)
        terms = self._topic.terms | self._sameness.of(naming.name).terms
        shown = Highlighter(self._language, map(Term, sorted(terms))).snippets(text, SnippetShape(1, _LONGEST_EXCERPT))
        return shown[0] if shown else Snippet("", whole=True)


def _voices(namings: Sequence[_Naming]) -> list[_Naming]:
    """The best naming of each article that is no copy of another, whole or in the section that names."""
    first: dict[str, _Naming] = {}
    for each in namings:
        first.setdefault(each.article.facts.counts_as, each)
    kept = list(first.values())
    repeated = copies([each.section.text for each in kept])
    return [each for number, each in enumerate(kept) if repeated[number] == number]


def _relevance(namings: Sequence[_Naming]) -> tuple[float, int, int]:
    """By the ranks of all articles that name it, the best weighing most; then by the first place."""
    ranks = {each.article.facts.counts_as: each.rank for each in reversed(namings)}
    return -sum(1 / (10 + rank) for rank in ranks.values()), namings[0].rank, namings[0].section.ordinal


def _dispute(namings: Sequence[_Naming]) -> Dispute:
    return next(each.disputing.dispute for each in namings if each.disputing)


def _shown(name: str) -> str:
    return name[:1].upper() + name[1:]


def _around(text: str, span: Span) -> Snippet:
    """The passage around a place: its line, cut between words where it is too long."""
    start = text.rfind("\n", 0, span.start) + 1
    end = text.find("\n", span.end)
    end = len(text) if end < 0 else end
    if end - start > _LONGEST_EXCERPT:
        room = max(0, _LONGEST_EXCERPT - (span.end - span.start))
        start = max(start, _word_start(text, max(start, span.start - room // 2), span.start))
        end = min(end, start + max(_LONGEST_EXCERPT, span.end - start))
        if end < len(text) and not text[end].isspace():
            end = max(span.end, text.rfind(" ", start, end))
    marks = Span(span.start - start, span.end - start)
    return Snippet(text[start:end], (marks,), start, whole=start == 0 and end == len(text))


def _word_start(text: str, place: int, latest: int) -> int:
    if place == 0 or text[place - 1].isspace():
        return place
    space = text.find(" ", place, latest)
    return latest if space < 0 else space + 1
