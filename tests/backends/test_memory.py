"""The reference against the formula: every score worked out again, the long way, from tokens and the plan's words."""

from __future__ import annotations

import math
import threading
from collections import Counter
from collections.abc import Iterable, Iterator
from itertools import pairwise, product

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.backends.strategies import an_article, ask, build, name, some_articles, some_requests
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.errors import WriterBusy
from twitchsearch.model import (
    Article,
    Catalogue,
    Copies,
    Count,
    DateRange,
    Everything,
    Grouping,
    KindIs,
    Relaxation,
    SearchRequest,
    SiteIs,
    Sort,
    TextField,
    no_progress,
)
from twitchsearch.search.analysis import analyser
from twitchsearch.search.plan import Bool, Group, Leaf, Node, Plan, Sequence, Term
from twitchsearch.search.planner import plan

ENGLISH = analyser()


class Oracle:
    """Every section as lists of terms, a hole (None) where a gap is; and nothing clever."""

    def __init__(self, articles: list[Article], request: SearchRequest) -> None:
        self.request = request
        self.sections = [(article.facts, section) for article in articles for section in article.sections]
        self.fields: list[dict[TextField, list[str | None]]] = [
            {
                TextField.TITLE: [*ENGLISH.terms(facts.title)],
                TextField.HEADING: self._path(section.heading_path),
                TextField.TEXT: [*ENGLISH.terms(section.text)],
            }
            for facts, section in self.sections
        ]

    @staticmethod
    def _path(path: tuple[str, ...]) -> list[str | None]:
        terms: list[str | None] = []
        for part in path:
            own = ENGLISH.terms(part)
            terms += [*[None] * 10 * bool(terms and own), *own]
        return terms

    def words_from(self, prefix: str) -> Iterator[tuple[str, int]]:
        counts: dict[str, int] = {}
        for facts, section in self.sections:
            text = "\n".join((facts.title, *section.heading_path, section.text))
            for spelling in {text[token.start : token.end] for token in ENGLISH.tokens(text)}:
                word = ENGLISH.fold(spelling)
                counts[word] = counts.get(word, 0) + 1
        return iter(sorted((word, count) for word, count in counts.items() if word.startswith(prefix)))

    def tf(self, leaf: Leaf, number: int, field: TextField) -> float:
        terms = self.fields[number][field]
        match leaf:
            case Term(term):
                return terms.count(term)
            case Sequence(wanted, offsets, slop):
                places = [[at for at, term in enumerate(terms) if term == each] for each in wanted]
                starts = set()
                for chain in product(*places):
                    exact = all(at == chain[0] + offset for at, offset in zip(chain, offsets, strict=True))
                    rising = all(a < b for a, b in pairwise(chain))
                    near = chain[-1] <= chain[0] + offsets[-1] + slop
                    if exact or (slop and rising and near):
                        starts.add(chain[0])
                return len(starts)
            case Group(members):
                return sum(weight * self.tf(member, number, field) for member, weight in members)

    def occurs(self, leaf: Leaf, number: int) -> bool:
        return any(self.tf(leaf, number, field) for field in leaf.fields)

    def df(self, leaf: Leaf) -> int:
        if isinstance(leaf, Group):
            return max(self.df(member) for member, _ in leaf.members)
        return sum(self.occurs(leaf, number) for number in range(len(self.sections)))

    def average(self, field: TextField) -> float:
        return sum(len([t for t in each[field] if t]) for each in self.fields) / len(self.fields)

    def leaf_score(self, leaf: Leaf, number: int) -> float:
        x = 0.0
        for field in leaf.fields:
            weight = {"title": self.request.ranking.title, "heading": self.request.ranking.heading}.get(
                field.value, self.request.ranking.text
            )
            length = len([term for term in self.fields[number][field] if term])
            if tf := self.tf(leaf, number, field):
                x += weight.weight * tf / (1 - weight.b + weight.b * length / self.average(field))
        df, sections = self.df(leaf), len(self.sections)
        idf = math.log(1 + (sections - df + 0.5) / (df + 0.5))
        return leaf.boost * idf * (x / (x + self.request.ranking.k1) if x else 0.0)

    def told(self, nodes: Iterable[Node]) -> float:
        leaves = [node for node in nodes if isinstance(node, Leaf)]
        n = len(self.sections)
        found = [(leaf.boost, self.df(leaf)) for leaf in leaves]
        return sum(boost * math.log(1 + (n - df + 0.5) / (df + 0.5)) for boost, df in found if df)

    def final(self, planned: Plan, number: int, score: float) -> float:
        section, ranking = self.sections[number][1], self.request.ranking
        weights = dict(section.kind_weights) or {section.kind: float(section.kind != "other")}
        surely = max((round(255 * weights.get(kind, 0.0)) / 255 for kind in planned.wish), default=0.0)
        first = bool(planned.together) and all(self.occurs(leaf, number) for leaf in planned.together)
        score *= ranking.aside if section.heading == "See also" else 1.0
        return score * (1 + ranking.lift * surely) + first * ranking.together * self.told(planned.together)

    def score(self, node: Node, number: int) -> float | None:
        facts, section = self.sections[number]
        match node:
            case Term() | Sequence() | Group():
                return self.leaf_score(node, number) if self.occurs(node, number) else None
            case Bool(must, should, must_not, minimum, share, bonus):
                required = [self.score(each, number) for each in must]
                optional = [each for child in should if (each := self.score(child, number)) is not None]
                wrong = [child for child in must_not if self.score(child, number) is not None]
                matching = [child for child in should if self.score(child, number) is not None]
                enough = len(optional) >= minimum and (bool(optional) or bool(must) or minimum > 0 or not should)
                enough = enough and self.told(matching) >= share * self.told(should)
                if wrong or not enough or any(each is None for each in required):
                    return None
                extra = [each for child in bonus if (each := self.score(child, number)) is not None]
                return math.fsum([each for each in required if each is not None] + optional + extra)
            case KindIs(kind):
                return 0.0 if section.kind == kind else None
            case SiteIs(site):
                return 0.0 if ("." + facts.site).endswith("." + site) else None
            case DateRange(field, first, last):
                day = facts.updated if field == "updated" else getattr(facts, field.value, facts.fetched_at.date())
                return 0.0 if day and (not first or first <= day) and (not last or day <= last) else None
            case Everything():
                return 0.0


