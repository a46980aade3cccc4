"""Learn how texts and headings tell kinds, or measure how well that is learnt on what nothing was learnt from.

    python -m benchmarks.train_kinds [MEDQUAD]              write the models
    python -m benchmarks.train_kinds --measure [MEDQUAD]    texts alone, each source told by the others
    python -m benchmarks.train_kinds --across [MEDQUAD]     labelled pages, those of each hand told by the others'

The models are wording.json (texts), naming.json (headings) and weighing.json (what these and their neighbours weigh) in
src/twitchsearch/extract. They are learnt from MEDQUAD (medquad-sections, if none is named; a collection as
`twitchsearch evaluate kinds` reads it), from the labelled pages of tests/data/outlines, from the starter articles and
from benchmarks/training. Of texts that are not the project's own only numbers are kept.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections import Counter
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from fnmatch import fnmatch
from pathlib import Path
from typing import Any

from twitchsearch.cli.render.evaluations import evaluation_lines
from twitchsearch.corpus.store import CorpusStore
from twitchsearch.evaluation.kinds import KnownKind, Teller, evaluate_kinds, read_known
from twitchsearch.evaluation.labels import LabelledPage, LabelledSection, read_labelled
from twitchsearch.evaluation.outline import evaluate_outline
from twitchsearch.evaluation.resampling import generator
from twitchsearch.extract.article import extract, outlined
from twitchsearch.extract.evidence import Evidence, Learnt, evidence
from twitchsearch.extract.kinds import Models, Weighing, of_wording
from twitchsearch.extract.learning import HEADINGS, Example, learn
from twitchsearch.extract.loglinear import LogLinear, record
from twitchsearch.extract.outline import Draft
from twitchsearch.extract.weights import learn_follows, learn_weighing
from twitchsearch.extract.weights import record as record_of_weighing
from twitchsearch.model import Article, Page, SectionKind

ROOT = Path(__file__).resolve().parent.parent
MEDQUAD = ROOT.parent / "shared" / "data" / "ir" / "medquad-sections"
OUTLINES = ROOT / "tests" / "data" / "outlines"
PAGES, HANDS = OUTLINES / "development", OUTLINES / "hands.toml"
STARTER = (ROOT / "tests" / "data" / "starter-outline.json", ROOT / "tests" / "data" / "starter-outline-grown.json")
MODELS = ROOT / "src" / "twitchsearch" / "extract"
PASSAGES = ("passages.toml", "passages-2.toml", "passages-3.toml")
MOST_OF_A_TEMPLATE, SAYS_LITTLE = 25, 0.1
"""Of the answers of encyclopedias few are enough: with more of them texts of other sites were told worse."""


@dataclass(frozen=True, slots=True)
class Lesson:
    """What can be learnt from one place: texts and headings with their kinds."""

    texts: tuple[Example, ...] = ()
    headings: tuple[Example, ...] = ()


@dataclass(frozen=True, slots=True)
class Hand:
    """Who wrote some of the labelled pages; `rules` says that the table of rules was chosen on them."""

    name: str
    pages: tuple[LabelledPage, ...]
    rules: bool


def of_medquad(known: Sequence[KnownKind], folder: Path) -> Lesson:
    with (folder / "corpus.jsonl").open(encoding="utf-8") as file:
        asked = [json.loads(line).get("metadata", {}).get("qtype", "") for line in file if line.strip()]
    return Lesson(tuple(Example(each.source, each.kind, each.text, of) for each, of in zip(known, asked, strict=True)))


def a_little_of(lesson: Lesson) -> Lesson:
    """A few texts of each template of each source, with little to say beside texts of other registers."""
    times: Counter[tuple[str, SectionKind, str]] = Counter()
    kept = []
    for each in lesson.texts:
        times[key := (each.source, each.kind, each.template)] += 1
        if times[key] <= MOST_OF_A_TEMPLATE:
            kept.append(replace(each, says=SAYS_LITTLE))
    return Lesson(tuple(kept))


def of_writing() -> Lesson:
    """What was written to be learnt from."""
    return together(
        (
            Lesson(tuple(_written("texts.toml")), tuple(_written("headings.toml"))),
            Lesson(tuple(_written("voices.toml"))),
            *map(_of_passages, PASSAGES),
        )
    )


def _written(name: str) -> Iterator[Example]:
    return (Example(name, SectionKind(kind), each) for kind, lines in _table(name).items() for each in lines)


def _of_passages(name: str) -> Lesson:
    passages = _table(name)["passage"]
    return Lesson(
        tuple(Example(name, SectionKind(each["kind"]), each["text"].strip()) for each in passages),
        tuple(Example(name, SectionKind(each["kind"]), each["heading"]) for each in passages if each["heading"]),
    )


def _table(name: str) -> dict[str, Any]:
    return tomllib.loads((Path(__file__).parent / "training" / name).read_text("utf-8"))


def hands() -> list[Hand]:
    """The labelled pages by who wrote them: a page is of the last hand whose pattern its name has."""
    pages = read_labelled(PAGES)[0]
    table = tomllib.loads(HANDS.read_text("utf-8"))
    written: dict[str, list[LabelledPage]] = {name: [] for name in table}
    for page in pages:
        fitting = [
            name for name, hand in table.items() if any(fnmatch(page.name, pattern) for pattern in hand["pages"])
        ]
        written[fitting[-1]].append(page)
    return [Hand(name, tuple(written[name]), hand.get("rules", False)) for name, hand in table.items() if written[name]]


def of_hand(hand: Hand) -> Lesson:
    """What the pages of a hand teach: their texts as extraction cuts them, their headings as they are labelled."""
    return together(_of_page(page, hand.name) for page in hand.pages)


def _of_page(page: LabelledPage, hand: str) -> Lesson:
    pairs = paired(page.sections, outlined(page.page)[1])
    headed = (label for label in page.sections if label.path and not label.label_free)
    return Lesson(
        tuple(Example(hand, label.kind, draft.text) for label, draft in pairs),
        tuple(Example(hand, label.kind, label.path[-1]) for label in headed),
    )


def paired(labels: Iterable[LabelledSection], drafts: Sequence[Draft]) -> list[tuple[LabelledSection, Draft]]:
    """The labelled sections that were found: those that begin with the same words."""
    free = list(drafts)
    pairs = []
    for label in labels:
        begin = words(label.starts)
        draft = next((each for each in free if words(each.text).startswith(begin)), None)
        if draft is not None:
            free.remove(draft)
            pairs.append((label, draft))
    return pairs


def of_starter() -> Lesson:
    store = CorpusStore(ROOT / "corpus")
    lessons = []
    for entry in (entry for path in STARTER for entry in json.loads(path.read_text("utf-8"))):
        _, drafts = outlined(store.get(f"https://starter.twitchsearch.example/{entry['slug']}"))
        lessons.append(_of_outline(drafts, entry["outline"]))
    return together(lessons)


def _of_outline(drafts: Iterable[Draft], outline: Iterable[Sequence[object]]) -> Lesson:
    """`outline` has for each section its headings, the title first or not, and last its kind."""
    wanted = {}
    for *path, kind in outline:
        names = path[0] if path and isinstance(path[0], list) else path
        wanted[tuple(str(name) for name in names)[-1:]] = SectionKind(str(kind))
    told = [(each, wanted[each.path[-1:]]) for each in drafts if each.path[-1:] in wanted]
    return Lesson(
        tuple(Example("starter", kind, each.text) for each, kind in told if each.text),
        tuple(Example("starter", kind, each.path[-1]) for each, kind in told if each.path),
    )


def together(lessons: Iterable[Lesson]) -> Lesson:
    texts: list[Example] = []
    headings: list[Example] = []
    for lesson in lessons:
        texts += lesson.texts
        headings += lesson.headings
    return Lesson(tuple(texts), tuple(headings))


def learnt_from(lessons: Iterable[Lesson], labelled: Iterable[Hand]) -> Learnt:
    whole = together(lessons)
    follows = learn_follows([section.kind for section in page.sections] for hand in labelled for page in hand.pages)
    return Learnt(learn(whole.headings, HEADINGS), learn(whole.texts), follows)


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


class School:
    """All that there is to learn from; what is learnt without a hand is learnt once."""

    def __init__(self, general: Iterable[Lesson]) -> None:
        self.hands = hands()
        self._general = list(general)
        self._lessons = {hand.name: of_hand(hand) for hand in self.hands}
        self._without: dict[str, Learnt] = {}

    def learnt(self, without: str = "") -> Learnt:
        if without not in self._without:
            others = [hand for hand in self.hands if hand.name != without]
            lessons = [*self._general, *(self._lessons[hand.name] for hand in others)]
            self._without[without] = learnt_from(lessons, others)
        return self._without[without]

    def weighing(self, without: str = "") -> Weighing:
        """What the witnesses weigh on the pages of hands that neither taught them nor the rules."""
        judges = [hand for hand in self.hands if hand.name != without and not hand.rules]
        heard: list[tuple[Evidence, SectionKind]] = []
        for hand in judges:
            learnt = self.learnt(without=hand.name)
            heard += (pair for page in hand.pages for pair in _heard(page, learnt))
        return learn_weighing([each for each, _ in heard], [kind for _, kind in heard])


def _heard(page: LabelledPage, learnt: Learnt) -> Iterator[tuple[Evidence, SectionKind]]:
    facts, drafts = outlined(page.page)
    found = {id(draft): each for draft, each in zip(drafts, evidence(drafts, facts.title, learnt), strict=True)}
    return ((found[id(draft)], label.kind) for label, draft in paired(page.sections, drafts))


def across(school: School) -> Iterator[str]:
    """Judge the pages of each hand by models that were learnt without it, and all pages together."""
    taught: dict[str, Models] = {}
    for hand in school.hands:
        models = Models(school.learnt(without=hand.name), school.weighing(without=hand.name))
        taught |= {each.page.url: models for each in hand.pages}

    def extracted(page: Page) -> Article:
        return extract(page, taught[page.url])

    every = [replace(page, layout=hand.name) for hand in school.hands for page in hand.pages]
    yield from evaluation_lines(evaluate_outline(every, "across", extracted, generator()), {}, ())


def measured(known: Sequence[KnownKind], digest: str, lesson: Lesson) -> Iterator[str]:
    """Texts alone, leaving one source out."""
    example_of = dict(zip(map(id, known), lesson.texts, strict=True))

    def learnt(some: Sequence[KnownKind]) -> Teller:
        model = learn([example_of[id(each)] for each in some])
        return lambda text: of_wording(text, model).kind

    yield from evaluation_lines(evaluate_kinds(known, digest, learnt, generator()), {}, ())


def write(model: LogLinear, path: Path) -> None:
    _write(record(model), path)


def _write(table: Mapping[str, Any], path: Path) -> None:
    path.write_text(json.dumps(table, ensure_ascii=False, indent=0, separators=(",", ":")) + "\n", "utf-8")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("medquad", nargs="?", type=Path, default=MEDQUAD)
    arguments.add_argument("--measure", action="store_true")
    arguments.add_argument("--across", action="store_true")
    asked = arguments.parse_args()
    known, digest = read_known(asked.medquad)
    medquad = of_medquad(known, asked.medquad)
    if asked.measure:
        print(*measured(known, digest, medquad), sep="\n")
        return
    school = School([a_little_of(medquad), of_writing(), of_starter()])
    if asked.across:
        print(*across(school), sep="\n")
        return
    learnt, weighing = school.learnt(), school.weighing()
    write(learnt.wording, MODELS / "wording.json")
    write(learnt.naming, MODELS / "naming.json")
    _write(record_of_weighing(weighing, learnt.follows), MODELS / "weighing.json")


if __name__ == "__main__":
    main()
