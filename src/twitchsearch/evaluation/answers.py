"""Tables of causes and remedies against what people found in the same articles.

A collection is a file `topics.jsonl`; each record has `_id`, `text` (the question), `kind` ("causes" or "remedies"),
`rows` and `disputed`: lists of labels, each an object with `names`, every way in which the thing may be called. A label
may have `articles`, how many name it when copies count once. What stands in `either` is right in a table and not
missed in none. Names are compared by their terms, whatever their order, without stop words.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any, get_args

import numpy as np

from twitchsearch.evaluation.reading import Place, digest_of, records, text_of
from twitchsearch.evaluation.report import Evaluation, Figure, Group, Subject
from twitchsearch.evaluation.resampling import bootstrap
from twitchsearch.model import Progress, Step, no_progress
from twitchsearch.model.answers import AnswerKind, Answers, Named
from twitchsearch.search.analysis import Analyser, analyser
from twitchsearch.search.stopwords import stop_words

TOPICS = "topics.jsonl"

Meaning = frozenset[str]


@dataclass(frozen=True, slots=True)
class Label:
    """One thing that articles name, by any of its names; `articles` that name it, where the label says so."""

    names: tuple[str, ...]
    articles: int | None = None


@dataclass(frozen=True, slots=True)
class AnswerTopic:
    """A question and what its table holds, going by the articles."""

    id: str
    text: str
    kind: AnswerKind
    rows: tuple[Label, ...]
    disputed: tuple[Label, ...] = ()
    either: tuple[Label, ...] = ()


@dataclass(frozen=True, slots=True)
class Judged:
    """One table against its labels. `wrong` rows match no label or one that another row has; `mixed` are disputed
    things that stand among the rows, `silent` those that stand nowhere apart."""

    topic: AnswerTopic
    rows: int
    wrong: tuple[str, ...]
    missed: tuple[str, ...]
    mixed: tuple[str, ...]
    silent: tuple[str, ...]
    counts: int = 0
    miscounted: tuple[str, ...] = ()


Asker = Callable[[AnswerTopic], Answers]


def read_topics(folder: Path) -> tuple[list[AnswerTopic], str]:
    """The topics of a collection, and its digest. Raises CollectionError, naming file and line."""
    path = folder / TOPICS
    topics = [_topic(record, place) for place, record in records(path)]
    return topics, digest_of(folder, [each for each in folder.rglob("*") if each.is_file()])


def evaluate_answers(
    topics: Sequence[AnswerTopic],
    digest: str,
    ask: Asker,
    rng: np.random.Generator,
    progress: Progress = no_progress,
) -> tuple[Evaluation, list[Judged]]:
    """Precision and recall of rows over all topics together, how many disputed things are kept apart, and counts.

    `kept apart`: labelled disputes that are in no row; `disputes found`: those that stand among the disputed.
    """
    judged = []
    for done, topic in enumerate(topics, 1):
        judged.append(judge(topic, ask(topic)))
        progress(Step("asking", done, len(topics)))
    table = np.array([_counts(each) for each in judged], dtype=np.int64).reshape(len(judged), -1)
    figures = tuple(
        Figure(name, _share(table, top), bootstrap(len(judged), _over(table, top), rng)) for name, top in _MEASURES
    )
    return Evaluation(Subject.ANSWERS, digest, "topics", len(judged), figures, tuple(_groups(judged, table))), judged


def judge(topic: AnswerTopic, answers: Answers) -> Judged:
    """Match rows with labels, one to one, the rows in their order."""
    known = analyser()
    left = [(label, _meanings(label.names, known)) for label in topic.rows]
    either = [_meanings(label.names, known) for label in topic.either]
    apart = [(label, _meanings(label.names, known)) for label in topic.disputed]
    wrong, mixed, miscounted, counts = [], [], [], 0
    for row in answers.rows:
        names = _meanings(_names(row), known)
        found = _best(names, left, known, row)
        if found is not None:
            label, _ = left.pop(found)
            counts += label.articles is not None
            miscounted += [row.name] * (label.articles is not None and label.articles != row.articles)
        elif not any(names & meant for meant in either):
            wrong.append(row.name)
        mixed += [label.names[0] for label, meant in apart if meant & _meanings((row.name,), known)]
    said = [_meanings(_names(each.named), known) for each in answers.disputed]
    silent = [label.names[0] for label, meant in apart if not any(meant & names for names in said)]
    missed = tuple(label.names[0] for label, _ in left)
    return Judged(
        topic, len(answers.rows), tuple(wrong), missed, tuple(dict.fromkeys(mixed)), tuple(silent), counts,
        tuple(miscounted),
    )  # fmt: skip


def _best(names: set[Meaning], left: list[tuple[Label, set[Meaning]]], known: Analyser, row: Named) -> int | None:
    """The first label that has the row's own name, else one that has another of its names."""
    own = _meanings((row.name,), known)
    for wanted in (own, names):
        for number, (_, meant) in enumerate(left):
            if wanted & meant:
                return number
    return None


