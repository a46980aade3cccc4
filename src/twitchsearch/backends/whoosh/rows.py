"""What is kept of sections and articles besides their postings, column by column."""

from __future__ import annotations

import json
from array import array
from collections.abc import Iterable
from concurrent.futures import Executor
from typing import Any

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, Parts, narrow, packed
from twitchsearch.backends.whoosh.records import BLOCKS, Blocks
from twitchsearch.backends.whoosh.schema import COLUMNS, KINDS, RECORDS, SHARES, TEXTS, day_number
from twitchsearch.model import ArticleFacts, DateField, Section, SectionKind, TextField
from twitchsearch.model.records import Record, facts_record, section_record
from twitchsearch.search.asides import is_aside
from twitchsearch.search.ranking import kind_steps

_ENCODE = json.JSONEncoder(ensure_ascii=False, separators=(",", ":")).encode
_KIND_NUMBERS = {kind: number for number, kind in enumerate(KINDS)}
_CONTROLS = bytes(range(32)).replace(b"\n", b"")  # what else JSON must escape, which texts do not have


class Rows:
    """The rows of one segment while its articles are added."""

    def __init__(self, executor: Executor) -> None:
        self._columns = {name: array("q") for name in COLUMNS if name not in SHARES.values()}
        self._shares = {kind: array("q") for kind in KINDS}  # a section, its share, another section …
        self._texts: dict[str, list[bytes]] = {name: [] for name in TEXTS}
        self._sections, self._articles = (Blocks(executor, BLOCKS[name]) for name in RECORDS)
        self._sites: dict[str, int] = {}

    @property
    def sections(self) -> int:
        return len(self._sections)

    @property
    def articles(self) -> int:
        return len(self._articles)

    def add_article(self, facts: ArticleFacts) -> None:
        self._texts["article/id"].append(facts.id.encode())
        self._texts["article/group"].append(facts.group.encode("utf-8", "surrogatepass"))
        self._columns["article/first"].append(len(self._sections))
        self._columns["article/site"].append(self._sites.setdefault(facts.site, len(self._sites)))
        for field in DateField:
            self._columns[f"article/{field}"].append(day_number(facts, field))
        self._articles.add(_line(facts_record(facts)))

    def add_section(self, section: Section) -> None:
        """A section of the article that was added last."""
        columns = self._columns
        self._texts["section/id"].append(section.id.encode())
        columns["section/kind"].append(_KIND_NUMBERS[section.kind])
        columns["section/aside"].append(int(is_aside(section)))
        if section.kind_weights or section.kind is not SectionKind.OTHER:
            self._add_shares(section)
        columns["section/article"].append(len(self._articles) - 1)
        columns["section/ordinal"].append(section.ordinal)
        self._sections.add(section_line(section))

    def _add_shares(self, section: Section) -> None:
        for kind in {kind for kind, _ in section.kind_weights} or (section.kind,):
            if steps := kind_steps(section, kind):
                self._shares[kind].extend((len(self._sections), steps))

    def add_lengths(self, field: TextField, lengths: Iterable[int]) -> None:
        """The number of tokens in this field of each of the sections that have none yet."""
        self._columns[f"length/{field}"].extend(lengths)

    def arrays(self) -> tuple[dict[str, Parts], dict[str, Any]]:
        self._columns["article/rank"] = array("q", ranks(self._texts["article/id"]))
        arrays: dict[str, Parts] = {name: narrow(np.array(column, "<i8")) for name, column in self._columns.items()}
        for kind, shares in self._shares.items():
            arrays[SHARES[kind]] = _spread(shares, len(self._sections))
        for name, texts in self._texts.items():
            arrays[name], arrays[f"{name}/ends"] = packed(texts)
        for name, blocks in zip(RECORDS, (self._sections, self._articles), strict=True):
            arrays |= blocks.arrays(name)
        return arrays, {"sites": list(self._sites)}


def ranks(texts: list[bytes]) -> list[int]:
    """The place of each of these distinct texts when they are sorted."""
    places = {text: place for place, text in enumerate(sorted(texts))}
    return [places[text] for text in texts]


def _spread(pairs: array[int], count: int) -> Array:
    """A column of `count` numbers, 0 but for these: places and numbers in turn."""
    column = np.zeros(count, "|u1")
    column[pairs[::2]] = pairs[1::2]
    return column


def _line(record: Record) -> bytes:
    return _ENCODE(record).encode("utf-8", "surrogatepass")


def section_line(section: Section) -> bytes:
    """`_line` of a section's record; its text is escaped all at once, a third of the time that `json` takes for it."""
    record = section_record(section)
    text = record.pop("text", "").encode("utf-8", "surrogatepass")
    if not text or len(text.translate(None, _CONTROLS)) != len(text):
        return _line(section_record(section))
    escaped = text.replace(b"\\", b"\\\\").replace(b'"', b'\\"').replace(b"\n", b"\\n")
    return b'%s,"text":"%s"}' % (_line(record)[:-1], escaped)
