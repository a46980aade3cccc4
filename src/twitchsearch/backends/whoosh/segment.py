"""Whoosh's writer over a codec of ours: articles in, the files of one segment out.

Whoosh takes the fields apart and hands the postings to the codec, which keeps them as arrays; what is stored of a
section and its article stands in a second file. Sections are numbered in the order in which they were added, those of
an article side by side. Nothing of a segment is a pickle, and Whoosh's own table of contents is never written: the
manifest lists the segments.

    <name>.terms       of each field: sorted terms, and for each of them sections, frequencies, positions; words as
                       they are spelled, and the sections of each
    <name>.sections    of each section: field lengths, kind, article, ordinal, id; of each article: id and its rank,
                       first section, site, dates; the records of both, compressed
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator
from pathlib import Path
from typing import Any, NamedTuple

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, chunks, narrow, packed
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
from twitchsearch.backends.whoosh.schema import COLUMNS, KINDS, SECTIONS, TERMS, TEXTS, WORDS, day_number
from twitchsearch.files import Disk
from twitchsearch.model import Article, ArticleFacts, DateField, Section, TextField
from twitchsearch.model.records import Record, facts_record, section_record
from twitchsearch.search.analysis import Analyser, Token, section_spellings, section_tokens


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


class SegmentBuilder:
    """Collects articles and writes them as one segment. Memory is bounded by the sections it is given."""

    def __init__(self, folder: Path, name: str, analyser: Analyser, disk: Disk) -> None:
        self.name = name
        self.sections = 0
        self._analyser = analyser
        self._rows = _Rows()
        self._path = folder / f"{name}{SECTIONS}"
        self._disk = disk
        self._spellings = _Spellings(analyser)
        self._writer = _Writer(name, _Codec(folder / f"{name}{TERMS}", self._spellings.arrays, disk))

    @property
    def files(self) -> tuple[str, str]:
        return self.name + TERMS, self.name + SECTIONS

    def add(self, article: Article) -> None:
        self._rows.add_article(article.facts)
        for section in article.sections:
            tokens = section_tokens(self._analyser, article.facts, section)
            fields = {name: getattr(tokens, name) for name in TextField}
            self._rows.add_section(section, [len(each) for each in fields.values()])
            self._spellings.add(self.sections, section_spellings(self._analyser, article.facts, section))
            self._writer.add_document(**fields)
            self.sections += 1

    def finish(self) -> None:
        """Write the segment's files, flushed."""
        self._writer.commit()
        arrays, notes = self._rows.arrays()
        self._disk.write_new(self._path, chunks(arrays, notes))


class _Spellings:
    """Which words, as they are spelled, stand in which sections."""

    def __init__(self, analyser: Analyser) -> None:
        self._analyser = analyser
        self._numbers: dict[str, int] = {}
        self._words = array("I")
        self._sections = array("I")

    def add(self, section: int, words: set[str]) -> None:
        numbers = self._numbers
        self._words.extend([numbers.setdefault(word, len(numbers)) for word in words])
        self._sections.extend([section] * len(words))

    def arrays(self) -> dict[str, Array]:
        """The words as a field of terms: each is the folded word, a NUL, and the word."""
        terms = [f"{self._analyser.fold(word)}\0{word}".encode() for word in self._numbers]
        words = np.array(_ranks(terms), np.int64)[np.array(self._words, np.int64)]
        sections = np.array(self._sections, np.int64)[np.argsort(words, kind="stable")]
        arrays = {f"{WORDS}/sections": narrow(sections)}
        arrays[f"{WORDS}/sections/ends"] = narrow(np.cumsum(np.bincount(words, minlength=len(terms))))
        arrays[f"{WORDS}/terms"], arrays[f"{WORDS}/terms/ends"] = packed(sorted(terms))
        return arrays


class _Rows:
    """What is kept of sections and articles besides their postings, column by column."""

    def __init__(self) -> None:
        self._columns = {name: array("q") for name in COLUMNS}
        self._texts: dict[str, list[bytes]] = {name: [] for name in TEXTS}
        self._sites: dict[str, int] = {}

    def add_article(self, facts: ArticleFacts) -> None:
        self._texts["article/id"].append(facts.id.encode())
        self._texts["article/record"].append(_record(facts_record(facts)))
        self._columns["article/first"].append(len(self._texts["section/id"]))
        self._columns["article/site"].append(self._sites.setdefault(facts.site, len(self._sites)))
        for field in DateField:
            self._columns[f"article/{field}"].append(day_number(facts, field))

    def add_section(self, section: Section, lengths: Iterable[int]) -> None:
        self._texts["section/id"].append(section.id.encode())
        self._texts["section/record"].append(_record(section_record(section)))
        self._columns["section/kind"].append(KINDS.index(section.kind))
        self._columns["section/article"].append(len(self._texts["article/id"]) - 1)
        self._columns["section/ordinal"].append(section.ordinal)
        for name, length in zip(TextField, lengths, strict=True):
            self._columns[f"length/{name}"].append(length)

    def arrays(self) -> tuple[dict[str, Array], dict[str, Any]]:
        ids = self._texts["article/id"]
        self._columns["article/rank"] = array("q", _ranks(ids))
        arrays = {name: narrow(np.array(column, "<i8")) for name, column in self._columns.items()}
        for name, texts in self._texts.items():
            arrays[name], arrays[f"{name}/ends"] = packed(texts)
        return arrays, {"sites": list(self._sites)}