def _names(named: Named) -> tuple[str, ...]:
    return (named.name, *named.also)


def _meanings(names: Iterable[str], known: Analyser) -> set[Meaning]:
    stops = stop_words(known.language)
    found = set()
    for name in names:
        words = known.words(name)
        found.add(frozenset(map(known.stem, [word for word in words if word not in stops] or words)))
    return found


# rows, right rows, labels, labels found, disputes, kept apart, disputes found, counts, right counts
_MEASURES = (
    ("precision", (1, 0)),
    ("recall", (3, 2)),
    ("kept apart", (5, 4)),
    ("disputes found", (6, 4)),
    ("article counts", (8, 7)),
)


def _counts(judged: Judged) -> tuple[int, ...]:
    labels, disputes = len(judged.topic.rows), len(judged.topic.disputed)
    return (
        judged.rows,
        judged.rows - len(judged.wrong),
        labels,
        labels - len(judged.missed),
        disputes,
        disputes - len(judged.mixed),
        disputes - len(judged.silent),
        judged.counts,
        judged.counts - len(judged.miscounted),
    )


def _share(table: Any, measure: tuple[int, int]) -> float:
    """The share over all topics; 1 where there is nothing to get wrong."""
    part, whole = (int(table[:, column].sum()) for column in measure)
    return part / whole if whole else 1.0


def _over(table: Any, measure: tuple[int, int]) -> Callable[[Any], float]:
    return lambda rows: _share(table[rows], measure)


def _groups(judged: Sequence[Judged], table: Any) -> Iterator[Group]:
    for kind in get_args_of_kind():
        of_kind = [number for number, each in enumerate(judged) if each.topic.kind is kind]
        if of_kind:
            figures = tuple(Figure(name, _share(table[of_kind], measure)) for name, measure in _MEASURES)
            yield Group(kind.value, len(of_kind), figures)


def get_args_of_kind() -> tuple[AnswerKind, ...]:
    kinds: tuple[AnswerKind, ...] = get_args(AnswerKind)
    return kinds


def _topic(record: dict[str, Any], place: Place) -> AnswerTopic:
    kinds = {kind.value: kind for kind in get_args_of_kind()}
    kind = text_of(record, "kind", place)
    if kind not in kinds:
        place.refuse(f"a table is one of {' or '.join(kinds)}, not of {kind[:40]!r}")
    rows, disputed, either = (tuple(_labels(record, key, place)) for key in ("rows", "disputed", "either"))
    return AnswerTopic(
        text_of(record, "_id", place), text_of(record, "text", place), kinds[kind], rows, disputed, either
    )


def _labels(record: dict[str, Any], key: str, place: Place) -> Iterator[Label]:
    listed = record.get(key, [])
    if not isinstance(listed, list):
        place.refuse(f"{key!r} is not a list")
    for each in listed:
        names = each.get("names") if isinstance(each, dict) else None
        if (
            not isinstance(names, list)
            or not names
            or not all(isinstance(name, str) and name.strip() for name in names)
        ):
            place.refuse(f"each of {key!r} has 'names', a list of texts")
        articles = each.get("articles")
        if articles is not None and (not isinstance(articles, int) or isinstance(articles, bool) or articles < 1):
            place.refuse("'articles' is a number from 1 on")
        yield Label(tuple(names), articles)
