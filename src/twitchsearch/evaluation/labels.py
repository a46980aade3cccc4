"""Pages whose outline a person wrote down: which sections there are, of which kind, and what is no part of them.

A collection is a folder with pages `<name>.html` and for each a `<name>.json`: `layout`, `url`, `title`, `boilerplate`
(phrases that belong to no section) and `sections`, in the order of the page: `path` (the headings, outermost first;
none for text before the first heading), `kind`, `starts` and `ends` (its first and last words as they are shown);
`label_free: true` where the page has no heading there, so that any is right. `title`, `authors`, `published`,
`modified` and `reviewed` are what the page says of itself (null or none where it says nothing); those that are there
are judged.
"""

from __future__ import annotations

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from pathlib import Path
from typing import Any

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.extraction import FETCHED_AT
from twitchsearch.evaluation.reading import contents, digest_of, json_object
from twitchsearch.model import Page, SectionKind

FACTS = ("title", "authors", "published", "modified", "reviewed")


@dataclass(frozen=True, slots=True)
class LabelledSection:
    path: tuple[str, ...]
    kind: SectionKind
    starts: str
    ends: str
    label_free: bool = False


@dataclass(frozen=True, slots=True)
class LabelledPage:
    name: str
    layout: str
    page: Page
    sections: tuple[LabelledSection, ...]
    boilerplate: tuple[str, ...] = ()
    facts: Mapping[str, str | tuple[str, ...]] = field(default_factory=dict)


def read_labelled(folder: Path) -> tuple[list[LabelledPage], str]:
    """The labelled pages of a folder by name, and its digest.

    Raises CollectionError where a page is missing or a label is not as it should be.
    """
    labels = sorted(folder.glob("*.json")) if folder.is_dir() else []
    if not labels:
        raise CollectionError(f"{folder} has no labelled page: no .json file")
    pages = [_labelled_page(path) for path in labels]
    return pages, digest_of(folder, [*labels, *(path.with_suffix(".html") for path in labels)])


def _labelled_page(path: Path) -> LabelledPage:
    record = json_object(path)
    page = Page(_text(record, "url", path), contents(path.with_suffix(".html")), FETCHED_AT)
    sections = tuple(_section(each, f"{path}: section {number}") for number, each in enumerate(_list(record, path), 1))
    if not sections:
        raise CollectionError(f"{path}: no sections")
    phrases = record.get("boilerplate", [])
    return LabelledPage(
        path.stem,
        _text(record, "layout", path),
        page,
        sections,
        _texts(phrases, f"{path}: boilerplate"),
        _facts(record, path),
    )


def _facts(record: dict[str, Any], path: Path) -> dict[str, str | tuple[str, ...]]:
    """What is labelled of the article as a whole: "" where the page does not say."""
    found: dict[str, str | tuple[str, ...]] = {}
    for name in FACTS:
        value = record.get(name) or ""
        if name == "authors":
            found[name] = _texts(value or [], f"{path}: {name}")
        elif isinstance(value, str):
            found[name] = value
        else:
            raise CollectionError(f"{path}: {name} is not a text")
    return {name: value for name, value in found.items() if name in record}


def _section(record: Any, where: str) -> LabelledSection:
    if not isinstance(record, dict):
        raise CollectionError(f"{where} is not an object")
    kind = _text(record, "kind", where)
    if kind not in set(SectionKind):
        raise CollectionError(f"{where} is of no known kind: {kind[:40]!r}")
    path = _texts(record.get("path"), f"{where}: path")
    starts, ends = _text(record, "starts", where), _text(record, "ends", where)
    if not (re.search(r"\w", starts) and re.search(r"\w", ends)):
        raise CollectionError(f"{where} begins or ends without a word")
    return LabelledSection(path, SectionKind(kind), starts, ends, record.get("label_free") is True)


def _list(record: dict[str, Any], where: Path) -> list[Any]:
    found = record.get("sections")
    if not isinstance(found, list):
        raise CollectionError(f"{where}: sections is missing or not a list")
    return found


def _texts(value: Any, where: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise CollectionError(f"{where} is missing or not a list of texts")
    return tuple(value)


def _text(record: dict[str, Any], key: str, where: object) -> str:
    value = record.get(key)
    if not isinstance(value, str) or not value.strip():
        raise CollectionError(f"{where}: {key} is missing or not a text")
    return value
