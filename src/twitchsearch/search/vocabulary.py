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

What has the words of the other in it adds nothing that these words do not find themselves. Abbreviations (in capitals)
stand for what they are short for, and not the other way round: who writes them says first what they mean.
"""

from __future__ import annotations

import json
import re
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain, permutations, product
from pathlib import Path
from typing import Any

from twitchsearch.errors import SettingsError
from twitchsearch.model import Phrase, Query, SearchRequest, Synonyms, Word
from twitchsearch.model.requests import Alternative, Vocabulary
from twitchsearch.search.analysis import Analyser, analyser
from twitchsearch.search.limits import LIMITS
from twitchsearch.search.stopwords import stop_words
from twitchsearch.text import clean

EQUAL, BROADER = 0.2, 0.1
"""What an occurrence of a word of the same meaning counts, and of a broader one; see docs/relevance.md."""

LONGEST = 6
"""Terms that one entry may have."""

_LARGEST_FILE = 1 << 20
_MOST = 40
_FOLDER = Path(__file__).parent / "words"
_KEYS = ("same", "broader", "apart")
_LISTS = re.compile(r'(\w+) = (\["[^\]\\]*"\])').findall
_EXAMPLE = 'one is such as { same = ["flu", "influenza"] }'


@dataclass(frozen=True, slots=True)
class Entry:
    """A word of a group, or several, as the file has it, and its terms."""

    text: str
    terms: tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Group:
    """What one group of a file says."""

    same: tuple[Entry, ...] = ()
    broader: tuple[Entry, ...] = ()
    apart: tuple[Entry, ...] = ()


@lru_cache(maxsize=4)
def vocabulary(language: str = "english", own: Path | None = None) -> Vocabulary:
    """All there is: the project's words, where the language is English, and those of the user's file.

    Raises SettingsError, which names the file and the line.
    """
    terms, files = analyser(language), _files(language)
    return compiled([group for path in [*files, *([own] if own else [])] for group in read_groups(path, terms)])


def vocabulary_for(query: str, language: str = "english", own: Path | None = None) -> Vocabulary:
    """As much of `vocabulary` as a query can call for, in a tenth of the time. Raises as that does."""
    terms = analyser(language)
    groups = [group for path in _files(language) for group in _groups_with(query, path, terms)]
    return compiled([*groups, *(read_groups(own, terms) if own else [])])


def read_groups(path: Path, analyser: Analyser) -> list[Group]:
    """The groups of a file, in its order. Raises SettingsError for the first thing wrong in it, with its line."""
    return _groups(_read(path), path, analyser)


def compiled(groups: Iterable[Group]) -> Vocabulary:
    """What the groups say together, by the terms of what a query may have; strongest alternatives first."""
    found: dict[tuple[str, ...], dict[tuple[str, ...], Alternative]] = {}
    apart: set[tuple[tuple[str, ...], tuple[str, ...]]] = set()
    for group in groups:
        for one, other in permutations(group.same, 2):
            _add(found, one, other, EQUAL)
        for one, other in product(group.same, group.broader):
            _add(found, one, other, BROADER)
        apart.update(permutations((each.terms for each in group.apart), 2))
    kept = {one: [each for other, each in others.items() if (one, other) not in apart] for one, others in found.items()}
    return {one: tuple(sorted(others, key=lambda each: -each.weight)) for one, others in kept.items() if others}


def alternatives(
    children: Sequence[Query], request: SearchRequest, analyser: Analyser
) -> Iterator[tuple[tuple[Word, ...], tuple[Alternative, ...]]]:
    """What the request's vocabulary has instead of words side by side: which words, and what may stand for them.

    Of what begins at one word the longest is taken, and nothing within it. Unfinished words, and whatever else is no
    plain word, part those before from those after. What the query says itself is no alternative.
    """
    at, words = 0, [_finished(child, request) for child in children] if request.vocabulary else []
    terms = [tuple(analyser.terms(word.text)) if word else () for word in words]
    said = frozenset(chain.from_iterable(terms))
    while at < len(words):
        ends = range(min(len(words), at + LONGEST), at, -1)
        end = next((end for end in ends if _joined(terms[at:end]) in request.vocabulary), at)
        if end > at:
            also = request.vocabulary[_joined(terms[at:end])]
            new = tuple(each for each in also if not said.issuperset(analyser.terms(each.text)))
            yield tuple(word for word in words[at:end] if word), new
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
    found: dict[tuple[str, ...], dict[tuple[str, ...], Alternative]], one: Entry, other: Entry, weight: float
) -> None:
    if not (_has(one.terms, other.terms) or _has(other.terms, one.terms) or other.text.isupper() > one.text.isupper()):
        others = found.setdefault(one.terms, {})
        if other.terms not in others or others[other.terms].weight < weight:
            others[other.terms] = Alternative(other.text, weight)


def _has(terms: tuple[str, ...], part: tuple[str, ...]) -> bool:
    """Whether `part` stands in `terms` side by side."""
    return any(terms[at : at + len(part)] == part for at in range(len(terms) - len(part) + 1))


def _files(language: str) -> list[Path]:
    return sorted(_FOLDER.glob("*.toml")) if language == "english" else []


def _groups_with(query: str, path: Path, analyser: Analyser) -> list[Group]:
    """Those groups of one of the project's files, which have a line each, that a query may call for.

    They have a word that begins as a word of the query does, stop words aside: as its stem, but for the last letter.
    Those that keep words apart are always among them.
    """
    words = set(analyser.words(query)[: LIMITS.terms]) - stop_words(analyser.language)
    stems = [analyser.stem(word) for word in words]
    beginnings = "|".join(re.escape(stem[: max(2, len(stem) - 1)]) for stem in stems)
    if not beginnings:
        return []
    some = re.compile(rf".*(?:\bapart = |\b(?:{beginnings}))", re.IGNORECASE)
    lines = [line for line in _read(path).splitlines() if line.startswith("  {") and some.match(line)]
    return [_group(_table(line), analyser) for line in lines]


def _table(line: str) -> dict[str, Any]:
    """A line of one of the project's files, all of which are such that nothing of TOML has to be loaded for them."""
    return {key: json.loads(words) for key, words in _LISTS(line)}


