"""`twitchsearch evaluate`: extraction, outline, kinds, ranking, answers, in figures that floors can be held against."""

from __future__ import annotations

import tempfile
from collections.abc import Callable, Iterator, Sequence
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any, TypeVar

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, choice, common, formats
from twitchsearch.cli.questions import Wish
from twitchsearch.cli.render.evaluations import evaluation_lines, evaluation_record
from twitchsearch.errors import SettingsError
from twitchsearch.model import Matching, no_progress

if TYPE_CHECKING:
    from twitchsearch.evaluation.collections import Collection
    from twitchsearch.evaluation.gate import Verdict
    from twitchsearch.evaluation.ranking import Naming
    from twitchsearch.evaluation.report import Evaluation
    from twitchsearch.evaluation.runs import Comparison, Run
    from twitchsearch.model import Results, SectionKind
    from twitchsearch.search.seam import Index

Command = TypeVar("Command", bound=Callable[..., Any])

_collection = click.argument("collection", type=click.Path(path_type=Path))


def _gated(command: Command) -> Command:
    """The options that every evaluation has to hold its figures to floors."""
    for option in (
        click.option("--lower", is_flag=True, help="Let --update-floors lower floors, too."),
        click.option("--update-floors", "update", is_flag=True, help="Raise the floors in FILE to what was measured."),
        click.option("--floors", type=click.Path(path_type=Path), metavar="FILE", help="Hold the figures to floors."),
    ):
        command = option(command)
    return command


def _compared(command: Command) -> Command:
    """The options to keep what was found, to judge what was kept, and to compare the two."""
    path = click.Path(path_type=Path)
    for option in (
        click.option("--save", type=path, metavar="FILE", help="Write what was found to FILE."),
        click.option("--against", type=path, metavar="RUN", help="Compare with this run, one by one."),
        click.option("--run", "run_file", type=path, metavar="FILE", help="Judge what was saved or found by others."),
    ):
        command = option(command)
    return command


@click.group()
def evaluate() -> None:
    """Measure quality on labelled collections.

    \b
    Example:
      twitchsearch evaluate ranking collections/nfcorpus
    """


@evaluate.command()
@_collection
@_compared
@_gated
@formats("text", "json")
@common
def extraction(invocation: Invocation, collection: Path, form: str, **options: Any) -> Exit:
    """Measure how well the main content is chosen.

    COLLECTION holds ground-truth.json and html/, as the article extraction benchmark does. Precision and recall are of
    shingles of four words. --run and --against take what other extractors gave, in the form of the benchmark's outputs.

    \b
    Example:
      twitchsearch evaluate extraction article-extraction-benchmark
    """
    from twitchsearch.evaluation.extraction import (
        article_text,
        compare_texts,
        evaluate_texts,
        extracted,
        read_examples,
        read_texts,
        write_texts,
    )
    from twitchsearch.evaluation.resampling import generator
    from twitchsearch.extract import extract

    examples, digest = read_examples(collection)
    run_file, against, save = (options.pop(name) for name in ("run_file", "against", "save"))
    theirs = read_texts(against) if against else None
    failed: tuple[tuple[str, str], ...] = ()
    if run_file:
        texts = read_texts(run_file)
    else:
        with invocation.talk.meter() as meter:
            texts, failed = extracted(examples, lambda page: article_text(extract(page)), meter)
    if save:
        write_texts(texts, save)
    found = replace(evaluate_texts(examples, digest, texts, generator()), failed=failed)
    compared = {"page F1": compare_texts(examples, texts, theirs, generator())} if theirs is not None else {}
    return _answered(invocation, found, form, options, compared)


@evaluate.command()
@_collection
@_gated
@formats("text", "json")
@common
def outline(invocation: Invocation, collection: Path, form: str, **gate: Any) -> Exit:
    """Measure how well pages are cut into sections.

    COLLECTION holds pages NAME.html and their outlines NAME.json, written by people. Boundaries, heading paths and
    kinds are judged, in all and by layout.

    \b
    Example:
      twitchsearch evaluate outline labelled-pages --format json
    """
    from twitchsearch.evaluation.labels import read_labelled
    from twitchsearch.evaluation.outline import evaluate_outline
    from twitchsearch.evaluation.resampling import generator
    from twitchsearch.extract import extract

    pages, digest = read_labelled(collection)
    with invocation.talk.meter() as meter:
        found = evaluate_outline(pages, digest, extract, generator(), meter)
    return _answered(invocation, found, form, gate)


