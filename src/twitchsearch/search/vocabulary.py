"""Words that mean the same: the only reader of vocabulary files, and what of a vocabulary a query calls for.

A file is TOML with groups:

    group = [
      { same = ["fasciculation", "muscle twitch"] },
      { same = ["charley horse"], broader = ["leg cramp"] },
      { apart = ["twitch", "cramp"] },
    ]

The words of `same` stand for each other. They are also looked for as the words of `broader`, of which they are a kind;
never the other way round. Those of `apart` never stand for each other, whatever other groups say. A word may be several
(a phrase); words are compared by their terms, so one form of each is enough.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, permutations, product
from pathlib import Path
from typing import Any

from twitchsearch.errors import SettingsError
from twitchsearch.model import Phrase, Query, SearchRequest, Synonyms, Word
from twitchsearch.model.requests import Alternative, Vocabulary
from twitchsearch.search.analysis import Analyser, analyser
from twitchsearch.text import clean

EQUAL, BROADER = 0.6, 0.3
"""What an occurrence of a word of the same meaning counts, and of a broader one; see docs/relevance.md."""

LONGEST = 6
"""Terms that one entry may have."""

_LARGEST_FILE = 1 << 20
_MOST = 40
_FOLDER = Path(__file__).parent / "words"
_KEYS = ("same", "broader", "apart")


@dataclass(frozen=True, slots=True)
class Group:
    """One group of a file: what it says, and where (the file, and its line where that is known)."""

    place: str
    same: tuple[str, ...] = ()
    broader: tuple[str, ...] = ()
    apart: tuple[str, ...] = ()


@lru_cache(maxsize=4)
def vocabulary(language: str = "english", own: Path | None = None) -> Vocabulary:
    """The project's words, where the language is English, and those of the user's file.

    Raises SettingsError, which names the file and the line.
    """
    files = [*(sorted(_FOLDER.glob("*.toml")) if language == "english" else ()), *([own] if own else ())]
    return compiled((group for path in files for group in read_groups(path)), analyser(language))


def read_groups(path: Path) -> list[Group]:
    """The groups of a file, in its order. Raises SettingsError for the first thing wrong in it."""
    text = _read(path)
    tree = _parsed(text, path)
    if strange := tree.keys() - {"group"}:
        raise SettingsError(f"{path}: there is no {min(strange)!r} in a vocabulary; it has groups: group = [ … ]")
    tables = tree.get("group", [])
    if not isinstance(tables, list):
        raise SettingsError(f'{path}: group is a list of groups, each such as {{ same = ["flu", "influenza"] }}')
    return [_group(table, place) for table, place in zip(tables, _places(tables, text, path), strict=True)]


def compiled(groups: Iterable[Group], analyser: Analyser) -> Vocabulary:
    """What the groups say together, by the terms of what a query may have; strongest alternatives first."""
    found: dict[tuple[str, ...], dict[tuple[str, ...], Alternative]] = {}
    apart: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for group in groups:
        same, broader = ([(_terms(each, analyser, group.place), each) for each in words]
                         for words in (group.same, group.broader))  # fmt: skip
        for (one, _), (other, text) in permutations(same, 2):
            _add(found, one, other, Alternative(text, EQUAL))
        for (one, _), (other, text) in product(same, broader):
            _add(found, one, other, Alternative(text, BROADER))
        apart.update(permutations((_terms(each, analyser, group.place) for each in group.apart), 2))
    kept = {one: [each for other, each in others.items() if (one, other) not in apart] for one, others in found.items()}
    return {one: tuple(sorted(others, key=lambda each: -each.weight)) for one, others in kept.items() if others}


def alternatives(
    children: Sequence[Query], request: SearchRequest, analyser: Analyser
) -> Iterator[tuple[tuple[Word, ...], tuple[Alternative, ...]]]:
    """What the request's vocabulary has instead of words side by side: which words, and what may stand for them.

    Of what begins at one word the longest is taken, and nothing within it. Unfinished words, and whatever else is no
    plain word, part those before from those after.
    """
    at, words = 0, [_finished(child, request) for child in children] if request.vocabulary else []
    terms = [tuple(analyser.terms(word.text)) if word else () for word in words]
    while at < len(words):
        ends = range(min(len(words), at + LONGEST), at, -1)
        end = next((end for end in ends if _joined(terms[at:end]) in request.vocabulary), at)
        if end > at:
            yield tuple(word for word in words[at:end] if word), request.vocabulary[_joined(terms[at:end])]
        at = max(end, at + 1)


def synonyms(word: Word, also: Iterable[Alternative]) -> Synonyms:
    """A word with what may stand for it."""
    also = tuple(also)
    return Synonyms((word, *(Phrase(each.text) for each in also)), (1.0, *(each.weight for each in also)))


def _finished(child: Query, request: SearchRequest) -> Word | None:
    return child if isinstance(child, Word) and not (child.last and request.typing) else None


def _joined(terms: Sequence[tuple[str, ...]]) -> tuple[str, ...]:
    return tuple(chain.from_iterable(terms)) if all(terms) else ()


def _add(
    found: dict[tuple[str, ...], dict[tuple[str, ...], Alternative]],
    one: tuple[str, ...],
    other: tuple[str, ...],
    alternative: Alternative,
) -> None:
    others = found.setdefault(one, {})
    if one != other and (other not in others or others[other].weight < alternative.weight):
        others[other] = alternative


def _terms(words: str, analyser: Analyser, place: str) -> tuple[str, ...]:
    terms = tuple(analyser.terms(words))
    if not 0 < len(terms) <= LONGEST:
        raise SettingsError(f"{place}: {words[:60]!r} has {len(terms)} words; an entry has from 1 to {LONGEST}")
    return terms


def _read(path: Path) -> str:
    if not path.is_file():
        raise SettingsError(f"the vocabulary {path} is not a file that can be read; mend search.vocabulary")
    try:
        with path.open("rb") as file:
            contents = file.read(_LARGEST_FILE + 1)
        if len(contents) > _LARGEST_FILE:
            raise SettingsError(f"{path} is larger than 1 MiB; that is no vocabulary")
        return contents.decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"the vocabulary {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _parsed(text: str, path: Path) -> Mapping[str, Any]:
    import tomllib

    try:
        return tomllib.loads(text)
    except (tomllib.TOMLDecodeError, RecursionError) as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error


def _places(tables: Sequence[Any], text: str, path: Path) -> Iterator[str]:
    """Where each group stands: the file, and the line of the first text in it, looked for after the group before."""
    at = 0
    for number, table in enumerate(tables, start=1):
        found = _first_text(table)
        match = re.compile(rf"""["']{re.escape(found)}["']""").search(text, at) if found else None
        if match is None:
            yield f"{path}, group {number}"
        else:
            at = match.end()
            yield f"{path}, line {text.count(chr(10), 0, match.start()) + 1}"


def _first_text(table: Any) -> str:
    lists = table.values() if isinstance(table, dict) else ()
    return next((each for words in lists if isinstance(words, list) for each in words if isinstance(each, str)), "")


def _group(table: Any, place: str) -> Group:
    if not isinstance(table, dict):
        raise SettingsError(f'{place}: a group is a table, such as {{ same = ["flu", "influenza"] }}')
    if strange := sorted(table.keys() - set(_KEYS)):
        raise SettingsError(f"{place}: a group has no {strange[0]!r}; it has {', '.join(_KEYS)}")
    group = Group(place, *(_words(table.get(key, []), key, place) for key in _KEYS))
    enough = len(group.same) > 1 or (group.same and group.broader) or len(group.apart) > 1
    if not enough or (group.apart and (group.same or group.broader)):
        raise SettingsError(
            f"{place}: a group needs two words in same, or one and something broader, or two in apart and nothing else"
        )
    return group


def _words(value: Any, key: str, place: str) -> tuple[str, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise SettingsError(f"{place}: {key} is a list of words in quotation marks")
    if len(value) > _MOST:
        raise SettingsError(f"{place}: {key} has {len(value)} words; {_MOST} are the most")
    return tuple(clean(each) for each in value)
