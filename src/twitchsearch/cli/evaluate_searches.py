"""`twitchsearch evaluate ranking|answers|questions`: how well searches are answered."""

from __future__ import annotations

import tempfile
from collections.abc import Iterator
from contextlib import contextmanager
from dataclasses import replace
from datetime import UTC, datetime
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, PathName, choice, common, formats
from twitchsearch.cli.judged import answered, collection_argument, compared, gated
from twitchsearch.cli.questions import Wish
from twitchsearch.model import Matching, no_progress

if TYPE_CHECKING:
    from twitchsearch.evaluation.collections import Collection
    from twitchsearch.evaluation.ranking import Naming
    from twitchsearch.evaluation.runs import Run
    from twitchsearch.model import Results
    from twitchsearch.search.seam import Index


@click.command()
@collection_argument
@click.option("--topics", default="", metavar="NAME", help="Another file of topics in COLLECTION.")
@click.option("--qrels", default="", metavar="NAME", help="Another file of qrels in COLLECTION.")
@click.option("--matching", type=choice(Matching), default="enough", show_default=True, help="Words that must match.")
@compared
@gated
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
    return answered(invocation, found, form, options, comparisons)


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


@click.command("answers")
@collection_argument
@gated
@formats("text", "json")
@common
def answers(invocation: Invocation, collection: Path, form: str, **gate: Any) -> Exit:
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
    from twitchsearch.search.answers import answers as tabled

    tables, digest = read_tables(collection)
    wish, language = Wish(), analyser(invocation.settings.language)
    with _articles_of(invocation, collection) as index, index.searcher() as searcher, invocation.talk.meter() as meter:

        def ask(table: LabelledTable) -> Answers:
            return tabled(searcher, wish.request(table.topic, invocation.settings), table.kind, language)

        found, judged = evaluate_answers(tables, digest_with_pages(digest, index.catalogue()), ask, generator(), meter)
    for each in judged:
        for what in ("wrong", "missed", "mixed", "silent"):
            if names := getattr(each, what):
                invocation.talk.detail(f"{each.table.id}: {what}: {', '.join(names)}")
    return answered(invocation, found, form, gate)


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


@click.command("questions")
@click.argument("questions", type=PathName())
@gated
@formats("text", "json")
@common
def questions(invocation: Invocation, questions: Path, form: str, **gate: Any) -> Exit:
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
    return answered(invocation, found, form, gate)
