"""Kind, site and dates of sections: filters as masks, facets as counts, and the order of hits."""

from __future__ import annotations

from collections import Counter
from collections.abc import Sequence
from datetime import date
from functools import cached_property

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, narrow
from twitchsearch.backends.whoosh.damage import damaged
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.backends.whoosh.schema import KINDS
from twitchsearch.model import DateField, DateRange, Everything, Facets, Filters, KindIs, Ranking, SectionKind, SiteIs
from twitchsearch.search.hits import facet, is_of_site, wanted_dates
from twitchsearch.search.plan import Filter
from twitchsearch.search.ranking import KIND_STEPS


class Columns:
    """The columns of one snapshot. Masks are over all sections, deleted ones included."""

    def __init__(self, snapshot: Snapshot) -> None:
        self._snapshot = snapshot

    def mask(self, node: Filter) -> Array:
        """The sections that a filter of a query lets through."""
        match node:
            case KindIs():
                return self._kinds([node.kind])
            case SiteIs():
                return self._sites([node.site])
            case DateRange():
                return self._dates(node.field, node.first, node.last)
            case Everything():
                return np.ones(self._snapshot.count, bool)

    def filtered(self, found: Array, filters: Filters) -> tuple[Array | None, Facets]:
        """Which of these sections pass all filters (None: all do), and the counts of what passes all but one."""
        dates = wanted_dates(filters)
        if not (dates or filters.kinds or filters.sites):
            return None, self._counted(found)
        everything = np.ones(len(found), bool)
        of_kind = self._kinds(filters.kinds)[found] if filters.kinds else everything
        of_site = self._sites(filters.sites)[found] if filters.sites else everything
        in_time = self.mask(dates)[found] if dates else everything
        unknown = of_kind & of_site & (self.days(filters.date_field)[found] == 0) if dates else ~everything
        facets = Facets(
            facet(self._count_kinds(found[of_site & in_time])),
            facet(self._count_sites(found[of_kind & in_time])),
            int(np.count_nonzero(unknown)),
        )
        return of_kind & of_site & in_time, facets

    def _counted(self, found: Array) -> Facets:
        """The counts of all of these by kind and by site, with one look at each."""
        names = self._snapshot.sites[0]
        counts = np.bincount(self._cells.take(found), minlength=len(names) * len(KINDS)).reshape(-1, len(KINDS))
        kinds = Counter(dict(zip(KINDS, counts.sum(axis=0).tolist(), strict=True)))
        sites = Counter(dict(zip(names, counts.sum(axis=1).tolist(), strict=True)))
        return Facets(facet(kinds), facet(sites), 0)

    @cached_property
    def _cells(self) -> Array:
        """One number for the site and the kind of each section."""
        kinds = self._snapshot.column("section/kind")
        if kinds.max(initial=0) >= len(KINDS):
            raise damaged(self._snapshot.folder, "names a kind of section that there is not")
        return narrow(self._site_of.astype(np.int64) * len(KINDS) + kinds)

    def days(self, field: DateField) -> Array:
        """The date of each section as a day number, 0 where it is not known."""
        return self._snapshot.column(f"article/{field}")[self._snapshot.article_of].astype(np.int64)

    def stand(self, scores: Array, sections: Array, wish: Sequence[SectionKind], ranking: Ranking) -> None:
        """Multiply the scores of these sections by what `ranking.standing` says."""
        factors = np.ones(len(sections)) if wish else None
        if factors is not None:
            columns = [self._snapshot.column(f"section/share/{kind}").take(sections) for kind in wish]
            factors += ranking.lift * (np.maximum.reduce(columns) / KIND_STEPS)
        if self._has_asides:
            asides = np.flatnonzero(self._snapshot.column("section/aside").take(sections))
            (scores if factors is None else factors)[asides] *= ranking.aside
        if factors is not None:
            scores *= factors

    @cached_property
    def _has_asides(self) -> bool:
        return bool(self._snapshot.column("section/aside").any())

    @cached_property
    def _site_of(self) -> Array:
        """The number of each section's site."""
        return np.asarray(self._snapshot.sites[1][self._snapshot.article_of])

    def _count_kinds(self, found: Array) -> Counter[SectionKind]:
        kinds = self._snapshot.column("section/kind")[found]
        if kinds.max(initial=0) >= len(KINDS):
            raise damaged(self._snapshot.folder, "names a kind of section that there is not")
        counts = np.bincount(kinds, minlength=len(KINDS))
        return Counter({kind: int(count) for kind, count in zip(KINDS, counts, strict=True)})

    def _count_sites(self, found: Array) -> Counter[str]:
        names = self._snapshot.sites[0]
        counts = np.bincount(self._site_of[found], minlength=len(names))
        return Counter({name: int(count) for name, count in zip(names, counts, strict=True)})

    def _kinds(self, kinds: frozenset[SectionKind] | list[SectionKind]) -> Array:
        return np.isin(self._snapshot.column("section/kind"), [KINDS.index(kind) for kind in kinds])

    def _sites(self, sites: frozenset[str] | list[str]) -> Array:
        names = self._snapshot.sites[0]
        wanted = [number for number, name in enumerate(names) if any(is_of_site(name, site) for site in sites)]
        return np.isin(self._site_of, wanted)

    def _dates(self, field: DateField, first: date | None, last: date | None) -> Array:
        days = self.days(field)
        mask = days > 0
        if first is not None:
            mask &= days >= first.toordinal()
        if last is not None:
            mask &= days <= last.toordinal()
        return mask