@given(some_articles(), some_requests())
def test_matches_scores_order_groups_and_counts_are_those_of_the_definition(
    articles: list[Article], request: SearchRequest
) -> None:
    oracle = Oracle(articles, request)
    planned = plan(request, ENGLISH, oracle)
    scores = {number: oracle.score(planned.root, number) for number in range(len(oracle.sections))}
    relaxed = all(score is None for score in scores.values()) and planned.relaxed is not None
    if relaxed and planned.relaxed is not None:
        scores = {number: oracle.score(planned.relaxed, number) for number in scores}
    found = [number for number, score in scores.items() if score is not None]
    if planned.together:
        relaxed = not any(all(oracle.occurs(leaf, number) for leaf in planned.together) for number in found)
    filters = request.filters
    kept = {}
    for number, score in scores.items():
        section = oracle.sections[number][1]
        dates = DateRange(filters.date_field, filters.since, filters.until)
        fits = (
            (not filters.kinds or section.kind in filters.kinds)
            and (not filters.sites or any(oracle.score(SiteIs(site), number) == 0 for site in filters.sites))
            and ((filters.since or filters.until) is None or oracle.score(dates, number) == 0)
        )
        if score is not None and fits:
            kept[section.id] = oracle.final(planned, number, score)

    with build(MemoryIndex(), articles).searcher() as searcher:
        results = searcher.search(request)
        whole = searcher.search(_without_window(request))

    assert results.total == Count(len(kept))
    assert results.relaxed is (Relaxation.ANY_WORD if relaxed and found else Relaxation.NONE)
    offset, limit = request.window.offset, request.window.limit
    assert results.hits == whole.hits[offset : offset + limit]
    for hit in whole.hits:
        assert hit.score == pytest.approx(kept[hit.section.id], abs=1e-12)
    shown = {hit.article.id for hit in whole.hits}
    unfolded = {each for each in kept if each.partition("-")[0] in shown}
    matching = {each.partition("-")[0] for each in kept}
    assert whole.folded == len(matching - shown)
    if request.copies is Copies.SHOWN:
        assert (unfolded, {hit.copies for hit in whole.hits} - {0}) == (set(kept), set())
    else:
        groups = Counter(facts.group for facts in {hit.article.id: hit.article for hit in whole.hits}.values())
        assert all(count == 1 for group, count in groups.items() if group)
    if request.grouping is Grouping.SECTION:
        assert {hit.section.id for hit in whole.hits} == unfolded
    else:
        assert len(shown) == len(whole.hits)
        assert sum(1 + hit.more_in_article for hit in whole.hits) == len(unfolded)
    if request.sort is Sort.BEST:
        assert max(kept.values(), default=None) == pytest.approx(whole.hits[0].score if whole.hits else None, abs=1e-12)
        order = [(-hit.score, hit.article.id, hit.section.ordinal) for hit in whole.hits]
        assert order == sorted(order)


def _without_window(request: SearchRequest) -> SearchRequest:
    return SearchRequest(
        request.query,
        filters=request.filters,
        window=type(request.window)(0, 1000),
        matching=request.matching,
        grouping=request.grouping,
        sort=request.sort,
        ranking=request.ranking,
        snippets=request.snippets,
        typing=request.typing,
        asking=request.asking,
        explaining=request.explaining,
        copies=request.copies,
    )


@given(st.permutations(range(5)))
def test_the_order_of_arrival_changes_nothing(order: list[int]) -> None:
    articles = [an_article(f"a{number}-", "cramp " * number, "tea") for number in range(5)]
    expected = ask(build(MemoryIndex(), articles), "cramp OR tea").hits
    assert ask(build(MemoryIndex(), [articles[number] for number in order]), "cramp OR tea").hits == expected


def test_a_deadline_leaves_the_hits_that_were_looked_at_before_it() -> None:
    ticks = iter(range(1000))
    index = MemoryIndex(clock=lambda: float(next(ticks)))
    build(index, [an_article(f"a{number}-", "cramp") for number in range(20)])
    results = ask(index, "cramp", timeout=8.0)
    assert results.timed_out
    assert 0 < results.total.value < 20
    assert not results.total.exact
    assert all(name(hit).startswith("a") for hit in results.hits)


def test_a_second_writer_is_told_that_the_index_is_being_written() -> None:
    index = MemoryIndex()
    refusals: list[str] = []

    def articles() -> Iterator[Article]:
        assert index.state().problem

        def write() -> None:
            try:
                build(index, [])
            except WriterBusy as busy:
                refusals.append(str(busy))

        other = threading.Thread(target=write)
        other.start()
        other.join()
        yield an_article("a", "cramp")

    index.rebuild(articles(), Catalogue(), no_progress)
    assert len(refusals) == 1
    assert ask(index, "cramp").total == Count(1)
