"""Tables of causes and remedies against what people found in the same articles.

A collection is a file `topics.json` with a list `tables`; each has `id`, `topic` (the question), `kind` ("causes" or
"remedies") and three lists of labels, each an object with `names`, all wordings that are the same row:

    required   rows that a table must have; `parts` are narrower names that count for it, `articles` those that name it,
               `named_in` is "name" (a heading, an item of a list) or "sentence"; `hedged` ones may stand apart too
    optional   names that may stand in a table and need not, each of them as a row of its own
    disputed   what articles deny or advise against: `strict` ones may be in no row, `required` ones must stand apart

A row matches a label by its name (`names_like` says what is alike): if it is one of the label's, and then it matches
all such labels; or else if it has one as a run of whole words with at most three words more, none of them a negation,
and then it matches the longest alone. A name that equals a disputed one is that one.
"""

from __future__ import annotations

import re
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.reading import digest_of, json_object
from twitchsearch.evaluation.report import Evaluation, Figure, Group, Subject
from twitchsearch.evaluation.resampling import interval_of_mean
from twitchsearch.model import Progress, SectionKind, Step, no_progress
from twitchsearch.model.answers import AnswerKind, Answers, Named

TOPICS = "topics.json"

_KINDS: dict[str, AnswerKind] = {"causes": SectionKind.CAUSES, "remedies": SectionKind.REMEDIES}
_MORE_WORDS = 3
_NEGATIONS = frozenset({"no", "not", "without", "avoid", "avoiding", "against"})
_LEADING = re.compile(r"^(?:\d+[.):]?\s+)?(?:(?:an?|the)\s+)?")
_WORD = re.compile(r"[^\W_]+")
_SPELLINGS = (
    (re.compile(r"is(e[ds]?|ing|ation)$"), r"iz\1"),
    (re.compile(r"(?<=\w{2})our"), "or"),
    (re.compile(r"[ao]e(?=[^s])"), "e"),
    (re.compile(r"tre$"), "ter"),
    (re.compile(r"bre$"), "ber"),
    (re.compile(r"ll(?=ing$|ed$)"), "l"),
)

Name = tuple[str, ...]


@dataclass(frozen=True, slots=True)
class Label:
    """One thing that articles name or dispute. `must` stands for `required` of a disputed one."""

    names: frozenset[Name]
    shown: str
    parts: frozenset[Name] = frozenset()
    articles: int = 0
    in_sentence: bool = False
    hedged: bool = False
    must: bool = False
    strict: bool = False


@dataclass(frozen=True, slots=True)
class LabelledTable:
    id: str
    topic: str
    kind: AnswerKind
    required: tuple[Label, ...]
    optional: tuple[Label, ...] = ()
    disputed: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class JudgedTable:
    """One table against its labels.

    `wrong` rows match nothing that may be there, or what an earlier row has already; `missed` required rows have none;
    `mixed` are strict disputed things that stand in a row, `silent` those that must stand apart and do not. `figures`
    are the table's own; a measure with nothing to measure is not among them.
    """

    table: LabelledTable
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    mixed: tuple[str, ...]
    silent: tuple[str, ...]
    figures: dict[str, float]


Asker = Callable[[LabelledTable], Answers]


def read_tables(folder: Path) -> tuple[list[LabelledTable], str]:
    """The labelled tables of a collection, and its digest. Raises CollectionError, naming the table."""
    path = folder / TOPICS
    listed = json_object(path).get("tables")
    if not isinstance(listed, list) or not listed:
        raise CollectionError(f"{path}: 'tables' is missing or empty")
    tables = [_table(record, f"{path}: table {number}") for number, record in enumerate(listed, 1)]
    return tables, digest_of(folder, [each for each in folder.rglob("*") if each.is_file()])