def _read(path: Path) -> str:
    try:
        if not path.is_file():
            raise SettingsError(f"the vocabulary {path} is not a file that can be read; mend search.vocabulary")
        with path.open("rb") as file:
            contents = file.read(_LARGEST_FILE + 1)
        if len(contents) > _LARGEST_FILE:
            raise SettingsError(f"{path} is larger than 1 MiB; that is no vocabulary")
        return contents.decode("utf-8-sig")
    except OSError as error:
        raise SettingsError(f"the vocabulary {path} cannot be read: {error.strerror or error}") from error
    except UnicodeDecodeError as error:
        raise SettingsError(f"{path} is not UTF-8 (byte {error.start}); save it as UTF-8") from error


def _groups(text: str, path: Path, analyser: Analyser) -> list[Group]:
    tables = _tables(text, path)
    groups: list[Group] = []
    for table in tables:
        try:
            groups.append(_group(table, analyser))
        except ValueError as problem:
            raise SettingsError(f"{_place(tables[: len(groups) + 1], text, path)}: {problem}") from problem
    return groups


def _tables(text: str, path: Path) -> list[Any]:
    from twitchsearch.files import toml_table

    try:
        tree = toml_table(text)
    except ValueError as error:
        raise SettingsError(f"{path} is not TOML: {error}") from error
    tables = tree.pop("group", [])
    if tree:
        raise SettingsError(f"{path}: there is no {min(tree)[:60]!r} in a vocabulary; it has groups: group = [ … ]")
    if not isinstance(tables, list):
        raise SettingsError(f"{path}: group is a list of groups; {_EXAMPLE}")
    return tables


def _place(tables: Sequence[Any], text: str, path: Path) -> str:
    """The file and the line of the last of these tables: of the first text in it, looked for after those before."""
    at = 0
    for table in tables:
        lists = [words for words in table.values() if isinstance(words, list)] if isinstance(table, dict) else []
        first = next((each for each in chain.from_iterable(lists) if isinstance(each, str) and each), None)
        found = max(text.find(f"{quote}{first}{quote}", at) for quote in "\"'") if first else -1
        if found < 0:
            return f"{path}, group {len(tables)}"
        at = found + 1
    return f"{path}, line {text.count(chr(10), 0, at) + 1}"


def _group(table: Any, analyser: Analyser) -> Group:
    """Raises ValueError."""
    if not isinstance(table, dict):
        raise ValueError(f"a group is a table; {_EXAMPLE}")
    if strange := sorted(table.keys() - set(_KEYS)):
        raise ValueError(f"a group has no {strange[0][:60]!r}; it has {', '.join(_KEYS)}")
    group = Group(*(_entries(table.get(key, []), key, analyser) for key in _KEYS))
    alone = bool(group.apart) != bool(group.same or group.broader)
    if not alone or max(len(group.apart), len(group.same) + bool(group.same and group.broader)) < 2:
        raise ValueError(
            "a group has two words or more in same, or one and something broader; or two or more in apart alone"
        )
    return group


def _entries(value: Any, key: str, analyser: Analyser) -> tuple[Entry, ...]:
    if not isinstance(value, list) or not all(isinstance(each, str) for each in value):
        raise ValueError(f"{key} is a list of words in quotation marks; {_EXAMPLE}")
    if len(value) > _MOST:
        raise ValueError(f"{key} has {len(value)} words; {_MOST} are the most")
    entries = tuple(Entry(clean(each), tuple(analyser.terms(each))) for each in value)
    for each in entries:
        if not 0 < len(each.terms) <= LONGEST:
            raise ValueError(f"{each.text[:60]!r} has {len(each.terms)} words; an entry has from 1 to {LONGEST}")
    return entries