@evaluate.command()
@_collection
@_gated
@formats("text", "json")
@common
def kinds(invocation: Invocation, collection: Path, form: str, **gate: Any) -> Exit:
    """Measure how well kinds are told from text alone.

    COLLECTION holds corpus.jsonl, whose records state their source and their kind. Each source is told by what was
    learnt from the others.

    \b
    Example:
      twitchsearch evaluate kinds collections/medquad-sections
    """
    from twitchsearch.evaluation.kinds import evaluate_kinds, read_known
    from twitchsearch.evaluation.resampling import generator

    known, digest = read_known(collection)
    with invocation.talk.meter() as meter:
        found = evaluate_kinds(known, digest, lambda _: _kind_by_rules, generator(), meter)
    return _answered(invocation, found, form, gate)


@evaluate.command()
@_collection
@click.option("--topics", default="", metavar="NAME", help="Another file of topics in COLLECTION.")
@click.option("--qrels", default="", metavar="NAME", help="Another file of qrels in COLLECTION.")
@click.option("--matching", type=choice(Matching), default="enough", show_default=True, help="Words that must match.")
@_compared
@_gated
@formats("text", "json")
@common
def ranking(invocation: Invocation, collection: Path, form: str, **options: Any) -> Exit:
    """Measure how well sections are ranked.

    COLLECTION is in the form of BEIR or TREC. Its documents are indexed apart, title and text; without documents the
    library's own index is asked, and the qrels name sections as URL#heading/heading. Two runs are compared by Fisher's
    randomisation test.

    \b
    Example:
      twitchsearch evaluate ranking collections/cranfield --against before.run
    """
    from twitchsearch.evaluation.collections import read_collection
    from twitchsearch.evaluation.ranking import against, judge, of_index
    from twitchsearch.evaluation.resampling import generator
    from twitchsearch.evaluation.runs import read_run, write_run

    judged = read_collection(collection, options.pop("topics"), options.pop("qrels"))
    if judged.documents is None:
        judged = of_index(judged, invocation.index().catalogue())
    run_file, other_file, save, matching = (options.pop(name) for name in ("run_file", "against", "save", "matching"))
    other = read_run(other_file) if other_file else None
    run = read_run(run_file) if run_file else _asked(invocation, judged, Matching(matching))
    if save:
        write_run(run, save)
    found = judge(run, judged, generator())
    comparisons = against(run, other, judged.judgements, generator()) if other else {}
    return _answered(invocation, found, form, options, comparisons)


def _asked(invocation: Invocation, collection: Collection, matching: Matching) -> Run:
    """The run of our own search: over the collection's documents in an index of their own, or over the library's."""
    from twitchsearch.evaluation.collections import read_documents
    from twitchsearch.evaluation.ranking import AS_WORDS, ask, index_documents, section_name
    from twitchsearch.library.places import Library, open_index

    asking = replace(AS_WORDS, request=replace(AS_WORDS.request, matching=matching))
    with tempfile.TemporaryDirectory(prefix="twitchsearch-evaluation-") as folder, invocation.talk.meter() as meter:
        if collection.documents is None:
            index = invocation.index()
            named: Naming = section_name
        else:
            index = open_index(Library(Path(folder)), invocation.settings.language)
            named = index_documents(read_documents(collection.documents), index, meter)
        with index.searcher() as searcher:
            return ask(searcher, collection.topics, named, asking, meter)


@evaluate.command("answers")
@_collection
@_gated
@formats("text", "json")
@common
def answers_(invocation: Invocation, collection: Path, form: str, **gate: Any) -> Exit:
    """Measure the tables of causes and remedies.

    COLLECTION holds topics.json: questions, and what articles name. Its articles are in a folder pages or a file
    articles.jsonl beside it and are indexed apart; without them the library's own index is asked. -v names the rows
    that are wrong, missed, or not kept apart.

    \b
    Example:
      twitchsearch evaluate answers labelled-tables
    """
    from twitchsearch.evaluation.answers import LabelledTable, evaluate_answers, read_tables
    from twitchsearch.evaluation.reading import digest_with_pages
    from twitchsearch.evaluation.resampling import generator
    from twitchsearch.model.answers import Answers
    from twitchsearch.search.analysis import analyser
    from twitchsearch.search.answers import answers

    tables, digest = read_tables(collection)
    wish, language = Wish(), analyser(invocation.settings.language)
    with _articles_of(invocation, collection) as index, index.searcher() as searcher, invocation.talk.meter() as meter:

        def ask(table: LabelledTable) -> Answers:
            return answers(searcher, wish.request(table.topic, invocation.settings), table.kind, language)

        found, judged = evaluate_answers(tables, digest_with_pages(digest, index.catalogue()), ask, generator(), meter)
    for each in judged:
        for what in ("wrong", "missed", "mixed", "silent"):
            if names := getattr(each, what):
                invocation.talk.detail(f"{each.table.id}: {what}: {', '.join(names)}")
    return _answered(invocation, found, form, gate)


