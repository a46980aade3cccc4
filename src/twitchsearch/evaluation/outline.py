"""How well pages are cut into sections, and the sections told by kind, against outlines written by people.

A section of an article is the labelled one that begins with the same words (`\\w+`, case folded); of several, the
first that is free. On that stand:

- `boundary F1`: a boundary is where a section begins or ends, so each section has two. Of the extracted ones those
  count that the labels have too (precision), of the labelled ones those that were extracted (recall).
- `heading paths`: of the labelled sections whose headings the page shows, the share found with exactly that path.
- `kinds macro-F1`: F1 of each kind, averaged over the kinds that the labels use. A labelled section that was not
  found is missed for its kind; a section that no label knows counts against the kind it was given.
- `kinds accuracy`: of the labelled sections, the share found and of the right kind.
- `boilerplate out`: the share of the phrases labelled as boilerplate that are in no section.
- `titles`, `authors`, `dates`: the share of the labelled facts of articles that were read so: titles and names by their
  words, of dates the three there are (published, modified, reviewed); that a page says nothing is a fact too.
"""

from __future__ import annotations

import re
from collections import Counter
from collections.abc import Callable, Iterable, Iterator, Sequence
from dataclasses import dataclass, field

import numpy as np

from twitchsearch.errors import ExtractionError
from twitchsearch.evaluation.labels import LabelledPage, LabelledSection
from twitchsearch.evaluation.report import Evaluation, Figure, Group, Subject
from twitchsearch.evaluation.resampling import bootstrap
from twitchsearch.model import Article, ArticleFacts, Page, Progress, Section, SectionKind, Step, no_progress
from twitchsearch.text import clean

Extract = Callable[[Page], Article]
"""From a page to its article. Raises ExtractionError where there is none."""

_WORD = re.compile(r"\w+")
_GROUP_OF_FACT = {
    "title": "titles",
    "authors": "authors",
    "published": "dates",
    "modified": "dates",
    "reviewed": "dates",
}


@dataclass(frozen=True, slots=True)
class Tally:
    """What one page gave, or several together: counts, so that pages add up."""

    boundaries_right: int = 0
    boundaries_found: int = 0
    boundaries_labelled: int = 0
    paths_right: int = 0
    paths_labelled: int = 0
    kinds_right: Counter[SectionKind] = field(default_factory=Counter)
    kinds_found: Counter[SectionKind] = field(default_factory=Counter)
    kinds_labelled: Counter[SectionKind] = field(default_factory=Counter)
    phrases_out: int = 0
    phrases: int = 0
    facts_right: Counter[str] = field(default_factory=Counter)
    facts_labelled: Counter[str] = field(default_factory=Counter)


def evaluate_outline(
    pages: Sequence[LabelledPage],
    digest: str,
    extract: Extract,
    rng: np.random.Generator,
    progress: Progress = no_progress,
) -> Evaluation:
    """The figures over all pages, with bootstrap intervals over the pages, and by layout."""
    tallies, failed = [], []
    for done, labelled in enumerate(pages, 1):
        try:
            article: Article | None = extract(labelled.page)
        except ExtractionError as error:
            article = None
            failed.append((labelled.name, str(error)))
        tallies.append(
            tally(
                labelled,
                article.sections if article else (),
                _right_facts(labelled, article.facts if article else None),
            )
        )
        progress(Step("extracting", done, len(pages)))
    figures = tuple(_with_intervals(tallies, rng))
    groups = _by_layout(pages, tallies)
    return Evaluation(Subject.OUTLINE, digest, "pages", len(pages), figures, groups, tuple(failed))


def tally(labelled: LabelledPage, sections: Sequence[Section], right_facts: Counter[str] | None = None) -> Tally:
    """What the sections of one page are worth, and of its facts those that are right."""
    pairs = list(_pairs(labelled.sections, sections))
    begun = sum(found is not None for _, found in pairs)
    headed = [(label, found) for label, found in pairs if not label.label_free]
    shown = _words("\n".join("\n".join([*section.heading_path, section.text]) for section in sections))
    return Tally(
        boundaries_right=begun + _ended(labelled.sections, sections),
        boundaries_found=2 * len(sections),
        boundaries_labelled=2 * len(labelled.sections),
        paths_right=sum(
            found is not None and _path(found.heading_path) == _path(label.path) for label, found in headed
        ),
        paths_labelled=len(headed),
        kinds_right=Counter(label.kind for label, found in pairs if found is not None and found.kind is label.kind),
        kinds_found=Counter(section.kind for section in sections),
        kinds_labelled=Counter(label.kind for label in labelled.sections),
        phrases_out=sum(not _stands_in(_words(phrase), shown) for phrase in labelled.boilerplate),
        phrases=len(labelled.boilerplate),
        facts_right=right_facts or Counter(),
        facts_labelled=Counter(_GROUP_OF_FACT[name] for name in labelled.facts),
    )