def evaluate_answers(
    tables: Sequence[LabelledTable], digest: str, ask: Asker, rng: np.random.Generator, progress: Progress = no_progress
) -> tuple[Evaluation, list[JudgedTable]]:
    """Means over the tables, each over those in which there is something to measure.

    precision           rows that match a required or an optional label, over all rows; 0 for a table without rows
    recall              required labels that a row matches (a hedged one: any row, disputed or not); also of those that
                        articles name in headings and lists, and in sentences alone
    kept apart          strict disputed labels that no row matches
    disputes shown      required disputed labels that stand among the disputed
    articles            of the articles that name a matched row, the share that is counted
    """
    judged = []
    for done, table in enumerate(tables, 1):
        judged.append(judge(table, ask(table)))
        progress(Step("asking", done, len(tables)))
    figures = []
    for measure in _MEASURES:
        values = [each.figures[measure] for each in judged if measure in each.figures]
        if values:
            figures.append(Figure(measure, float(np.mean(values)), interval_of_mean(values, rng)))
    return Evaluation(Subject.ANSWERS, digest, "tables", len(judged), tuple(figures), tuple(_groups(judged))), judged


_MEASURES = (
    "precision", "recall", "recall in names", "recall in sentences", "kept apart", "disputes shown", "articles",
)  # fmt: skip


def judge(table: LabelledTable, answers: Answers) -> JudgedTable:
    """A table of ours against a labelled one."""
    wrong, mixed = [], set[Label]()
    found: dict[Label, Named] = {}
    by_name = set[Label]()
    for row in answers.rows:
        right, disputed = _matched(row.name, table)
        mixed |= {label for label in disputed if label.strict}
        again = len(right) == 1 and right[0] in by_name and right[0] in table.required and _is_named(row.name, right[0])
        if again or not (right or any(not label.strict for label in disputed)):
            wrong.append(row.name)
        by_name |= {label for label in right if _is_named(row.name, label)}
        for label in right:
            found.setdefault(label, row)
    apart = {label for each in answers.disputed for label in _apart(each.named.name, table)}
    missed = [each for each in table.required if each not in found and not (each.hedged and each in apart)]
    silent = [each for each in table.disputed if each.must and each not in apart]
    return JudgedTable(
        table,
        tuple(wrong),
        tuple(each.shown for each in missed),
        tuple(each.shown for each in mixed),
        tuple(each.shown for each in silent),
        dict(_figures(table, answers, _Outcome(len(wrong), missed, mixed, silent, found))),
    )


def names_like(text: str) -> Name:
    """A name as it is compared: its words in lower case, without a leading number or article, in the singular and in
    American spelling."""
    return tuple(map(_word, _WORD.findall(_LEADING.sub("", text.lower().replace("’", "'").replace("'", "")))))


def _word(word: str) -> str:
    word = _singular(word)
    for pattern, american in _SPELLINGS:
        word = pattern.sub(american, word)
    return word


def _singular(word: str) -> str:
    if word.endswith("ies") and len(word) > 4:
        return word[:-3] + "y"
    if word.endswith(("sses", "shes", "ches", "xes", "zes")):
        return word[:-2]
    return word[:-1] if word.endswith("s") and not word.endswith(("ss", "us", "is")) and len(word) > 3 else word


def _matched(text: str, table: LabelledTable) -> tuple[list[Label], list[Label]]:
    """The required and optional labels that a row's name matches, and the disputed ones."""
    name = names_like(text)
    disputed = [label for label in table.disputed if name in label.names]
    exact = [each for each in (*table.required, *table.optional) if name in each.names or name in each.parts]
    if exact or disputed:
        required = [each for each in exact if each in table.required]
        return ([] if any(label.strict for label in disputed) else required or exact), disputed
    runs = [
        (len(each), -place, label)
        for place, label in enumerate((*table.required, *table.optional, *table.disputed))
        for each in label.names | label.parts
        if _has(name, each)
    ]
    if not runs:
        return [], []
    best = max(runs, key=lambda run: run[:2])[2]
    return ([], [best]) if best in table.disputed else ([best], [])


def _apart(text: str, table: LabelledTable) -> list[Label]:
    """The disputed labels, and the hedged ones, that a disputed name matches."""
    name = names_like(text)
    labels = [*table.disputed, *(each for each in table.required if each.hedged)]
    exact = [label for label in labels if name in label.names or name in label.parts]
    return exact or [label for label in labels if any(_has(name, each) for each in label.names | label.parts)]


