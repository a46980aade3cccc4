"""Our files for any schema of Whoosh's: sorted terms, narrow lists of documents and frequencies, checksums, no pickle.

Besides these our index keeps the positions of a posting; here it is whatever bytes the field's format makes of it, and
weights where they are no whole numbers. What Whoosh keeps by document (stored values of any Python type, columns,
vectors) stays in its own files: ours hold articles.
"""

from __future__ import annotations

from array import array
from bisect import bisect_left
from collections.abc import Iterator
from itertools import pairwise
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec import whoosh3

from twitchsearch.backends.whoosh import engine
from twitchsearch.backends.whoosh.arrays import Array, ArrayFile, Parts, chunks, narrow, packed
from twitchsearch.backends.whoosh.batch import Field, field_arrays
from twitchsearch.backends.whoosh.escapes import Escaped
from twitchsearch.backends.whoosh.reader import Terms
from twitchsearch.backends.whoosh.walking import Cursor, PostingsMatcher, TermsReader

_EXTENSION = ".terms"
_MOST_FREQUENT = 1 << 31
_W3Codec: Any = whoosh3.W3Codec
_W3Segment: Any = whoosh3.W3Segment


class AnyCodec(_W3Codec):  # type: ignore[misc]  # Whoosh is untyped
    """Whoosh's seam for how an index is stored: its terms and postings are ours."""

    written = 0
    """How many segments were written so in this process."""

    def field_writer(self, storage: Any, segment: Any) -> _Writer:
        AnyCodec.written += 1
        return _Writer(storage, segment)

    def terms_reader(self, storage: Any, segment: Any) -> _Terms:
        return _Terms(storage, segment)

    def new_segment(self, storage: Any, indexname: str) -> AnySegment:  # noqa: ARG002 - Whoosh's signature
        return AnySegment(self, indexname)


class AnySegment(_W3Segment):  # type: ignore[misc]  # Whoosh is untyped
    """A segment of Whoosh's; one whose deletion can be taken back."""

    def delete_document(self, docnum: int, delete: bool = True) -> None:  # noqa: FBT001, FBT002 - Whoosh's signature
        if delete:
            super().delete_document(docnum)
        elif self._deleted:
            self._deleted.discard(docnum)


class _Gathered:
    """The postings of one field while they come, term by term."""

    def __init__(self) -> None:
        self.terms: list[bytes] = []
        self.counts = array("q")
        self.documents = array("q")
        self.weights = array("f")  # as Whoosh keeps them
        self.values: list[bytes] = []
        self.lengths = array("q")

    def arrays(self, name: str) -> Iterator[tuple[str, Parts]]:
        counts, weights = np.array(self.counts), np.array(self.weights)
        whole = bool(np.all((weights >= 0) & (weights < _MOST_FREQUENT) & (weights == np.floor(weights))))
        frequencies = weights.astype(np.int64) if whole else np.zeros(len(weights), np.int64)
        yield from field_arrays(
            name, self.terms, counts, Field(np.array(self.documents), frequencies, np.empty(0, np.int64))
        )
        yield f"{name}/weights", np.empty(0, "<u4") if whole else weights.astype("<f4").view("<u4")
        texts, ends = packed(self.values)
        yield f"{name}/values", texts
        yield f"{name}/values/ends", ends
        yield f"{name}/lengths", narrow(np.array(self.lengths))


class _Writer(engine.FieldWriter):  # type: ignore[misc]  # see engine
    """Takes the postings of a segment as Whoosh hands them over and writes them as arrays."""

    def __init__(self, storage: Any, segment: Any) -> None:
        self._storage = storage
        self._segment = segment
        self._fields: dict[str, _Gathered] = {}
        self.is_closed = False

    def start_field(self, fieldname: str, fieldobj: Any) -> None:  # noqa: ARG002 - Whoosh's signature
        self._field = self._fields[fieldname] = _Gathered()

    def start_term(self, text: bytes) -> None:
        self._field.terms.append(text)
        self._field.counts.append(0)

    def add(self, docnum: int, weight: float, vbytes: bytes, length: int | None) -> None:
        self._field.counts[-1] += 1
        self._field.documents.append(docnum)
        self._field.weights.append(weight)
        self._field.values.append(vbytes)
        self._field.lengths.append(length or 0)

    def finish_term(self) -> None:
        pass

    def close(self) -> None:
        arrays = [each for number, field in enumerate(self._fields.values()) for each in field.arrays(str(number))]
        with self._segment.create_file(self._storage, _EXTENSION) as file:
            for piece in chunks(arrays, {"fields": list(self._fields)}):
                file.write(piece)
        self.is_closed = True


