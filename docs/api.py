"""The reference of the public Python API, made from the docstrings: docs/python-api.md.

    python docs/api.py

writes it anew. tests/test_api_reference.py finds it out of date.
"""

from __future__ import annotations

import inspect
import re
from collections.abc import Iterator
from dataclasses import fields, is_dataclass
from enum import EnumType
from pathlib import Path
from types import FunctionType
from typing import Any

import twitchsearch
from twitchsearch import errors

PAGE = Path(__file__).resolve().parent / "python-api.md"

CHAPTERS = {
    "Opening and asking": ("open_library", "OpenLibrary", "parse"),
    "What is asked": ("SearchRequest", "Filters", "Window", "Matching", "Grouping", "Copies", "Sort", "DateField"),
    "What is answered": (
        "Results",
        "Hit",
        "Snippet",
        "Span",
        "Count",
        "Facets",
        "Expansion",
        "Answers",
        "Named",
        "Disputed",
    ),
    "Articles": ("Article", "ArticleFacts", "Section", "SectionKind"),
    "Keeping a library": ("ImportReport", "BuildReport", "IndexState", "Progress", "Step"),
}


def page() -> str:
    """The whole document."""
    lines = [
        "# Python API",
        "",
        "Made from the docstrings by `docs/api.py`. How it is used stands in [From Python](python.md). All is imported",
        "from `twitchsearch` and loaded when it is first used. Values are frozen dataclasses; fields are added, never",
        "renamed.",
        "",
    ]
    for chapter, names in CHAPTERS.items():
        lines += [f"## {chapter}", ""]
        lines += [line for name in names for line in _entry(name, getattr(twitchsearch, name))]
    return "\n".join([*lines, "## Errors", "", *_errors(), ""])


def _entry(name: str, thing: Any) -> Iterator[str]:
    yield from (f"### `{name}`", "")
    match thing:
        case FunctionType():
            yield from (_code(f"{name}{_signature(thing)}"), "", *_prose(thing), "")
        case EnumType():
            known: dict[str, Any] = dict(thing.__members__)
            members = ", ".join(f"`{each}` (`{value.value!r}`)" for each, value in known.items())
            yield from (*_prose(thing), "", f"Members: {members}.", "")
        case type() if is_dataclass(thing):
            yield from (*_prose(thing), "", *_fields(thing), "", *_methods(thing))
        case type():
            yield from (*_prose(thing), "", *_methods(thing))
        case _:
            yield from ("`Callable[[Step], None]`: is told how far it is, often; may raise, and so stop it.", "")


def _fields(thing: Any) -> Iterator[str]:
    yield from ("| field | type |", "|---|---|")
    for each in fields(thing):
        shown = str(each.type).replace("|", "\\|")
        yield f"| `{each.name}` | `{shown}` |"


def _methods(thing: type) -> Iterator[str]:
    for name, member in vars(thing).items():
        if name.startswith("_") or not inspect.getdoc(member):
            continue
        match member:
            case property():
                yield from (f"**`.{name}`**: {' '.join(_prose(member))}", "")
            case FunctionType():
                yield from (_code(f".{name}{_signature(member)}"), "", *_prose(member), "")


def _signature(function: FunctionType) -> str:
    text = str(inspect.signature(function)).replace("(self, ", "(").replace("(self)", "()")
    text = re.sub(r"(: |-> )'([^']*)'", r"\1\2", text)  # annotations are kept as texts
    return re.sub(r"<function (\w+) at \w+>", r"\1", text)


def _code(text: str) -> str:
    return f"```text\n{text}\n```"


def _prose(thing: Any) -> list[str]:
    return (inspect.getdoc(thing) or "").splitlines()


def _errors() -> list[str]:
    """The tree of the docstring of `errors`, which is kept true there."""
    tree = inspect.cleandoc(errors.__doc__ or "")
    return ["```text", *re.findall(r"^ {4}(.*)$", tree, re.MULTILINE), "```"]


if __name__ == "__main__":
    PAGE.write_text(page(), encoding="utf-8")
    print(f"{PAGE}: {len(page().splitlines())} lines")