def _is_named(text: str, label: Label) -> bool:
    name = names_like(text)
    return name in label.names or (name not in label.parts and any(_has(name, each) for each in label.names))


def _has(name: Name, run: Name) -> bool:
    """Whether a name has another as a run of whole words, with a few words more, none of which turns its meaning."""
    if not run or len(name) - len(run) > _MORE_WORDS:
        return False
    for start in range(len(name) - len(run) + 1):
        if name[start : start + len(run)] == run:
            return _NEGATIONS.isdisjoint((*name[:start], *name[start + len(run) :]))
    return False


@dataclass(frozen=True, slots=True)
class _Outcome:
    """How many rows are wrong, which labels are missed, mixed in and not shown apart, and which row each label has."""

    wrong: int
    missed: Sequence[Label]
    mixed: set[Label]
    silent: Sequence[Label]
    found: dict[Label, Named]


def _figures(table: LabelledTable, answers: Answers, outcome: _Outcome) -> Iterator[tuple[str, float]]:
    yield "precision", 1 - outcome.wrong / len(answers.rows) if answers.rows else 0.0
    in_names = [each for each in table.required if not each.in_sentence]
    in_sentences = [each for each in table.required if each.in_sentence]
    for measure, labels in (
        ("recall", table.required),
        ("recall in names", in_names),
        ("recall in sentences", in_sentences),
    ):
        if labels:
            yield measure, 1 - sum(each in outcome.missed for each in labels) / len(labels)
    if strict := sum(each.strict for each in table.disputed):
        yield "kept apart", 1 - len(outcome.mixed) / strict
    if must := sum(each.must for each in table.disputed):
        yield "disputes shown", 1 - len(outcome.silent) / must
    counted = [min(row.articles, each.articles) / each.articles for each, row in outcome.found.items() if each.articles]
    if counted:
        yield "articles", sum(counted) / len(counted)


def _groups(judged: Sequence[JudgedTable]) -> Iterator[Group]:
    for kind in _KINDS.values():
        tables = [each.figures for each in judged if each.table.kind is kind]
        if tables:
            means = (
                Figure(measure, float(np.mean([each[measure] for each in tables if measure in each])))
                for measure in _MEASURES
                if any(measure in each for each in tables)
            )
            yield Group(kind.value, len(tables), tuple(means))


def _table(record: Any, where: str) -> LabelledTable:
    if not isinstance(record, dict):
        raise CollectionError(f"{where} is not an object")
    texts = [record.get(key) for key in ("id", "topic", "kind")]
    if not all(isinstance(each, str) and each for each in texts) or texts[2] not in _KINDS:
        raise CollectionError(f"{where}: it has an id, a topic, and a kind: {' or '.join(_KINDS)}")
    required, optional, disputed = (tuple(_labels(record, key, where)) for key in ("required", "optional", "disputed"))
    single = tuple(Label(frozenset({name}), " ".join(name)) for each in optional for name in sorted(each.names))
    return LabelledTable(record["id"], record["topic"], _KINDS[record["kind"]], required, single, disputed)


def _labels(record: dict[str, Any], key: str, where: str) -> Iterator[Label]:
    listed = record.get(key, [])
    if not isinstance(listed, list) or not all(isinstance(each, dict) for each in listed):
        raise CollectionError(f"{where}: {key!r} is not a list of objects")
    for each in listed:
        names, parts, articles = (each.get(name, []) for name in ("names", "parts", "articles"))
        if not all(
            isinstance(texts, list) and all(isinstance(one, str) for one in texts) for texts in (names, parts, articles)
        ):
            raise CollectionError(f"{where}: the names, parts and articles of {key!r} are lists of texts")
        if not names:
            raise CollectionError(f"{where}: one of {key!r} has no names")
        yield Label(
            _alike(names), names[0], _alike(parts), len(articles), each.get("named_in") == "sentence",
            each.get("hedged") is True, each.get("required") is True, each.get("strict") is True,
        )  # fmt: skip


def _alike(names: Iterable[str]) -> frozenset[Name]:
    return frozenset(map(names_like, names))