@contextmanager
def _articles_of(invocation: Invocation, collection: Path) -> Iterator[Index]:
    """An index of the articles of a collection, for as long as the context lasts; the library's where it has none."""
    from twitchsearch.corpus.importers import import_from
    from twitchsearch.library import Library, build, open_store
    from twitchsearch.library.places import open_index

    articles = [each for each in (collection / "pages", collection / "articles.jsonl") if each.exists()]
    if not articles:
        yield invocation.index()
        return
    with tempfile.TemporaryDirectory(prefix="twitchsearch-evaluation-") as folder:
        library = Library(Path(folder))
        for each in articles:
            report = import_from(each, open_store(library), no_progress, fetched_at=datetime.now(UTC))
            for skipped in report.skipped:
                invocation.talk.say(f"skipped {skipped.place}: {skipped.reason}")
        index = open_index(library, invocation.settings.language)
        build(library, index)
        yield index


@evaluate.command("questions")
@click.argument("questions", type=click.Path(path_type=Path))
@_gated
@formats("text", "json")
@common
def questions_(invocation: Invocation, questions: Path, form: str, **gate: Any) -> Exit:
    """Measure how soon an article that answers comes.

    QUESTIONS is a JSON file of questions as people type them, with the articles and headings that answer; the library's
    own index is asked. -v names what came first where that was wrong.

    \b
    Example:
      twitchsearch evaluate questions questions.json
    """
    from twitchsearch.evaluation.questions import evaluate_questions, read_questions
    from twitchsearch.evaluation.resampling import generator

    asked, digest = read_questions(questions)
    wish = Wish()
    with invocation.index().searcher() as searcher:

        def ask(text: str) -> Results:
            return searcher.search(wish.request(text, invocation.settings))

        found, outcomes = evaluate_questions(asked, digest, ask, generator())
    for each in outcomes:
        if not each.first:
            invocation.talk.detail(f"{each.question.id}: {each.question.text}: {'; '.join(each.found) or 'nothing'}")
    return _answered(invocation, found, form, gate)


def _kind_by_rules(text: str) -> SectionKind:
    """What the rules say of a text: nothing is learnt for them. The empty first section keeps it from being taken for
    the overview that a page begins with."""
    from twitchsearch.extract.kinds import kinds as told
    from twitchsearch.extract.outline import Draft

    return told([Draft(()), Draft((), text.split("\n"))])[1].kind


def _answered(
    invocation: Invocation,
    found: Evaluation,
    form: str,
    gate: dict[str, Any],
    comparisons: dict[str, Comparison] | None = None,
) -> Exit:
    verdicts = _gate(invocation, found, **gate)
    if form == "json":
        invocation.output.write_json(evaluation_record(found, comparisons or {}, verdicts))
    else:
        invocation.output.write(evaluation_lines(found, comparisons or {}, verdicts))
    return Exit.OK if all(verdict.passed for verdict in verdicts) else Exit.FAILED


def _gate(
    invocation: Invocation,
    found: Evaluation,
    *,
    floors: Path | None,
    update: bool,
    lower: bool,
) -> Sequence[Verdict]:
    from twitchsearch.evaluation.gate import check, first_floors, raised, read_floors, write_floors

    if floors is None or (lower and not update):
        if update or lower:
            raise SettingsError("--update-floors needs --floors FILE, and --lower needs --update-floors")
        return ()
    if update:
        moved = raised(read_floors(floors), found, lower=lower) if floors.exists() else first_floors(found)
        write_floors(moved, floors)
        invocation.talk.say(f"wrote {len(moved.floors)} floors to {floors}")
    return check(read_floors(floors), found)