class _Terms(TermsReader):
    """The terms of one segment, deleted documents counted: Whoosh leaves them out afterwards."""

    def __init__(self, storage: Any, segment: Any) -> None:
        name = segment.make_filename(_EXTENSION)
        with storage.open_file(name) as file:
            self._file = ArrayFile(Path(name), file.get(0, storage.file_length(name)))
        self._names = {str(name): str(number) for number, name in enumerate(self._file.notes["fields"])}
        self._made: dict[str, Terms] = {}

    def __contains__(self, term: tuple[str, bytes]) -> bool:
        return self.sorted_terms(term[0]).number(term[1]) is not None

    def indexed_field_names(self) -> tuple[str, ...]:
        return tuple(self._names)  # Whoosh writes them sorted

    def sorted_terms(self, field: str) -> Terms:
        if field not in self._made:
            self._made[field] = Terms(self._file, self._names.get(field, "none"))
        return self._made[field]

    def cursor(self, fieldname: str, fieldobj: Any) -> _Cursor:
        return _Cursor(self, fieldname, self.sorted_terms(fieldname), fieldobj)

    def term_info(self, fieldname: str, text: bytes) -> Any:
        if (fieldname, text) not in self:
            raise engine.TermNotFound(f"No term {fieldname}:{text!r}")
        name, start, stop = self._extent(fieldname, text)
        documents, weights = self._documents(name, start, stop), self._weights(name, start, stop)
        lengths = self._file.part(f"{name}/lengths", start, stop)
        known = lengths[lengths > 0]
        return engine.TermInfo(
            weight=float(weights.sum()),
            df=stop - start,
            minlength=int(known.min()) if known.size else 0,
            maxlength=int(lengths.max()),
            maxweight=float(weights.max()),
            minid=int(documents[0]),
            maxid=int(documents[-1]),
        )

    def frequency(self, fieldname: str, text: bytes) -> float:
        return float(self._weights(*self._extent(fieldname, text)).sum())

    def doc_frequency(self, fieldname: str, text: bytes) -> int:
        _, start, stop = self._extent(fieldname, text)
        return stop - start

    def matcher(self, fieldname: str, text: bytes, format_: Any, scorer: Any = None) -> PostingsMatcher:
        info = self.term_info(fieldname, text)
        name, start, stop = self._extent(fieldname, text)
        return PostingsMatcher(
            self._documents(name, start, stop).tolist(),
            weights=self._weights(name, start, stop).tolist(),
            values=self._values(name, start, stop),
            format=format_,
            scorer=scorer,
            term=(fieldname, text),
            terminfo=info,
        )

    def close(self) -> None:
        self._file.close()

    def _extent(self, fieldname: str, text: bytes) -> tuple[str, int, int]:
        """The name of a field's arrays, and where the postings of a term begin and end in them. Raises KeyError."""
        number = self.sorted_terms(fieldname).number(text)
        if number is None:
            raise KeyError(f"{fieldname}:{text!r}")
        name = self._names[fieldname]
        ends = self._file.part(f"{name}/sections/ends", max(0, number - 1), number + 1)
        return name, (int(ends[0]) if number else 0), int(ends[-1])

    def _documents(self, name: str, start: int, stop: int) -> Array:
        return Escaped(self._file, f"{name}/sections").part(start, stop).cumsum(dtype=np.int64)

    def _weights(self, name: str, start: int, stop: int) -> Array:
        if self._file.count(f"{name}/weights"):
            return self._file.part(f"{name}/weights", start, stop).view("<f4").astype(float)
        return Escaped(self._file, f"{name}/frequencies").part(start, stop).astype(float)

    def _values(self, name: str, start: int, stop: int) -> list[bytes]:
        ends = self._file.part(f"{name}/values/ends", max(0, start - 1), stop).tolist()
        edges = ends if start else [0, *ends]
        together = self._file.part(f"{name}/values", edges[0], edges[-1]).tobytes()
        return [together[one - edges[0] : other - edges[0]] for one, other in pairwise(edges)]


class _Cursor(Cursor):
    """A place among the sorted terms of a field, whose type says what their bytes mean."""

    def __init__(self, reader: TermsReader, field: str, terms: Terms, fieldobj: Any) -> None:
        super().__init__(reader, field, terms)
        self._fieldobj = fieldobj

    def find(self, term: Any) -> Any:
        self._at: int = bisect_left(self._terms, term if isinstance(term, bytes) else self._fieldobj.to_bytes(term))
        return self.text()

    def text(self) -> Any:
        return self._fieldobj.from_bytes(self._terms[self._at]) if self.is_valid() else None
