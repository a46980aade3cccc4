"""Making the index follow the corpus, with talk and progress on stderr. What `index`, `start` and a first use share."""

from __future__ import annotations

import contextlib
from typing import TYPE_CHECKING, Any

from twitchsearch.cli.render.records import state_record
from twitchsearch.cli.wording import counted
from twitchsearch.model import IndexState, IndexStatus, Progress

if TYPE_CHECKING:
    from collections.abc import Iterator

    from twitchsearch.cli.diagnostics import Talk
    from twitchsearch.cli.invocation import Invocation
    from twitchsearch.library import BuildReport, Effort, Library, LibraryStatus
    from twitchsearch.library.places import Located
    from twitchsearch.search.seam import Index

BUILD = "twitchsearch.build/1"
STATUS = "twitchsearch.status/1"
_SHOWN = 10


def effort(invocation: Invocation) -> Effort:
    from twitchsearch.library import Effort

    return Effort(workers=invocation.settings.index.workers or None)


@contextlib.contextmanager
def telling_what_is_live(talk: Talk, index: Index) -> Iterator[None]:
    """Where Ctrl-C ends what is done here, say which index answers now: the new one may have taken its place before."""
    before = index.state().generation
    try:
        yield
    except KeyboardInterrupt:
        known = "the new index is live already" if index.state().generation != before else "the index is as it was"
        talk.say(f"interrupted; {known}")
        raise


def rebuild(invocation: Invocation, library: Library, index: Index) -> BuildReport:
    """Build the index anew, as `twitchsearch index build` does."""
    from twitchsearch.library import build

    invocation.talk.say(f"building the index of {library.root} …")
    with invocation.talk.meter() as meter:
        return build(library, index, effort(invocation), meter)


def follow(invocation: Invocation, library: Library, index: Index) -> BuildReport:
    """Update the index, as `twitchsearch index update` does."""
    from twitchsearch.library import update

    invocation.talk.say(f"updating the index of {library.root} …")
    with invocation.talk.meter() as meter:
        return update(library, index, effort(invocation), meter)


def first_use(invocation: Invocation, index: Index) -> None:
    """Make the default library, with the starter articles where it has no corpus, and its index; under the lock."""
    from twitchsearch.library import opened

    library = invocation.library()
    invocation.talk.say(f"this is the first use: making a library in {library.root}")
    with invocation.talk.meter() as meter:
        report = opened.first_use(library, index, effort(invocation), meter)
    if report is not None:
        tell_skipped(invocation, report)


def ready(invocation: Invocation, index: Index) -> None:
    """Whatever it takes that the index answers from the corpus as it is now; nothing where it already does."""
    from twitchsearch.library import status

    located = invocation.located()
    found = status(located.library, index)
    with telling_what_is_live(invocation.talk, index):
        _made_ready(invocation, located, index, found)


def _made_ready(invocation: Invocation, located: Located, index: Index, found: LibraryStatus) -> None:
    match found.index.status:
        case IndexStatus.MISSING if located.is_default:
            first_use(invocation, index)
        case IndexStatus.MISSING | IndexStatus.OUTDATED | IndexStatus.DAMAGED:
            if found.index.problem and found.index.status is not IndexStatus.MISSING:
                invocation.talk.say(found.index.problem)
            tell_skipped(invocation, rebuild(invocation, located.library, index))
        case IndexStatus.READY if found.stale or found.rebuild:
            tell_skipped(invocation, follow(invocation, located.library, index))
        case IndexStatus.READY | IndexStatus.TOO_NEW:
            pass


def build_state(invocation: Invocation, library: Library, index: Index, progress: Progress) -> IndexState:
    """Build for a front end that shows the progress itself."""
    from twitchsearch.library import build

    return build(library, index, effort(invocation), progress).state


def tell_skipped(invocation: Invocation, report: BuildReport) -> None:
    """Which pages are in no article, and why; the first of them, and how many more."""
    for url, reason in report.skipped[:_SHOWN]:
        invocation.talk.say(f"skipped {url}: {reason}")
    if len(report.skipped) > _SHOWN:
        more = len(report.skipped) - _SHOWN
        invocation.talk.say(f"… and {more:,} more; all of them: twitchsearch index status --pages")


def report_line(report: BuildReport) -> str:
    """One line on what was done."""
    done, state = report.done, report.state
    news = f"{len(done.added):,} added, {len(done.changed):,} changed, {len(done.removed):,} removed"
    holds = f"{counted(state.articles, 'article')} in {counted(state.sections, 'section')}"
    also = [f"{counted(report.duplicates, 'page')} of an article that another page gives"] if report.duplicates else []
    also += [f"{len(report.skipped):,} skipped"] if report.skipped else []
    return "; ".join([f"{holds} ({news})", *also])


def build_record(report: BuildReport, seconds: float) -> dict[str, Any]:
    return {
        "schema": BUILD,
        "index": state_record(report.state),
        "added": list(report.done.added),
        "changed": list(report.done.changed),
        "removed": list(report.done.removed),
        "rebuild": report.done.rebuild or None,
        "skipped": [{"url": url, "reason": reason} for url, reason in report.skipped],
        "duplicates": report.duplicates,
        "copies": report.copies,
        "seconds": round(seconds, 3),
    }


def status_record(found: LibraryStatus) -> dict[str, Any]:
    return {
        "schema": STATUS,
        "library": str(found.library.root),
        "index": state_record(found.index),
        "stale": found.stale,
        "rebuild": found.rebuild or None,
    }
