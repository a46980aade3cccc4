"""`twitchsearch evaluate extraction|outline|kinds`: how well pages are read."""

from __future__ import annotations

from dataclasses import replace
from pathlib import Path
from typing import TYPE_CHECKING, Any

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, common, formats
from twitchsearch.cli.judged import answered, collection_argument, compared, gated

if TYPE_CHECKING:
    from twitchsearch.model import SectionKind


@click.command()
@collection_argument
@compared
@gated
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
    return answered(invocation, found, form, options, compared)


@click.command()
@collection_argument
@gated
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
    return answered(invocation, found, form, gate)


@click.command()
@collection_argument
@gated
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
    return answered(invocation, found, form, gate)


def _kind_by_rules(text: str) -> SectionKind:
    """What the rules say of a text: nothing is learnt for them. The empty first section keeps it from being taken for
    the overview that a page begins with."""
    from twitchsearch.extract.kinds import kinds as told
    from twitchsearch.extract.outline import Draft

    return told([Draft(()), Draft((), text.split("\n"))])[1].kind
