"""Articles in, the two files of one segment out.

Postings go through Whoosh (see `codec`) into one; what is stored of a section and its article stands in the other.
Sections are numbered in the order in which they were added, those of an article side by side.

    <name>.terms       of each field: sorted terms, and for each of them sections, frequencies, positions; words as
                       they are spelled, and the sections of each
    <name>.sections    of each section: field lengths, kind, article, ordinal, id; of each article: id and its rank,
                       first section, site, dates; the records of both, compressed
"""

from __future__ import annotations

import json
import zlib
from array import array
from collections.abc import Iterable
from pathlib import Path
from typing import Any

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, chunks, narrow, packed
from twitchsearch.backends.whoosh.codec import PostingsWriter
from twitchsearch.backends.whoosh.schema import COLUMNS, KINDS, SECTIONS, TERMS, TEXTS, WORDS, day_number
from twitchsearch.files import Disk
from twitchsearch.model import Article, ArticleFacts, DateField, Section, TextField
from twitchsearch.model.records import Record, facts_record, section_record
from twitchsearch.search.analysis import Analyser, section_spellings, section_tokens


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
        self._writer = PostingsWriter(folder / f"{name}{TERMS}", self._spellings.arrays, disk)

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


def _ranks(texts: list[bytes]) -> list[int]:
    """The place of each of these distinct texts when they are sorted."""
    places = {text: place for place, text in enumerate(sorted(texts))}
    return [places[text] for text in texts]


def _record(record: Record) -> bytes:
    text = json.dumps(record, ensure_ascii=False, separators=(",", ":"))
    return zlib.compress(text.encode("utf-8", "surrogatepass"), 6)
