"""From sections that match to the ones that are shown, as plain as can be: filtered, in order, folded, grouped."""

from __future__ import annotations

from collections import Counter
from collections.abc import Mapping
from datetime import date
from typing import NamedTuple

from twitchsearch.backends.reference import Entry
from twitchsearch.model import ArticleFacts, Copies, Facets, Filters, Grouping, SectionKind, Sort
from twitchsearch.search.hits import facet, is_of_site, is_within, wanted_dates


class Found(NamedTuple):
    """A section that matches, with what it is sorted and filtered by."""

    entry: Entry
    score: float
    day: date | None

    def order(self, sort: Sort) -> tuple[int, float, str, int]:
        newest = -self.day.toordinal() if self.day is not None and sort is Sort.NEWEST else 0
        return newest, -self.score, self.entry.facts.id, self.entry.section.ordinal


def filtered(matching: list[Found], filters: Filters) -> tuple[list[Found], Facets]:
    """Those that pass all filters, and the counts of those that pass all filters but one."""
    dates = wanted_dates(filters)
    found: list[Found] = []
    kinds: Counter[SectionKind] = Counter()
    sites: Counter[str] = Counter()
    unknown = 0
    for each in matching:
        kind, site = each.entry.section.kind, each.entry.facts.site
        of_kind = not filters.kinds or kind in filters.kinds
        of_site = not filters.sites or any(is_of_site(site, wanted) for wanted in filters.sites)
        in_time = dates is None or is_within(each.day, dates)
        kinds[kind] += of_site and in_time
        sites[site] += of_kind and in_time
        unknown += of_kind and of_site and dates is not None and each.day is None
        found += [each] * (of_kind and of_site and in_time)
    return found, Facets(facet(kinds), facet(sites), unknown)


def without_copies(found: list[Found], copies: Copies) -> tuple[list[Found], Mapping[str, tuple[ArticleFacts, ...]]]:
    """The hits in order without those folded, and what articles stand for: near-copies of theirs, by id."""
    if copies is Copies.SHOWN:
        return found, {}
    leaders: dict[str, str] = {}
    folded: dict[str, dict[str, ArticleFacts]] = {}
    kept = []
    for each in found:
        facts = each.entry.facts
        leader = leaders.setdefault(facts.group, facts.id) if facts.group else facts.id
        if leader == facts.id:
            kept.append(each)
        else:
            folded.setdefault(leader, {})[facts.id] = facts
    return kept, {leader: tuple(others[each] for each in sorted(others)) for leader, others in folded.items()}


def grouped(found: list[Found], grouping: Grouping) -> list[tuple[Found, int]]:
    """The hits in order, each with the number of others it stands for."""
    match grouping:
        case Grouping.SECTION:
            return [(each, 0) for each in found]
        case Grouping.ARTICLE:
            sections = Counter(each.entry.facts.id for each in found)
            best: dict[str, Found] = {}
            for each in found:
                best.setdefault(each.entry.facts.id, each)
            return [(each, sections[article] - 1) for article, each in best.items()]
