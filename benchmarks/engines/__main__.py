"""`python -m benchmarks.engines [SECTIONS …]`: every engine, interleaved rounds, medians and ratios.

Without a number the 16,407 real sections are taken, then 200,000 and 1,000,000 that are recombined from their
sentences: half an hour on two idle cores, a third of it Whoosh as it comes, which is given 200,000 at most. Numbers
are sizes instead, one after the other. Engines that need too long for a size are left out of it, and named. What was
measured is kept in a file with `--keep`, and drawn from it: growth needs several sizes, which need not be of one run.
"""

from __future__ import annotations

import argparse
import gc
import json
import statistics
import tempfile
import time
from collections import Counter, defaultdict
from pathlib import Path

from benchmarks.engines.corpora import Record, real, recombined
from benchmarks.engines.engines import Engine, Ours, Top, engines
from benchmarks.engines.measures import Memory, processor_seconds
from benchmarks.engines.plots import Plot, drawn
from benchmarks.engines.questions import Question, questions
from benchmarks.engines.reading import bytes_of_postings, memory_speed
from benchmarks.engines.remembering import searching

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT.parent / "shared" / "data" / "ir" / "medquad-sections" / "articles.jsonl"
MEASURED = Path(__file__).with_name("measured.json")
PICTURE = ROOT / "docs" / "pictures" / "engines.svg"
ROUNDS = 3
WORDS = ("one word", "any of words", "all of words")
SIZES = (16_407, 200_000, 1_000_000)
PATIENCE = 2_000  # milliseconds: who took longer for a question is not asked it again
MEASURES = {
    "first": "query, the first time, median, CPU ms",
    "query": "query, again, median of all forms, CPU ms",
    "worst": "query, again, worst of all forms, CPU ms",
    "indexing": "indexing, CPU seconds",
    "size": "index, MB",
    "memory": "anonymous memory while indexing, MB",
}

Times = dict[str, dict[Question, list[float]]]
Tops = dict[str, dict[Question, Top]]
Figures = dict[str, dict[str, float]]
"""By engine, by measure."""


def filled(some: list[Engine], records: list[Record], folder: Path, figures: Figures) -> None:
    print(f"\n{'indexing':<24}{'seconds':>10}{'CPU s':>10}{'sections/s':>12}{'MB':>9}{'anonymous MB':>14}")
    for engine in some:
        given = engine.prepared(records) if isinstance(engine, Ours) else records
        gc.collect()
        gc.freeze()  # the corpus that lies in memory is the benchmark's own: nobody should pay for walking it
        begun, spent = time.perf_counter(), processor_seconds()
        with Memory() as memory:
            engine.fill(given, folder / engine.name)
        took, spent = time.perf_counter() - begun, processor_seconds() - spent
        del given
        size = sum(path.stat().st_size for path in (folder / engine.name).rglob("*") if path.is_file()) / 1e6
        figures[engine.name] = {"indexing": spent, "size": size, "memory": memory.megabytes}
        rate = len(records) / took
        print(
            f"{engine.name:<24}{took:>10.2f}{spent:>10.2f}{rate:>12,.0f}{size:>9.1f}{memory.megabytes:>14.0f}",
            flush=True,
        )


def asked(some: list[Engine], all_questions: list[Question]) -> tuple[Times, Times, Tops]:
    """What every question took: the first time it was asked, and in the rounds after, in milliseconds of the processor;
    and the hits of each.

    Of this process, with all its threads: what others do on the machine at the same time does not count. Where the
    first time took longer than `PATIENCE`, it stands for the others.
    """
    first: Times = {engine.name: defaultdict(list) for engine in some}
    again: Times = {engine.name: defaultdict(list) for engine in some}
    tops: Tops = {engine.name: {} for engine in some}
    for number in range(ROUNDS + 1):
        for question in all_questions:
            for engine in some:
                before = first[engine.name].get(question, [0.0])
                if number and before[0] > PATIENCE:
                    again[engine.name][question] = before
                    continue
                begun = time.process_time()
                top = engine.ask(question)
                if top is not None:
                    into = again if number else first
                    into[engine.name][question].append((time.process_time() - begun) * 1000)
                    tops[engine.name][question] = top
    return first, again, tops


def overlapping(tops: Tops) -> None:
    """Print how much of our hits each of the others has among its own: the mean over the questions that both answer and
    that have hits of ours. What it should be nobody knows: engines rank otherwise, and ours folds near-copies."""
    own = tops[Ours.name]
    forms = [*dict.fromkeys(question.form for question in own), "all"]
    others = [name for name in tops if name != Ours.name]
    print(f"\n{'share of our top ten':<28}" + "".join(f"{name:>20}" for name in others))
    for form in forms:
        print(f"{form:<28}" + "".join(f"{_shared(form, own, tops[name]):>20}" for name in others))


def _shared(form: str, own: dict[Question, Top], other: dict[Question, Top]) -> str:
    shares = [
        (Counter(top) & Counter(other[each])).total() / len(top)
        for each, top in own.items()
        if top and each in other and form in (each.form, "all")
    ]
    return f"{statistics.mean(shares):.2f}" if shares else "-"


