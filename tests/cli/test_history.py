"""`twitchsearch history` and `saved` as processes: what they print, what they change, and the codes they end with."""

from __future__ import annotations

from datetime import UTC, datetime
from pathlib import Path

import pytest

from tests.cli.libraries import twitchsearch
from tests.inside import inside
from twitchsearch.cli import history
from twitchsearch.cli.questions import Wish
from twitchsearch.history import Keeper
from twitchsearch.model import Filters, SectionKind
from twitchsearch.model.remembered import Asked, PastSearch, ReadArticle, SavedSearch


@pytest.fixture
def kept(tmp_path: Path) -> Keeper:
    """Where the processes of a test keep their state."""
    return Keeper(tmp_path / "state" / "twitchsearch", print)


def test_what_was_searched_is_listed_the_newest_first_and_forgotten(kept: Keeper, tmp_path: Path) -> None:
    for number, text in enumerate(["eyelid", "calf\x1b[31m cramp"]):
        kept.add_search(PastSearch(Asked(text), datetime(2026, 11, 22, 12, number, tzinfo=UTC)))
    kept.add_article(
        ReadArticle("id-1", "Why eyelids twitch", "https://a.example/", datetime(2026, 11, 22, tzinfo=UTC))
    )
    done = twitchsearch("history", "list", cwd=tmp_path)
    assert done.code == 0
    assert "\x1b" not in done.out
    assert done.out.index("calf") < done.out.index("eyelid") < done.out.index("Why eyelids twitch")
    record = twitchsearch("history", "list", "-n", "1", "--format", "json", cwd=tmp_path).json
    assert [each["query"] for each in record["searches"]] == ["calf\x1b[31m cramp"]
    assert "2 searches, 1 article" in twitchsearch("history", "clear", cwd=tmp_path).out
    done = twitchsearch("history", "list", cwd=tmp_path)
    assert done.out == ""
    assert "history.mode" in done.err


def test_a_search_is_saved_run_and_removed(library: Path, kept: Keeper, tmp_path: Path) -> None:
    done = twitchsearch("saved", "add", "coffee", "--kind", "remedies", "--", "coffee", "-cramp", cwd=tmp_path)
    assert done.code == 0, done
    assert "coffee -cramp  --kind remedies" in twitchsearch("saved", "list", cwd=tmp_path).out
    ran = twitchsearch("saved", "run", "COFFEE", "--format", "json", "--library", library, cwd=tmp_path).json
    assert {hit["kind"] for hit in ran["results"]} == {"remedies"}
    gone = twitchsearch("saved", "rm", "cofee", cwd=tmp_path)
    assert gone.code == 1
    assert "coffee" in gone.err
    assert twitchsearch("saved", "rm", "coffee", cwd=tmp_path).code == 0
    assert kept.saved() == ()


def test_a_saved_search_is_run_with_the_options_that_say_which_hits_are_shown(
    library: Path, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    wishes = list[Wish]()
    monkeypatch.setattr(history, "ask", lambda _invocation, _text, wish, _reply: wishes.append(wish))
    saved = Asked("coffee", Filters(frozenset({SectionKind.CAUSES})))
    Keeper(tmp_path / ".local" / "state" / "twitchsearch", print).save(SavedSearch("coffee", saved))
    for options in ([], ["--copies", "--group", "--offset", "3", "--snippets", "0", "--timeout", "2"]):
        done = inside(["saved", "run", "coffee", *options, "--library", str(library)], tmp_path, tmp_path)
        assert done.code == 0, done
    assert wishes == [Wish(kind=("causes",)), Wish(kind=("causes",), copies=True, group=True, offset=3)]


def test_a_query_that_could_never_run_is_not_saved(kept: Keeper, tmp_path: Path) -> None:
    assert twitchsearch("saved", "add", "bad", "title:[", cwd=tmp_path).code == 2
    assert twitchsearch("saved", "add", "nothing", cwd=tmp_path).code == 2
    assert kept.saved() == ()


def test_a_saved_table_is_printed_as_the_table_where_there_is_one(library: Path, kept: Keeper, tmp_path: Path) -> None:
    of_causes = Asked("eyelid twitching", Filters(frozenset({SectionKind.CAUSES})), table=True)
    kept.save(SavedSearch("lids", of_causes))
    assert "as a table" in twitchsearch("saved", "list", cwd=tmp_path).out
    ran = twitchsearch("saved", "run", "lids", "--format", "csv", "--library", library, cwd=tmp_path)
    asked = twitchsearch("causes", "eyelid twitching", "--format", "csv", "--library", library, cwd=tmp_path)
    assert (ran.code, ran.out) == (0, asked.out)
    urls = twitchsearch("saved", "run", "lids", "--format", "urls", "--library", library, cwd=tmp_path)
    assert urls.code == 0
    assert urls.out.startswith("http")
