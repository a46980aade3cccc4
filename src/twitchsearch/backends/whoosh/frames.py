"""What the writer of an index and its workers say to each other over pipes: a line of JSON, and packs of articles.

Packs are pickles. They go one way: a worker reads them, and trusts who started it; nobody reads what a worker made.
"""

from __future__ import annotations

import io
import json
import pickle
import struct
from collections.abc import Callable
from dataclasses import fields
from operator import attrgetter
from typing import IO, Any, NamedTuple

from twitchsearch.model import Article, ArticleFacts, Section

_LENGTH = struct.Struct("<Q")


class Job(NamedTuple):
    """A run to be written: where, of how many packs of articles, for which language."""

    folder: str
    name: str
    language: str
    packs: int


def write_job(pipe: IO[bytes], job: Job) -> None:
    """Begin a job; its packs follow. OSError passes through where the other end is gone."""
    pipe.write(json.dumps(job).encode("ascii") + b"\n")


def read_job(pipe: IO[bytes]) -> Job | None:
    """The next job, None where the other end is gone."""
    line = pipe.readline()
    return Job(*json.loads(line)) if line.endswith(b"\n") else None


def write_pack(pipe: IO[bytes], pack: bytes) -> None:
    pipe.write(_LENGTH.pack(len(pack)))
    pipe.write(pack)


def read_pack(pipe: IO[bytes]) -> bytes:
    """The next pack. Raises EOFError where the other end is gone."""
    length = pipe.read(_LENGTH.size)
    pack = pipe.read(*_LENGTH.unpack(length)) if len(length) == _LENGTH.size else b""
    if not pack:
        raise EOFError
    return pack


def packed(articles: list[Article]) -> bytes:
    """Articles as a pack, each made of its fields: half the time that `dataclasses` takes for it."""
    pack = io.BytesIO()
    pickler = pickle.Pickler(pack, pickle.HIGHEST_PROTOCOL)
    pickler.dispatch_table = {Section: _reduced_section, ArticleFacts: _reduced_facts}
    pickler.dump(articles)
    return pack.getvalue()


def unpacked(pack: bytes) -> list[Article]:
    articles: list[Article] = pickle.loads(pack)  # noqa: S301 - packed by this very process, or by who started it
    return articles


_facts: Callable[[ArticleFacts], tuple[Any, ...]] = attrgetter(*(each.name for each in fields(ArticleFacts)))
_section: Callable[[Section], tuple[Any, ...]] = attrgetter(
    *(each.name for each in fields(Section) if each.name != "text")
)
_TEXT = [each.name for each in fields(Section)].index("text")


def _reduced_facts(facts: ArticleFacts) -> tuple[Any, ...]:
    return ArticleFacts, _facts(facts)


def _reduced_section(section: Section) -> tuple[Any, ...]:
    # The text goes as bytes: `pickle` would leave a copy of it in the string itself, for as long as that is kept.
    return _made_section, (section.text.encode("utf-8", "surrogatepass"), *_section(section))


def _made_section(text: bytes, *others: Any) -> Section:
    values: tuple[Any, ...] = (*others[:_TEXT], text.decode("utf-8", "surrogatepass"), *others[_TEXT:])
    return Section(*values)
