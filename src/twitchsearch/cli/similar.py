"""`twitchsearch similar`: more like one section."""

from __future__ import annotations

from dataclasses import replace
from typing import TYPE_CHECKING, Any

import click

from twitchsearch.cli.exits import Exit
from twitchsearch.cli.invocation import Invocation, choice, common
from twitchsearch.cli.options import COPIES, EXIT_ZERO, GROUP, HITS, KIND, SITE, taking
from twitchsearch.cli.questions import Wish
from twitchsearch.cli.render import Answer, Format, lines_of
from twitchsearch.cli.search import look, named, open_searcher

if TYPE_CHECKING:
    from twitchsearch.model import Results, SearchRequest
    from twitchsearch.search.seam import Searcher


@click.command()
@click.argument("name", metavar="ID")
@taking(KIND, SITE, GROUP, COPIES, *HITS)
@click.option("--format", "form", type=choice(Format), default="text", show_default=True, help="How to answer.")
@taking(EXIT_ZERO)
@common
def similar(invocation: Invocation, name: str, form: str, exit_zero: bool, **wish: Any) -> Exit:  # noqa: FBT001 - click passes it by name
    """Find more like one section.

    ID is that of a section, as search gives it; the words that tell most about it are searched for. The sections of
    its own article are left out. The ID of an article stands for its first section.

    \b
    Example:
      twitchsearch similar --group 2f1d8c3a9b7e6f50-1a2b3c4d

    Ends with 0 where something is found, 1 where nothing is or no section has the ID, else as search does.
    """
    request = Wish(**wish).request("", invocation.settings)
    with open_searcher(invocation) as searcher:
        request, results = _answer(searcher, name, request)
        told = form in (Format.TEXT, Format.MD) and results.hits
        best = searcher.article(results.hits[0].article.id) if told else None
    invocation.output.write(lines_of(Answer(request, results, best), Format(form), look(invocation)))
    if results.timed_out:
        invocation.talk.say(f"the time limit of {request.timeout:g} s was reached: the answer is partial")
        return Exit.TIMED_OUT
    return Exit.OK if results.hits or exit_zero else Exit.NO_HITS


def _answer(searcher: Searcher, name: str, request: SearchRequest) -> tuple[SearchRequest, Results]:
    """The request, its text saying what was asked, and its answer. Raises NotFound, which says where IDs come from."""
    with named(name):
        article = searcher.article(name)
        section = article.sections[0] if name == article.id and article.sections else searcher.section(name)
    about = " > ".join((article.facts.title, *section.heading_path))
    return replace(request, text=f"similar to {section.id}: {about}"), searcher.similar(section.id, request)
