"""Postings through Whoosh: its writer commits a segment through our codec, which keeps arrays.

`PostingsWriter` is Whoosh's writer as it is, which takes fields apart and calls our format, posting by posting.
`BulkWriter` overrides only how postings come in: as arrays that were made all at once (see `batch` and `merging`).
Whoosh's pool, per-document files, locks, merging and table of contents are left out. Nothing is a pickle.
"""

from __future__ import annotations

from array import array
from collections import defaultdict
from collections.abc import Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, Parts, chunks
from twitchsearch.backends.whoosh.batch import Field, field_arrays
from twitchsearch.backends.whoosh.engine import (
    Codec,
    FieldType,
    FieldWriter,
    Format,
    PerDocumentWriter,
    RamStorage,
    Schema,
    Segment,
    SegmentWriter,
)
from twitchsearch.files import Disk
from twitchsearch.model import TextField
from twitchsearch.search.analysis import Token


class Positions(Format):  # type: ignore[misc]  # see engine
    """How tokens become postings: frequencies, and positions as unsigned 32-bit integers."""

    def word_values(
        self,
        value: list[Token],
        analyzer: Any,  # noqa: ARG002 - Whoosh's signature
        **_options: Any,
    ) -> Iterator[tuple[str, int, float, bytes]]:
        positions: defaultdict[str, array[int]] = defaultdict(_no_positions)
        for term, position, _, _ in value:
            positions[term].append(position)
        for term, each in positions.items():
            yield term, len(each), float(len(each)), each.tobytes()

    def decode_positions(self, value: bytes) -> list[int]:
        return array("I", value).tolist()

    def decode_frequency(self, value: bytes) -> int:
        return len(value) // 4

    def decode_weight(self, value: bytes) -> float:
        return float(self.decode_frequency(value))


class _Codec(Codec):  # type: ignore[misc]  # see engine
    """Whoosh's seam for how an index is stored. It writes; we read with `postings`, and Whoosh with `lens`."""

    length_stats = False

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk

    def new_segment(self, storage: Any, indexname: str) -> _Segment:  # noqa: ARG002 - Whoosh's signature
        return _Segment(indexname)

    def per_document_writer(self, storage: Any, segment: Any) -> _NoDocuments:  # noqa: ARG002 - Whoosh's signature
        return _NoDocuments()

    def field_writer(self, storage: Any, segment: Any) -> _TermsWriter:  # noqa: ARG002 - Whoosh's signature
        return _TermsWriter(self._path, self._disk)


class _Segment(Segment):  # type: ignore[misc]  # see engine
    """A segment while Whoosh writes it."""

    def __init__(self, indexname: str) -> None:
        self._sections = 0
        super().__init__(indexname)

    def segment_id(self) -> str:
        return str(self.indexname)

    def set_doc_count(self, doccount: int) -> None:
        self._sections = doccount

    def doc_count_all(self) -> int:
        return self._sections

    def deleted_count(self) -> int:
        return 0

    def should_assemble(self) -> bool:
        return False


class _NoDocuments(PerDocumentWriter):  # type: ignore[misc]  # see engine
    """Whoosh keeps nothing by section: `_Rows` does."""

    is_closed = False

    def start_doc(self, docnum: int) -> None:
        pass

    def add_field(self, fieldname: str, fieldobj: Any, value: Any, length: int) -> None:
        pass

    def close(self) -> None:
        self.is_closed = True


class _TermsWriter(FieldWriter):  # type: ignore[misc]  # see engine
    """Takes the postings of a segment as arrays and writes them, flushed."""

    is_closed = False

    def __init__(self, path: Path, disk: Disk) -> None:
        self._path = path
        self._disk = disk

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[tuple[str, Parts]]) -> None:  # noqa: ARG002 - Whoosh's signature
        """Write what a pool gathered, array by array instead of posting by posting as Whoosh would."""
        self._disk.write_new(self._path, chunks(items, {}))

    def close(self) -> None:
        self.is_closed = True


class _Term(NamedTuple):
    """What is gathered of one term: its sections, how often it occurs in each, the positions of all of them."""

    sections: array[int]
    frequencies: array[int]
    positions: bytearray


_Field = dict[bytes, _Term]


class _Pool:
    """Gathers postings by field and term: sections come in order, so only the terms are to be sorted."""

    def __init__(self) -> None:
        self._fields: defaultdict[str, _Field] = defaultdict(dict)

    def add(self, posting: tuple[str, bytes, int, float, bytes]) -> None:
        field, text, section, weight, positions = posting
        terms = self._fields[field]
        term = terms.get(text)
        if term is None:
            term = terms[text] = _Term(array("I"), array("I"), bytearray())
        term.sections.append(section)
        term.frequencies.append(int(weight))
        term.positions.extend(positions)

    def iter_postings(self) -> Iterator[tuple[str, Parts]]:
        """The arrays of the fields, each with its terms in order."""
        for name in TextField:
            yield from _field_arrays(name, dict(sorted(self._fields[name].items())))

    def cleanup(self) -> None:
        self._fields.clear()


class _Contents:
    """All that Whoosh's writer wants of an index: its fields, and a place for files, of which it makes none."""

    generation = 0

    def __init__(self, name: str) -> None:
        self.storage = RamStorage()
        self.indexname = name
        self.segments: list[_Segment] = []
        self.schema = Schema(**{name.value: FieldType(Positions(), None) for name in TextField})

    def _read_toc(self) -> _Contents:
        return self


class PostingsWriter(SegmentWriter):  # type: ignore[misc]  # see engine
    """Whoosh's writer of one segment: `add_document` for each section, its fields lists of tokens; then `commit`.

    `commit` writes the file, flushed. Raises DiskError.
    """

    def __init__(self, path: Path, disk: Disk) -> None:
        super().__init__(_Contents(path.stem), codec=_Codec(path, disk), _lk=False, compound=False)
        self.pool: _Pool | _Arrays = _Pool()

    def _merge_segments(self, mergetype: Any, optimize: Any, merge: Any) -> list[_Segment]:  # noqa: ARG002 - Whoosh's signature
        return []

    def _commit_toc(self, segments: list[_Segment]) -> None:
        pass


class BulkWriter(PostingsWriter):
    """Whoosh's writer of one segment, whose postings come as arrays, all at once; then `commit`."""

    def add_arrays(self, arrays: Iterable[tuple[str, Parts]]) -> None:
        """All arrays of the segment, each asked for when the one before is written."""
        self.pool = _Arrays(arrays)
        self._added = True


class _Arrays:
    """A pool of postings that somebody else has gathered."""

    def __init__(self, arrays: Iterable[tuple[str, Parts]]) -> None:
        self._arrays = arrays

    def iter_postings(self) -> Iterator[tuple[str, Parts]]:
        yield from self._arrays

    def cleanup(self) -> None:
        self._arrays = ()


def _field_arrays(name: str, field: _Field) -> Iterator[tuple[str, Array]]:
    counts = np.array([len(each.sections) for each in field.values()], np.int64)
    sections, frequencies, positions = (
        _joined([getattr(each, part) for each in field.values()]).astype(np.int64) for part in _Term._fields
    )
    return field_arrays(name, list(field), counts, Field(sections, frequencies, positions))


def _joined(parts: list[Any]) -> Array:
    return np.frombuffer(b"".join(parts), "=u4")


def _no_positions() -> array[int]:
    return array("I")
