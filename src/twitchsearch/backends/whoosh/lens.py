"""A generation as Whoosh's own reader sees it: for queries of Whoosh's that our grammar has no word for.

Whoosh's `SegmentReader` asks a codec for terms, postings and documents; `_Lens` gives it those of a `Segment`, and
`whoosh_searcher` puts Whoosh's searcher over all of them. It goes from section to section, and is slower by as much as
that costs: nothing of our grammar comes here (see `evaluate`).
"""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

import numpy as np

from twitchsearch.backends.whoosh import engine
from twitchsearch.backends.whoosh.arrays import Array
from twitchsearch.backends.whoosh.codec import Positions
from twitchsearch.backends.whoosh.postings import Snapshot
from twitchsearch.backends.whoosh.reader import Segment, Terms
from twitchsearch.backends.whoosh.walking import PostingsMatcher, TermsReader
from twitchsearch.model import TextField
from twitchsearch.model.records import facts_from, section_from
from twitchsearch.search.analysis import Analyser

FIELDS = tuple(field.value for field in TextField)
"""The fields such a query may name."""


def whoosh_searcher(snapshot: Snapshot, analyser: Analyser) -> Any:
    """A `whoosh.searching.Searcher` over the live sections; closing it closes `snapshot`.

    Its documents are sections; stored of each are `id`, `article`, `url`, `title`, `heading` (the path) and `text`.
    """
    schema = engine.Schema(
        **{name: _Text(analyser) for name in FIELDS}, **dict.fromkeys(("id", "article", "url"), engine.Stored())
    )
    firsts = snapshot.firsts.tolist()
    readers = [
        engine.SegmentReader(engine.RamStorage(), schema, _Name(each.name), codec=_Lens(snapshot, each, first))
        for each, first in zip(snapshot.segments, firsts, strict=False)
    ]
    if not readers:
        return engine.Searcher(engine.EmptyReader(schema))
    return engine.Searcher(readers[0] if len(readers) == 1 else engine.MultiReader(readers))


class _Lens(engine.Codec):  # type: ignore[misc]  # see engine
    """Whoosh's seam for how an index is read: one segment, whose first section is `first` among all."""

    def __init__(self, snapshot: Snapshot, segment: Segment, first: int) -> None:
        self._snapshot = snapshot
        self._segment = segment
        self._first = first

    def terms_reader(self, storage: Any, segment: Any) -> _Terms:  # noqa: ARG002 - Whoosh's signature
        return _Terms(self._segment)

    def per_document_reader(self, storage: Any, segment: Any) -> _Sections:  # noqa: ARG002 - Whoosh's signature
        return _Sections(self._snapshot, self._segment, self._first)


class _Name(engine.Segment):  # type: ignore[misc]  # see engine
    """All that Whoosh's reader wants of a segment besides its codec."""

    def segment_id(self) -> str:
        return str(self.indexname)

    def is_compound(self) -> bool:
        return False


class _Text(engine.TextFieldType):  # type: ignore[misc]  # see engine
    """A field of text: words as they were indexed."""

    def __init__(self, analyser: Analyser) -> None:
        super().__init__(_Words(analyser))
        self.format = Positions()


