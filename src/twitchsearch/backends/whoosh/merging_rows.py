"""The rows of several segments made one: columns, texts, blocks of records, as they are where none of them is dead."""

from __future__ import annotations

from concurrent.futures import Executor
from typing import Any

import numpy as np

from twitchsearch.backends.whoosh.arrays import Array, Parts, narrow, packed
from twitchsearch.backends.whoosh.merging import Source
from twitchsearch.backends.whoosh.records import BLOCKS, Blocks
from twitchsearch.backends.whoosh.rows import ranks
from twitchsearch.backends.whoosh.schema import COLUMNS, RECORDS, TEXTS


def merged_rows(merging: list[Source], executor: Executor) -> tuple[dict[str, Parts], dict[str, Any]]:
    """The arrays and notes of the rows."""
    sites: dict[str, int] = {}
    arrays: dict[str, Parts] = {}
    for name in COLUMNS:
        arrays[name] = narrow(np.concatenate([_column(each, name, sites) for each in merging]))
    for name in TEXTS:
        texts = [text for each in merging for text in _live_texts(each, name)]
        arrays[name], arrays[f"{name}/ends"] = packed(texts)
        if name == "article/id":
            arrays["article/rank"] = narrow(np.array(ranks(texts), np.int64))
    for name in RECORDS:
        arrays |= _records(merging, name, executor)
    return arrays, {"sites": list(sites)}


def _column(source: Source, name: str, sites: dict[str, int]) -> Array:
    values = source.segment.rows.whole(name).astype(np.int64)
    live = values[source.live if name.startswith(("section/", "length/")) else source.live_articles]
    match name:
        case "section/article":
            return np.asarray(source.moved_articles[live])
        case "article/first":
            return np.append(source.moved, source.first + source.sections)[live]
        case "article/site":
            names = source.segment.rows.notes.get("sites", ())
            own = np.array([sites.setdefault(str(site), len(sites)) for site in names], np.int64)
            return np.asarray(own[live])
        case _:
            return live


def _live_texts(source: Source, name: str) -> list[bytes]:
    texts = source.segment.texts(name)
    live = source.live if name.startswith("section/") else source.live_articles
    return texts if source.whole else [texts[number] for number in np.flatnonzero(live).tolist()]


def _records(merging: list[Source], name: str, executor: Executor) -> dict[str, Parts]:
    """Blocks are taken as they are from a whole source, and filled anew from another."""
    contents: list[Array] = []
    ends, firsts, heads = ([np.empty(0, np.int64)] for _ in range(3))
    size = blocks = 0
    for each in merging:
        of_source, first = _blocks(each, name, executor)
        contents.append(of_source[name])
        ends.append(of_source[f"{name}/ends"].astype(np.int64) + size)
        firsts.append(of_source[f"{name}/firsts"].astype(np.int64) + first)
        heads.append(of_source[f"{name}/heads"].astype(np.int64) + blocks)
        size += of_source[name].size
        blocks += of_source[f"{name}/ends"].size
    return {
        name: contents,
        f"{name}/ends": narrow(np.concatenate(ends)),
        f"{name}/firsts": narrow(np.concatenate(firsts)),
        f"{name}/heads": narrow(np.concatenate(heads)),
    }


def _blocks(source: Source, name: str, executor: Executor) -> tuple[dict[str, Array], int]:
    of_sections = name.startswith("section/")
    first = source.first if of_sections else source.first_article
    if source.whole:
        parts = (name, *(f"{name}/{part}" for part in ("ends", "firsts", "heads")))
        return {part: source.segment.rows.whole(part) for part in parts}, first
    blocks, live = Blocks(executor, BLOCKS[name]), source.live if of_sections else source.live_articles
    for line, lives in zip(source.segment.records(name).lines(), live.tolist(), strict=True):
        if lives:
            blocks.add(line)
    return blocks.arrays(name), first