def _right_facts(labelled: LabelledPage, facts: ArticleFacts | None) -> Counter[str]:
    right: Counter[str] = Counter()
    for name, wanted in labelled.facts.items():
        if facts is not None and _is_right(getattr(facts, name), wanted):
            right[_GROUP_OF_FACT[name]] += 1
    return right


def _is_right(found: object, wanted: str | tuple[str, ...]) -> bool:
    if isinstance(wanted, tuple):
        return isinstance(found, tuple) and sorted(map(_words, found)) == sorted(map(_words, wanted))
    return _words(str(found or "")) == _words(wanted)


def figures(found: Tally) -> dict[str, float]:
    """The figures of a tally. What there is nothing to judge for counts 1 (no boilerplate named, no headings)."""
    return {
        "boundary F1": _f1(found.boundaries_right, found.boundaries_found, found.boundaries_labelled),
        "heading paths": _share(found.paths_right, found.paths_labelled),
        "kinds macro-F1": macro_f1(found.kinds_right, found.kinds_found, found.kinds_labelled),
        "kinds accuracy": _share(found.kinds_right.total(), found.kinds_labelled.total()),
        "boilerplate out": _share(found.phrases_out, found.phrases),
        **{
            name: _share(found.facts_right[name], found.facts_labelled[name])
            for name in dict.fromkeys(_GROUP_OF_FACT.values())
        },
    }


def macro_f1(right: Counter[SectionKind], found: Counter[SectionKind], labelled: Counter[SectionKind]) -> float:
    """The mean F1 of the kinds that the labels use."""
    used = [kind for kind, count in labelled.items() if count]
    return sum(_f1(right[kind], found[kind], labelled[kind]) for kind in used) / len(used) if used else 1.0


def _with_intervals(tallies: Sequence[Tally], rng: np.random.Generator) -> Iterator[Figure]:
    for name, value in figures(_sum(tallies)).items():
        yield Figure(
            name,
            value,
            bootstrap(len(tallies), lambda rows, name=name: figures(_sum(tallies[at] for at in rows))[name], rng),  # type: ignore[misc]  # a default binds the loop's variable
        )


def _by_layout(pages: Sequence[LabelledPage], tallies: Sequence[Tally]) -> tuple[Group, ...]:
    grouped: dict[str, list[Tally]] = {}
    for page, each in zip(pages, tallies, strict=True):
        grouped.setdefault(page.layout, []).append(each)
    return tuple(
        Group(layout, len(parts), tuple(Figure(name, value) for name, value in figures(_sum(parts)).items()))
        for layout, parts in sorted(grouped.items())
    )


def _sum(tallies: Iterable[Tally]) -> Tally:
    total = Tally()
    for each in tallies:
        total = Tally(
            total.boundaries_right + each.boundaries_right,
            total.boundaries_found + each.boundaries_found,
            total.boundaries_labelled + each.boundaries_labelled,
            total.paths_right + each.paths_right,
            total.paths_labelled + each.paths_labelled,
            total.kinds_right + each.kinds_right,
            total.kinds_found + each.kinds_found,
            total.kinds_labelled + each.kinds_labelled,
            total.phrases_out + each.phrases_out,
            total.phrases + each.phrases,
            total.facts_right + each.facts_right,
            total.facts_labelled + each.facts_labelled,
        )
    return total


def _pairs(
    labels: Sequence[LabelledSection], sections: Sequence[Section]
) -> Iterator[tuple[LabelledSection, Section | None]]:
    """Each label with the first section, not yet taken, that begins as it does."""
    free = [(section, _words(section.text)) for section in sections]
    for label in labels:
        begin = _words(label.starts)
        at = next((at for at, (_, words) in enumerate(free) if words[: len(begin)] == begin), None)
        yield label, None if at is None else free.pop(at)[0]


def _ended(labels: Sequence[LabelledSection], sections: Sequence[Section]) -> int:
    """How many labels end where a section does, each section counted once."""
    free = [_words(section.text) for section in sections]
    ended = 0
    for label in labels:
        end = _words(label.ends)
        at = next((at for at, words in enumerate(free) if words[-len(end) :] == end), None)
        if at is not None:
            free.pop(at)
            ended += 1
    return ended


def _path(headings: Iterable[str]) -> list[list[str]]:
    return [_words(heading) for heading in headings]


def _words(text: str) -> list[str]:
    return _WORD.findall(clean(text).casefold())


def _stands_in(phrase: list[str], words: list[str]) -> bool:
    if not phrase:
        return False
    first = phrase[0]
    return any(word == first and words[at : at + len(phrase)] == phrase for at, word in enumerate(words))


def _f1(right: int, found: int, labelled: int) -> float:
    return 2 * right / (found + labelled) if found + labelled else 1.0


def _share(part: int, whole: int) -> float:
    return part / whole if whole else 1.0