class _Words(engine.Analyzer):  # type: ignore[misc]  # see engine
    """Our analysis, for the texts of Whoosh's queries."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser

    def __call__(self, value: str, **_options: Any) -> Iterator[Any]:
        for token in self._analyser.tokens(value):
            yield engine.Token(
                text=token.term, pos=token.position, startchar=token.start, endchar=token.end, boost=1.0, stopped=False
            )


class _Terms(TermsReader):
    """The terms of one segment, deleted sections counted: Whoosh leaves them out afterwards."""

    def __init__(self, segment: Segment) -> None:
        self._segment = segment

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self._number(*term) is not None

    def indexed_field_names(self) -> tuple[str, ...]:
        return tuple(sorted(FIELDS))

    def sorted_terms(self, field: str) -> Terms:
        return self._segment.sorted_terms(field)

    def term_info(self, fieldname: str, text: bytes) -> Any:
        sections, frequencies = self._postings(fieldname, text)
        lengths = self._segment.rows.whole(f"length/{fieldname}")[sections]
        return engine.TermInfo(
            weight=float(frequencies.sum()),
            df=len(sections),
            minlength=int(lengths.min()),
            maxlength=int(lengths.max()),
            maxweight=float(frequencies.max()),
            minid=int(sections[0]),
            maxid=int(sections[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self._postings(fieldname, text)[1].sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        start, stop = self._segment.extent(fieldname, self._known(fieldname, text), "sections")
        return stop - start

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> PostingsMatcher:
        if (fieldname, text) not in self:
            raise engine.TermNotFound(f"{fieldname}:{text!r}")
        sections, frequencies = self._postings(fieldname, text)
        extent = self._segment.extent(fieldname, self._known(fieldname, text), "positions")
        positions = self._segment.terms.part(f"{fieldname}/positions", *extent)
        self._segment.check_positions(frequencies, positions)
        return PostingsMatcher(
            sections.tolist(),
            weights=frequencies.astype(float).tolist(),
            values=_Places(positions, np.cumsum(frequencies, dtype=np.int64)),
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=self.term_info(fieldname, text),
        )

    def _postings(self, field: str, text: bytes) -> tuple[Array, Array]:
        start, stop = self._segment.extent(field, self._known(field, text), "sections")
        sections = self._segment.escaped(f"{field}/sections").part(start, stop).cumsum(dtype=np.int64)
        return sections, self._segment.escaped(f"{field}/frequencies").part(start, stop)

    def _known(self, field: str, text: bytes) -> int:
        """The number of a term. Raises KeyError, as Whoosh expects: its reader makes 0 or its own error of that."""
        number = self._number(field, text)
        if number is None:
            raise KeyError(f"{field}:{text!r}")
        return number

    def _number(self, field: str, text: bytes) -> int | None:
        return self._segment.sorted_terms(field).number(text) if field in FIELDS else None


class _Places:
    """The positions of each posting of a term, as its format has them, when they are asked for."""

    def __init__(self, positions: Array, ends: Array) -> None:
        self._positions = positions
        self._ends = ends

    def __getitem__(self, posting: int) -> bytes:
        start = int(self._ends[posting - 1]) if posting else 0
        return self._positions[start : self._ends[posting]].astype("=u4").tobytes()


class _Sections(engine.PerDocumentReader):  # type: ignore[misc]  # see engine
    """The sections of one segment, as Whoosh's documents."""

    def __init__(self, snapshot: Snapshot, segment: Segment, first: int) -> None:
        self._snapshot = snapshot
        self._segment = segment
        self._first = first

    def close(self) -> None:
        self._snapshot.close()

    def doc_count(self) -> int:
        return self._segment.count - int(np.count_nonzero(self._segment.dead))

    def doc_count_all(self) -> int:
        return self._segment.count

    def has_deletions(self) -> bool:
        return self._segment.deletions

    def is_deleted(self, docnum: int) -> bool:
        return bool(self._segment.dead[docnum])

    def deleted_docs(self) -> Iterator[int]:
        return iter(np.flatnonzero(self._segment.dead).tolist())

    def doc_field_length(self, docnum: int, fieldname: str, default: int = 0) -> int:
        return int(self._lengths(fieldname)[docnum]) if fieldname in FIELDS else default

    def field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).sum(dtype=np.int64))

    def min_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).min())

    def max_field_length(self, fieldname: str) -> int:
        return int(self._lengths(fieldname).max())

    def stored_fields(self, docnum: int) -> dict[str, Any]:
        section = section_from(self._snapshot.section_record(self._first + docnum))
        facts = facts_from(self._snapshot.facts_record(int(self._snapshot.article_of[self._first + docnum])))
        return {
            "id": section.id,
            "article": facts.id,
            "url": facts.url,
            "title": facts.title,
            "heading": section.heading_path,
            "text": section.text,
        }

    def _lengths(self, field: str) -> Array:
        return self._segment.rows.whole(f"length/{field}")
