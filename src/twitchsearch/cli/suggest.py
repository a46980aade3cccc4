"""`twitchsearch suggest`: what a text that is being typed may become."""

from __future__ import annotations

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, common, formats
from twitchsearch.cli.output import json_text
from twitchsearch.cli.questions import QuestionCommand
from twitchsearch.cli.search import open_searcher
from twitchsearch.cli.typed import Whole
from twitchsearch.text import guard

SCHEMA = "twitchsearch.suggest/1"


@click.command(cls=QuestionCommand)
@click.argument("words", nargs=-1, required=True, metavar="TEXT...")
@click.option("-n", "--limit", type=Whole(1, 100), default=10, show_default=True, metavar="N",
              help="How many suggestions at most.")  # fmt: skip
@formats("text", "json")
@common
def suggest(invocation: Invocation, words: tuple[str, ...], limit: int, form: str) -> Exit:
    """Complete TEXT as one types, with words of the index.

    Its last word is taken to be unfinished: words that begin so come, those in most sections first. Where none does,
    and where TEXT ends in a space, misspelt words are put right.

    \b
    Examples:
      twitchsearch suggest eyelid twi
      twitchsearch suggest magnezium

    Ends with 0 where there are suggestions, 1 where there are none.
    """
    from twitchsearch.search.analysis import analyser
    from twitchsearch.search.completion import completions
    from twitchsearch.search.limits import LIMITS

    text = " ".join(words)
    if len(text) > LIMITS.length:
        raise click.UsageError(f"the text has {len(text):,} characters; at most {LIMITS.length:,} are looked at")
    with open_searcher(invocation) as searcher:
        found = completions(text, searcher, analyser(invocation.settings.language), limit)
    if form == "json":
        completed = [{"text": each.text, "word": each.word, "sections": each.sections} for each in found.completed]
        record = {"schema": SCHEMA, "text": text, "completions": completed, "corrections": list(found.meant)}
        invocation.output.write([json_text(record, indent=2)])
    else:
        invocation.output.write(guard(each) for each in (*(one.text for one in found.completed), *found.meant))
        if not (found.completed or found.meant):
            invocation.talk.say("no word of the index begins so or is near it")
    return Exit.OK if found.completed or found.meant else Exit.NO_HITS
