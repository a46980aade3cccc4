"""`twitchsearch evaluate`: quality on labelled collections, in figures that floors can be held against."""

from __future__ import annotations

import click

from twitchsearch.cli.evaluate_pages import extraction, kinds, outline
from twitchsearch.cli.evaluate_searches import answers, questions, ranking


@click.group()
def evaluate() -> None:
    """Measure quality on labelled collections.

    \b
    Example:
      twitchsearch evaluate ranking collections/nfcorpus
    """


for _command in (extraction, outline, kinds, ranking, answers, questions):
    evaluate.add_command(_command)