def compared(title: str, times: Times) -> dict[str, dict[Question, float]]:
    """Medians by form, and how many times ours each of the others took over the questions that both answer."""
    medians = {name: {each: statistics.median(taken) for each, taken in of.items()} for name, of in times.items()}
    forms = list(dict.fromkeys(question.form for question in times[Ours.name]))
    print(f"\n{title + ', CPU ms':<28}" + "".join(f"{name:>20}" for name in times))
    for form in [*forms, "all", "words", "95 in 100 words", "worst"]:
        print(f"{form:<28}" + "".join(f"{_figure(form, of):>20}" for of in medians.values()))
    print("as a share of ours, median over the questions that both answer")
    for form in [*forms, "all"]:
        print(f"{form:<28}" + "".join(f"{_ratio(form, medians[Ours.name], of):>20}" for of in medians.values()))
    return medians


def _figure(form: str, medians: dict[Question, float]) -> str:
    """The median over the questions of a form, of all, or of words as they are; or what 95 in 100 of those keep to."""
    of_words = form in ("words", "95 in 100 words")
    some = sorted(
        taken
        for each, taken in medians.items()
        if form in (each.form, "all", "worst") or (of_words and each.form in WORDS)
    )
    if not some:
        return "-"
    if form == "worst":
        return f"{some[-1]:.2f}"
    return f"{some[int(0.95 * len(some))] if form.startswith('95') else statistics.median(some):.2f}"


def _ratio(form: str, own: dict[Question, float], other: dict[Question, float]) -> str:
    ratios = [other[each] / taken for each, taken in own.items() if each in other and form in (each.form, "all")]
    return f"{statistics.median(ratios):.2f}" if ratios else "-"


def run(sections: int, without: frozenset[str], *, slow: bool) -> Figures:
    """Measure one size, and print it."""
    records = real(ARTICLES)
    records = records[:sections] if sections <= len(records) else recombined(records, sections)
    figures: Figures = {}
    found = [each for each in engines() if (each if isinstance(each, str) else each.name) not in without]
    some = [each for each in found if not isinstance(each, str) and (slow or each.most >= len(records))]
    asking = questions(records)
    print(f"\n{len(records):,} sections, {len(asking)} questions, {ROUNDS} rounds after the first")
    for each in found:
        if isinstance(each, str):
            print(f"  {each}: not installed")
        else:
            print(f"  {each.name}: {each.extras if each in some else 'left out, it would take too long'}")
    with tempfile.TemporaryDirectory() as folder:
        filled(some, records, Path(folder), figures)
        after, before = searching(Path(folder, Ours.name), asking)
        print(f"a process of ours that only searches: {after:.0f} MB of anonymous memory, {before:.0f} before it opens")
        of_words = [each for each in asking if each.form in WORDS]
        size, speed = bytes_of_postings(Path(folder, Ours.name), of_words), memory_speed()
        print(
            f"the postings of a question of words take {size / 1e3:,.0f} KB in the median: "
            f"{size / speed * 1e6:.1f} microseconds at the {speed / 1e9:.0f} GB a second that this machine reads"
        )
        first, again, tops = asked(some, asking)
    overlapping(tops)
    for name, medians in compared("asked for the first time", first).items():
        figures[name]["first"] = statistics.median(medians.values())
    for name, medians in compared("asked again", again).items():
        figures[name] |= {"query": statistics.median(medians.values()), "worst": max(medians.values())}
    return figures


def kept(sections: int, figures: Figures) -> None:
    """Put what was measured with what was measured before."""
    measured = json.loads(MEASURED.read_text("utf-8")) if MEASURED.is_file() else {}
    measured[str(sections)] = {name: {key: round(each, 3) for key, each in of.items()} for name, of in figures.items()}
    ordered = dict(sorted(measured.items(), key=lambda each: int(each[0])))
    MEASURED.write_text(json.dumps(ordered, indent=1) + "\n", encoding="utf-8")


def plotted() -> None:
    """Draw what was measured."""
    measured = json.loads(MEASURED.read_text("utf-8"))
    plots = []
    for measure, title in MEASURES.items():
        lines: dict[str, dict[int, float]] = defaultdict(dict)
        for sections, figures in measured.items():
            for engine, of in figures.items():
                if measure in of:
                    lines[engine][int(sections)] = of[measure]
        plots.append(Plot(title, lines))
    PICTURE.write_text(drawn(plots), encoding="utf-8")


def main() -> None:
    parser = argparse.ArgumentParser(prog="python -m benchmarks.engines", description=__doc__)
    parser.add_argument(
        "sections", nargs="*", type=int, help="how many, instead of the three sizes; one after the other"
    )
    parser.add_argument("--without", action="append", default=[], metavar="NAME", help="leave an engine out")
    parser.add_argument("--slow", action="store_true", help="run every engine at every size")
    parser.add_argument(
        "--keep", action="store_true", help="keep the figures, and draw the picture of the documentation"
    )
    options = parser.parse_args()
    for sections in options.sections or SIZES:
        figures = run(sections, frozenset(options.without), slow=options.slow)
        if options.keep:
            kept(sections, figures)
            plotted()


if __name__ == "__main__":
    main()