class _Codec(Codec):  # type: ignore[misc]  # see engine
    """Whoosh's seam for how an index is stored. It writes; reading is `postings`."""

    length_stats = False

    def __init__(self, path: Path, more: Callable[[], dict[str, Array]], disk: Disk) -> None:
        self._path = path
        self._more = more
        self._disk = disk

    def new_segment(self, storage: Any, indexname: str) -> _Segment:  # noqa: ARG002 - Whoosh's signature
        return _Segment(indexname)

    def per_document_writer(self, storage: Any, segment: Any) -> _NoDocuments:  # noqa: ARG002 - Whoosh's signature
        return _NoDocuments()

    def field_writer(self, storage: Any, segment: Any) -> _TermsWriter:  # noqa: ARG002 - Whoosh's signature
        return _TermsWriter(self._path, self._more, self._disk)


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
    """Takes the postings of a segment and writes them as arrays."""

    is_closed = False

    def __init__(self, path: Path, more: Callable[[], dict[str, Array]], disk: Disk) -> None:
        self._path = path
        self._more = more
        self._disk = disk
        self._fields: dict[str, _Field] = {}

    def add_postings(self, schema: Any, lengths: Any, items: Iterable[tuple[str, _Field]]) -> None:  # noqa: ARG002 - Whoosh's signature
        """Take all that `_Pool` gathered, term by term instead of posting by posting as Whoosh would."""
        self._fields.update(items)

    def close(self) -> None:
        arrays: dict[str, Array] = {}
        for name, field in self._fields.items():
            arrays |= {f"{name}/{part}": array for part, array in _field_arrays(field).items()}
        arrays |= self._more()
        self._disk.write_new(self._path, chunks(arrays, {}))
        self.is_closed = True


class _Term(NamedTuple):
    """What is gathered of one term: its sections, how often it occurs in each, the positions of all of them."""

    sections: array[int]
    frequencies: array[int]
    positions: bytearray


_Field = dict[bytes, _Term]


class _Pool:
    """Gathers the postings of a segment by field and term.

    Sections come in order, so nothing but the terms is to be sorted. Whoosh's own pool sorts every posting as a tuple
    and spills: 2.5 times the time for 16,000 sections, and 4 times the memory.
    """

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

    def iter_postings(self) -> Iterator[tuple[str, _Field]]:
        """The fields, each with its terms in order."""
        for name, terms in self._fields.items():
            yield name, dict(sorted(terms.items()))

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


class _Writer(SegmentWriter):  # type: ignore[misc]  # see engine
    """Whoosh's writer of one segment, without its locks, its merging and its table of contents."""

    def __init__(self, name: str, codec: _Codec) -> None:
        super().__init__(_Contents(name), codec=codec, _lk=False, compound=False)
        self.pool = _Pool()

    def _merge_segments(self, mergetype: Any, optimize: Any, merge: Any) -> list[_Segment]:  # noqa: ARG002 - Whoosh's signature
        return []

    def _commit_toc(self, segments: list[_Segment]) -> None:
        pass


def _field_arrays(field: _Field) -> dict[str, Array]:
    sections = [each.sections for each in field.values()]
    positions = [each.positions for each in field.values()]
    arrays = {
        "sections": narrow(_joined(sections)),
        "sections/ends": narrow(np.cumsum([len(each) for each in sections])),
        "frequencies": narrow(_joined([each.frequencies for each in field.values()])),
        "positions": narrow(_joined(positions)),
        "positions/ends": narrow(np.cumsum([len(each) // 4 for each in positions])),
    }
    arrays["terms"], arrays["terms/ends"] = packed(list(field))
    return arrays


def _joined(parts: list[Any]) -> Array:
    return np.frombuffer(b"".join(parts), "=u4")


def _ranks(texts: list[bytes]) -> list[int]:
    """The place of each of these distinct texts when they are sorted."""
    places = {text: place for place, text in enumerate(sorted(texts))}
    return [places[text] for text in texts]


def _record(record: Record) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)


def _no_positions() -> array[int]:
    return array("I")
