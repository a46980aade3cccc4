"""How well a section's kind is told from its text alone, on sources that nothing was learnt from.

A collection is a file `corpus.jsonl` whose records have `text` and, in `metadata`, `source` and either `kind` (one of
ours) or `qtype` (a question type of MedQuAD, see `KIND_OF_QUESTION`). For each source a way to tell kinds is learnt
from all others and judged on this one: text of one source is templated, so folds within it would flatter.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path
from typing import Any

import numpy as np

from twitchsearch.errors import CollectionError
from twitchsearch.evaluation.outline import macro_f1
from twitchsearch.evaluation.reading import Place, digest_of, records, text_of
from twitchsearch.evaluation.report import Evaluation, Figure, Group, Subject
from twitchsearch.evaluation.resampling import bootstrap
from twitchsearch.model import Progress, SectionKind, Step, no_progress

KIND_OF_QUESTION = {
    "information": SectionKind.OVERVIEW,
    "causes": SectionKind.CAUSES,
    "susceptibility": SectionKind.CAUSES,
    "genetic changes": SectionKind.CAUSES,
    "symptoms": SectionKind.SYMPTOMS,
    "complications": SectionKind.SYMPTOMS,
    "exams and tests": SectionKind.DIAGNOSIS,
    "treatment": SectionKind.REMEDIES,
    "prevention": SectionKind.PREVENTION,
    "outlook": SectionKind.OUTLOOK,
}
"""MedQuAD's question types; all others are `OTHER`."""

Teller = Callable[[str], SectionKind]
"""From a text to its kind."""


@dataclass(frozen=True, slots=True)
class KnownKind:
    """A text whose kind is known, and where it comes from."""

    source: str
    text: str
    kind: SectionKind


Learner = Callable[[Sequence[KnownKind]], Teller]
"""From examples to a way of telling kinds."""


def read_known(folder: Path) -> tuple[list[KnownKind], str]:
    """The examples of a collection, and its digest. Raises CollectionError, naming file and line."""
    corpus = folder / "corpus.jsonl"
    known = [_known(record, place) for place, record in records(corpus)]
    if len({each.source for each in known}) < 2:
        raise CollectionError(f"{corpus}: leaving one source out takes sections of at least two")
    return known, digest_of(folder, [corpus])


def evaluate_kinds(
    known: Sequence[KnownKind], digest: str, learn: Learner, rng: np.random.Generator, progress: Progress = no_progress
) -> Evaluation:
    """Accuracy and macro-F1 over all sections, each told by what was learnt from the other sources."""
    told = _told(known, learn, progress)
    order = list(SectionKind)
    place = {kind: at for at, kind in enumerate(order)}
    cells = np.array([place[a.kind] * len(order) + place[b] for a, b in zip(known, told, strict=True)])

    def counted(rows: Any) -> np.ndarray[Any, np.dtype[np.int64]]:
        return np.bincount(cells[rows], minlength=len(order) ** 2).reshape(len(order), len(order))

    whole = counted(slice(None))
    figures = (
        Figure("accuracy", _accuracy(whole), bootstrap(len(cells), lambda rows: _accuracy(counted(rows)), rng)),
        Figure("macro-F1", _macro(whole), bootstrap(len(cells), lambda rows: _macro(counted(rows)), rng)),
    )
    groups = (*_by_kind(known, told), *_by_source(known, told))
    return Evaluation(Subject.KINDS, digest, "sections", len(known), figures, groups)


def _known(record: dict[str, Any], place: Place) -> KnownKind:
    metadata = record.get("metadata")
    if not isinstance(metadata, dict):
        place.refuse("'metadata' is missing or not an object")
    if "kind" in metadata:
        named = text_of(metadata, "kind", place)
        if named not in set(SectionKind):
            place.refuse(f"no known kind: {named[:40]!r}")
        kind = SectionKind(named)
    else:
        kind = KIND_OF_QUESTION.get(text_of(metadata, "qtype", place), SectionKind.OTHER)
    return KnownKind(text_of(metadata, "source", place), text_of(record, "text", place), kind)


def _told(known: Sequence[KnownKind], learn: Learner, progress: Progress) -> list[SectionKind]:
    tellers = {source: learn([each for each in known if each.source != source]) for source in _sources(known)}
    told = []
    for done, each in enumerate(known, 1):
        told.append(tellers[each.source](each.text))
        progress(Step("telling kinds", done, len(known)))
    return told


def _sources(known: Sequence[KnownKind]) -> list[str]:
    return sorted({each.source for each in known})


def _accuracy(confusion: np.ndarray[Any, np.dtype[np.int64]]) -> float:
    return float(np.trace(confusion) / confusion.sum())


def _macro(confusion: np.ndarray[Any, np.dtype[np.int64]]) -> float:
    kinds = list(SectionKind)
    right, found, labelled = (
        Counter(dict(zip(kinds, (int(each) for each in counts), strict=True)))
        for counts in (np.diag(confusion), confusion.sum(axis=0), confusion.sum(axis=1))
    )
    return macro_f1(right, found, labelled)


def _by_kind(known: Sequence[KnownKind], told: Sequence[SectionKind]) -> Iterator[Group]:
    for kind in SectionKind:
        right = sum(a.kind is kind and b is kind for a, b in zip(known, told, strict=True))
        labelled, found = sum(each.kind is kind for each in known), sum(each is kind for each in told)
        if labelled:
            precision, recall = right / found if found else 0.0, right / labelled
            both = 2 * right / (found + labelled)
            yield Group(
                kind.value, labelled, (Figure("F1", both), Figure("precision", precision), Figure("recall", recall))
            )


def _by_source(known: Sequence[KnownKind], told: Sequence[SectionKind]) -> Iterator[Group]:
    for source in _sources(known):
        right = [a.kind is b for a, b in zip(known, told, strict=True) if a.source == source]
        yield Group(f"source {source}", len(right), (Figure("accuracy", sum(right) / len(right)),))
