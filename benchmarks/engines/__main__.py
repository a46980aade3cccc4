"""`python -m benchmarks.engines [SECTIONS] [NAME …]`: every engine, interleaved rounds, medians and ratios.

Without a number the real sections are taken; with one, so many recombined from their sentences. Engines that are
named are left out.
"""

from __future__ import annotations

import gc
import statistics
import sys
import tempfile
import time
from collections import defaultdict
from pathlib import Path

from benchmarks.engines.corpora import Record, real, recombined
from benchmarks.engines.engines import Engine, Ours, engines
from benchmarks.engines.questions import Question, questions

ROOT = Path(__file__).resolve().parents[2]
ARTICLES = ROOT.parent / "shared" / "data" / "ir" / "medquad-sections" / "articles.jsonl"
ROUNDS = 3

Times = dict[str, dict[Question, list[float]]]


def filled(some: list[Engine], records: list[Record], folder: Path) -> None:
    print(f"\n{'indexing':<24}{'seconds':>10}{'sections/s':>12}{'MB':>9}")
    for engine in some:
        given = engine.prepared(records) if isinstance(engine, Ours) else records
        gc.collect()
        begun = time.perf_counter()
        engine.fill(given, folder / engine.name)
        took = time.perf_counter() - begun
        size = sum(path.stat().st_size for path in (folder / engine.name).rglob("*") if path.is_file())
        print(f"{engine.name:<24}{took:>10.2f}{len(records) / took:>12,.0f}{size / 1e6:>9.1f}", flush=True)


def asked(some: list[Engine], all_questions: list[Question]) -> tuple[Times, Times]:
    """What every question took: the first time it was asked, and in the rounds after, in milliseconds."""
    first: Times = {engine.name: defaultdict(list) for engine in some}
    again: Times = {engine.name: defaultdict(list) for engine in some}
    for number in range(ROUNDS + 1):
        for question in all_questions:
            for engine in some:
                begun = time.perf_counter()
                if engine.ask(question) is not None:
                    into = again if number else first
                    into[engine.name][question].append((time.perf_counter() - begun) * 1000)
    return first, again


def compared(title: str, times: Times) -> None:
    """Medians by form, and how many times ours each of the others took over the questions that both answer."""
    forms = list(dict.fromkeys(question.form for question in times[Ours.name]))
    print(f"\n{title + ', ms':<28}" + "".join(f"{name:>20}" for name in times))
    for form in [*forms, "all", "worst"]:
        print(f"{form:<28}" + "".join(f"{_figure(form, answers):>20}" for answers in times.values()))
    medians = {name: {each: statistics.median(taken) for each, taken in of.items()} for name, of in times.items()}
    for name, other in medians.items():
        both = [(own, other[each]) for each, own in medians[Ours.name].items() if each in other]
        ratio = statistics.median(theirs / own for own, theirs in both)
        print(f"  {name} takes {ratio:.2f} times as long as ours (median over {len(both)} questions)")


def _figure(form: str, answers: dict[Question, list[float]]) -> str:
    medians = [statistics.median(taken) for each, taken in answers.items() if form in (each.form, "all", "worst")]
    if not medians:
        return "-"
    return f"{max(medians) if form == 'worst' else statistics.median(medians):.2f}"


def main() -> None:
    numbers = [int(each) for each in sys.argv[1:] if each.isdigit()]
    records = real(ARTICLES)
    if numbers:
        records = recombined(records, numbers[0])
    left_out = {name for name in sys.argv[1:] if not name.isdigit()}
    found = list(engines())
    some = [each for each in found if not isinstance(each, str) and each.name not in left_out]
    print(f"{len(records):,} sections, {len(questions(records))} questions, {ROUNDS} rounds after the first")
    for each in found:
        print(f"  {each}: not installed" if isinstance(each, str) else f"  {each.name}: {each.extras}")
    with tempfile.TemporaryDirectory() as folder:
        filled(some, records, Path(folder))
        gc.collect()
        gc.freeze()  # the corpus that lies in memory is the benchmark's own: nobody should pay for walking it
        first, again = asked(some, questions(records))
    compared("asked for the first time", first)
    compared("asked again", again)


if __name__ == "__main__":
    main()
