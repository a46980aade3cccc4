"""Learn how texts and headings tell kinds, or measure how well that is learnt on what nothing was learnt from.

    python -m benchmarks.train_kinds [MEDQUAD]                  write the models
    python -m benchmarks.train_kinds --measure [MEDQUAD]        texts alone, each source told by the others
    python -m benchmarks.train_kinds --across FOLDS [MEDQUAD]   labelled pages, each fold of them told by the others

The models are src/twitchsearch/extract/wording.json (texts) and naming.json (headings). They are learnt from MEDQUAD
(medquad-sections, if none is named; a collection as `twitchsearch evaluate kinds` reads it), from the labelled pages of
tests/data/outlines, from the starter articles and from benchmarks/training. Of texts that are not the
project's own only numbers are kept.
"""

from __future__ import annotations

import argparse
import json
import re
import tomllib
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass
from pathlib import Path

from twitchsearch.cli.render.evaluations import evaluation_lines
from twitchsearch.corpus.store import CorpusStore
from twitchsearch.evaluation.kinds import KnownKind, Teller, evaluate_kinds, read_known
from twitchsearch.evaluation.labels import LabelledPage, read_labelled
from twitchsearch.evaluation.outline import evaluate_outline
from twitchsearch.evaluation.resampling import generator
from twitchsearch.extract.article import extract
from twitchsearch.extract.kinds import Models, of_wording
from twitchsearch.extract.learning import HEADINGS, Example, learn, record
from twitchsearch.extract.loglinear import LogLinear
from twitchsearch.model import Article, Page, SectionKind

ROOT = Path(__file__).resolve().parent.parent
MEDQUAD = ROOT.parent / "shared" / "data" / "ir" / "medquad-sections"
OUTLINES = ROOT / "tests" / "data" / "outlines"
PAGES = OUTLINES / "development"
STARTER = (ROOT / "tests" / "data" / "starter-outline.json", ROOT / "tests" / "data" / "starter-outline-grown.json")
MODELS = ROOT / "src" / "twitchsearch" / "extract"


@dataclass(frozen=True, slots=True)
class Lesson:
    """What can be learnt from one place: texts and headings with their kinds."""

    texts: tuple[Example, ...] = ()
    headings: tuple[Example, ...] = ()


def of_medquad(known: Sequence[KnownKind], folder: Path) -> Lesson:
    with (folder / "corpus.jsonl").open(encoding="utf-8") as file:
        asked = [json.loads(line).get("metadata", {}).get("qtype", "") for line in file if line.strip()]
    return Lesson(tuple(Example(each.source, each.kind, each.text, of) for each, of in zip(known, asked, strict=True)))


def of_writing() -> Lesson:
    """What was written to be learnt from."""
    return Lesson(tuple(_written("texts.toml")), tuple(_written("headings.toml")))


def _written(name: str) -> Iterator[Example]:
    table = tomllib.loads((Path(__file__).parent / "training" / name).read_text("utf-8"))
    return (Example("written", SectionKind(kind), each) for kind, lines in table.items() for each in lines)


def of_page(labelled: LabelledPage) -> Lesson:
    """What a labelled page teaches: its texts as extraction cuts them, its headings as they are labelled."""
    found = extract(labelled.page).sections
    texts = []
    for label in labelled.sections:
        text = next((each.text for each in found if words(each.text).startswith(words(label.starts))), "")
        if text:
            texts.append(Example("pages", label.kind, text))
    headed = (label for label in labelled.sections if label.path and not label.label_free)
    return Lesson(tuple(texts), tuple(Example("pages", label.kind, label.path[-1]) for label in headed))


def of_starter() -> Lesson:
    store = CorpusStore(ROOT / "corpus")
    lessons = []
    for entry in (entry for path in STARTER for entry in json.loads(path.read_text("utf-8"))):
        article = extract(store.get(f"https://starter.twitchsearch.example/{entry['slug']}"))
        lessons.append(_of_outline(article, entry["outline"]))
    return together(lessons)


def _of_outline(article: Article, outline: Iterable[Sequence[object]]) -> Lesson:
    """`outline` has for each section its headings, the title first or not, and last its kind."""
    wanted = {}
    for *path, kind in outline:
        names = path[0] if path and isinstance(path[0], list) else path
        wanted[tuple(str(name) for name in names)[-1:]] = SectionKind(str(kind))
    told = [(each, wanted[each.heading_path[-1:]]) for each in article.sections if each.heading_path[-1:] in wanted]
    return Lesson(
        tuple(Example("starter", kind, each.text) for each, kind in told if each.text),
        tuple(Example("starter", kind, each.heading) for each, kind in told if each.heading),
    )


def together(lessons: Iterable[Lesson]) -> Lesson:
    texts: list[Example] = []
    headings: list[Example] = []
    for lesson in lessons:
        texts += lesson.texts
        headings += lesson.headings
    return Lesson(tuple(texts), tuple(headings))


def learnt_from(lessons: Iterable[Lesson]) -> Models:
    whole = together(lessons)
    return Models(learn(whole.headings, HEADINGS), learn(whole.texts))


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def across(folds: int, general: Sequence[Lesson], pages: Sequence[LabelledPage]) -> Iterator[str]:
    """Judge each fold of pages by models that were learnt without it, and all pages together."""
    lessons = [of_page(each) for each in pages]
    taught: dict[str, Models] = {}
    for fold in range(folds):
        models = learnt_from([*general, *(each for at, each in enumerate(lessons) if at % folds != fold)])
        taught |= {each.page.url: models for each in pages[fold::folds]}

    def extracted(page: Page) -> Article:
        return extract(page, taught[page.url])

    yield from evaluation_lines(evaluate_outline(pages, "across", extracted, generator()), {}, ())


def measured(known: Sequence[KnownKind], digest: str, lesson: Lesson) -> Iterator[str]:
    """Texts alone, leaving one source out."""
    example_of = dict(zip(map(id, known), lesson.texts, strict=True))

    def learnt(some: Sequence[KnownKind]) -> Teller:
        model = learn([example_of[id(each)] for each in some])
        return lambda text: of_wording(text, model).kind

    yield from evaluation_lines(evaluate_kinds(known, digest, learnt, generator()), {}, ())


def write(model: LogLinear, path: Path) -> None:
    kept = json.dumps(record(model), ensure_ascii=False, separators=(",", ":"))
    path.write_text(kept.replace('],"', '],\n"') + "\n", "utf-8")
    print(f"{path.relative_to(ROOT)}: {path.stat().st_size:,} bytes")


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("medquad", nargs="?", type=Path, default=MEDQUAD)
    arguments.add_argument("--measure", action="store_true")
    arguments.add_argument("--across", type=int, metavar="FOLDS")
    asked = arguments.parse_args()
    known, digest = read_known(asked.medquad)
    medquad = of_medquad(known, asked.medquad)
    if asked.measure:
        print(*measured(known, digest, medquad), sep="\n")
        return
    general = [medquad, of_writing(), of_starter()]
    pages = read_labelled(PAGES)[0]
    if asked.across:
        print(*across(asked.across, general, pages), sep="\n")
        return
    models = learnt_from([*general, *map(of_page, pages)])
    write(models.wording, MODELS / "wording.json")
    write(models.naming, MODELS / "naming.json")


if __name__ == "__main__":
    main()
