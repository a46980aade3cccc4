"""`import`, `corpus`, `index`, `show`, `explain`, `crawl` and `config` as processes."""

from __future__ import annotations

import io
import json
import os
import signal
import subprocess
import sys
import threading
import time
from collections.abc import Callable, Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.libraries import ARTICLES, Done, environment, twitchsearch, write_articles
from twitchsearch.backends.memory import MemoryIndex
from twitchsearch.cli.diagnostics import Talk
from twitchsearch.cli.upkeep import telling_what_is_live
from twitchsearch.library import Library, open_index
from twitchsearch.model import Catalogue, no_progress


@pytest.fixture
def empty(tmp_path: Path) -> Path:
    return tmp_path / "library"


def run(library: Path, *arguments: str | Path) -> Done:
    return twitchsearch(*arguments, "--library", library, cwd=library.parent)


def interrupted(work: Callable[[], object]) -> None:
    work()
    raise KeyboardInterrupt


def test_who_interrupts_is_told_which_index_answers_now() -> None:
    said, index = io.StringIO(), MemoryIndex()
    for work in (lambda: None, lambda: index.rebuild([], Catalogue(), no_progress)):
        with pytest.raises(KeyboardInterrupt), telling_what_is_live(Talk(said), index):
            interrupted(work)
    assert said.getvalue().splitlines() == [
        "interrupted; the index is as it was",
        "interrupted; the new index is live already",
    ]


def test_a_bad_record_is_skipped_named_and_6(empty: Path) -> None:
    articles = write_articles(empty.parent / "articles.jsonl")
    with articles.open("a") as file:
        file.write('{"url": "https://one.example.org/x", "title": \n')
    done = run(empty, "import", articles, "--format", "json")
    assert done.code == 6
    assert (done.json["new"], len(done.json["skipped"])) == (3, 1)
    assert "4" in done.json["skipped"][0]["place"]
    assert "skipped" in done.err
    assert run(empty, "import", articles).out.startswith("0 new, 0 changed, 3 unchanged")


def test_a_repeated_url_is_kept_and_reported(empty: Path) -> None:
    articles = write_articles(empty.parent / "articles.jsonl")
    with articles.open("a") as file:
        file.write(json.dumps({**ARTICLES[0], "title": "Another one"}) + "\n")
    record = run(empty, "import", articles, "--format", "json").json
    assert record["new"] == 4
    assert [each["url"] for each in record["repeated"]] == [ARTICLES[0]["url"]]


def test_what_cannot_be_imported_is_2(empty: Path) -> None:
    done = run(empty, "import", empty.parent / "nothing-here", "--format", "json")
    assert done.code == 2
    assert done.json["error"]["type"] == "ImportRefused"


def test_the_corpus_is_listed_in_every_form(library: Path) -> None:
    urls = run(library, "corpus", "list", "--format", "urls").lines
    assert sorted(urls) == sorted(article["url"] for article in ARTICLES)
    record = run(library, "corpus", "list", "--format", "json").json
    assert record["total"] == 3
    assert all((library / "corpus" / page["file"]).is_file() for page in record["pages"])
    lines = run(library, "corpus", "list", "--format", "jsonl", "--site", "example.org").lines
    assert {json.loads(line)["site"] for line in lines} == {"one.example.org"}
    assert len(run(library, "corpus", "list").lines) == 3
    assert run(library, "corpus", "list", "--site", "ample.org").code == 1


def test_a_whole_corpus_is_0_and_a_damaged_page_is_7_and_named(empty: Path) -> None:
    run(empty, "import", write_articles(empty.parent / "articles.jsonl"))
    assert run(empty, "corpus", "check").code == 0
    body = next((empty / "corpus").rglob("*.html"))
    body.write_bytes(body.read_bytes()[:-1])
    done = run(empty, "corpus", "check", "--format", "json")
    assert done.code == 7
    assert done.json["ok"] is False
    assert len(done.json["problems"]) == 1


def test_no_corpus_is_3(empty: Path) -> None:
    assert run(empty, "corpus", "list").code == 3


def test_an_index_is_built_followed_and_checked(empty: Path) -> None:
    articles = write_articles(empty.parent / "articles.jsonl")
    run(empty, "import", articles)
    assert run(empty, "index", "status").code == 3
    built = run(empty, "index", "build", "--format", "json").json
    assert (built["index"]["articles"], len(built["added"]), built["skipped"]) == (3, 3, [])
    assert run(empty, "index", "update", "--dry-run").out == "nothing to do: the index is what the corpus is\n"
    changed = {**ARTICLES[0], "title": "Why one eyelid twitches"}
    articles.write_text(json.dumps(changed) + "\n")
    run(empty, "import", articles)
    assert run(empty, "index", "status", "--format", "json").json["stale"] is True
    pending = run(empty, "index", "update", "--dry-run", "--format", "json").json
    assert (pending["added"], pending["changed"]) == ([], [ARTICLES[0]["url"]])
    updated = run(empty, "index", "update", "--format", "json").json
    assert updated["changed"] == pending["changed"]
    status = run(empty, "index", "status", "--format", "json")
    assert (status.code, status.json["stale"], status.json["index"]["articles"]) == (0, False, 3)
    assert run(empty, "index", "check").code == 0
    assert run(empty, "search", "one eyelid twitches", "--format", "ids").code == 0


def test_a_damaged_index_is_7_by_check_and_3_by_search(empty: Path) -> None:
    run(empty, "import", write_articles(empty.parent / "articles.jsonl"))
    run(empty, "index", "build")
    files = [path for path in (empty / "index").glob("gen-*/*") if path.is_file()]
    largest = max(files, key=lambda path: path.stat().st_size)
    largest.write_bytes(largest.read_bytes()[:-7])
    assert run(empty, "index", "check").code == 7
    done = run(empty, "search", "coffee", "--format", "json")
    assert done.code == 3
    assert done.json["error"]["type"] == "IndexDamaged"
    assert "twitchsearch index build" in done.err
    (line,) = run(empty, "search", "coffee", "--format", "jsonl").lines
    assert json.loads(line)["type"] == "error"


def test_another_writer_is_named_and_5(empty: Path) -> None:
    run(empty, "import", write_articles(empty.parent / "articles.jsonl"))
    with open_index(Library(empty)).writing():
        done = run(empty, "index", "build", "--format", "json")
    assert done.code == 5
    assert done.json["error"]["type"] == "WriterBusy"
    assert str(os.getpid()) in done.json["error"]["message"]
    assert run(empty, "index", "build").code == 0


def test_checking_before_building_says_so(empty: Path) -> None:
    assert run(empty, "index", "check").code == 3


@pytest.mark.parametrize("command", ["build", "update", "status", "check"])
def test_a_library_that_was_named_and_is_not_there_is_neither_made_nor_taken_for_an_empty_one(
    empty: Path, command: str
) -> None:
    done = run(empty, "index", command)
    assert (done.code, done.out) == (3, "")
    assert f"there is no folder {empty} (from --library)" in done.err
    assert f"twitchsearch import --library {empty} PATH" in done.err
    assert not empty.exists()


def test_an_empty_index_says_how_articles_come_into_it(empty: Path) -> None:
    empty.mkdir()
    done = run(empty, "index", "build")
    assert done.code == 0
    assert "twitchsearch import" in done.err


def test_an_empty_path_is_not_the_folder_one_stands_in(empty: Path) -> None:
    assert run(empty, "import", "").code == 2
    assert twitchsearch("index", "status", "--library", "", cwd=empty.parent).code == 2


def test_an_article_and_a_section_are_shown_by_id(library: Path) -> None:
    (section,) = run(library, "search", "calf", "--format", "ids").lines
    shown = run(library, "show", section, "--format", "json").json
    assert [each["id"] for each in shown["sections"]] == [section]
    whole = run(library, "show", shown["id"], "--format", "json").json
    assert len(whole["sections"]) == len(whole["outline"]) == 2
    assert run(library, "show", section, "--whole").out == run(library, "show", shown["id"]).out
    text = run(library, "show", section).out
    assert "Stretch the calf." in text
    assert "Dehydration" not in text
    assert "not medical advice" in text


def test_an_id_that_is_not_there_is_1_and_names_the_nearest(library: Path) -> None:
    (section,) = run(library, "search", "calf", "--format", "ids").lines
    gone = run(library, "show", f"{section[:-8]}00000000", "--format", "json")
    assert gone.code == 1
    assert gone.json["error"]["type"] == "NotFound"
    assert gone.json["error"]["nearest"]
    nonsense = run(library, "show", "nonsense" * 1000)
    assert nonsense.code == 1
    assert "search --format ids" in nonsense.err
    assert len(nonsense.err) < 300


def test_a_page_is_explained_by_its_url(library: Path) -> None:
    done = run(library, "explain", ARTICLES[0]["url"])
    assert done.code == 0
    assert "warning (heading)" in done.out
    assert run(library, "explain", "https://one.example.org/no-such-page").code == 1


def test_what_is_no_url_cannot_be_crawled(empty: Path) -> None:
    assert run(empty, "crawl", "ftp://one.example.org/").code == 2
    assert run(empty, "crawl").code == 2


@pytest.fixture
def site(tmp_path: Path) -> Iterator[str]:
    """A site of two pages on this machine."""
    pages = tmp_path / "site"
    pages.mkdir()
    text = "<p>" + "Hiccups come from a twitch of the diaphragm, which pulls in air in little gulps. " * 3 + "</p>"
    link = '<p><a href="hiccups.html">Hiccups</a></p>'
    (pages / "index.html").write_text(f"<html><body><article><h1>Start</h1>{text}{link}</article></body></html>")
    (pages / "hiccups.html").write_text(f"<html><body><article><h1>Hiccups</h1>{text}</article></body></html>")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(pages))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        pass


def test_a_site_is_crawled_indexed_and_searched(empty: Path, site: str) -> None:
    done = run(empty, "crawl", "--private-addresses", "--delay", "0", site, "--format", "json")
    assert done.code == 0, done
    assert done.json["fetched"] == 2
    assert run(empty, "index", "update").code == 0
    assert run(empty, "search", "hiccups diaphragm", "--format", "urls").lines[0].startswith(site)


def test_a_private_address_is_not_crawled_unasked(empty: Path, site: str) -> None:
    done = run(empty, "crawl", "--delay", "0", site, "--format", "json")
    assert done.code == 6
    assert done.json["fetched"] == 0


def test_settings_are_shown_with_their_origin_and_checked(tmp_path: Path) -> None:
    (tmp_path / "twitchsearch.toml").write_text("[search]\nlimit = 7\n")
    shown = twitchsearch("config", "show", "--format", "json", cwd=tmp_path).json["settings"]
    assert shown["search.limit"] == {"value": 7, "from": str(tmp_path / "twitchsearch.toml")}
    assert "search.limit       = 7" in twitchsearch("config", "show", cwd=tmp_path).out
    assert twitchsearch("config", "path", cwd=tmp_path).lines[0] == str(tmp_path / "twitchsearch.toml")
    assert twitchsearch("config", "validate", cwd=tmp_path).code == 0
    (tmp_path / "twitchsearch.toml").write_text("[search]\nlimt = 7\n")
    assert twitchsearch("config", "show", cwd=tmp_path).code == 2
    wrong = twitchsearch("config", "validate", "--format", "json", cwd=tmp_path)
    assert wrong.code == 7
    assert wrong.json["problems"][0]["what"].startswith("line 2: there is no setting 'search.limt'")


@pytest.mark.parametrize(
    ("settings", "said"),
    [
        ('[tui]\ntheme = "nope"\n', "there is no theme 'nope'"),
        ('[tui.keys]\nhelp = "ctrl+s"\nsave = "ctrl+s"\n', "ctrl+s would run both help and save"),
        ('[tui.keys]\nnope = "f5"\n', "there is no action 'nope'"),
    ],
)
def test_what_only_the_screen_knows_to_be_wrong_is_found_before_it_opens(
    tmp_path: Path, settings: str, said: str
) -> None:
    (tmp_path / "twitchsearch.toml").write_text(settings)
    done = twitchsearch("config", "validate", cwd=tmp_path)
    assert (done.code, said in done.out) == (7, True)


def test_a_library_may_be_named_before_the_command(library: Path) -> None:
    done = twitchsearch("--library", library, "search", "calf", "--format", "ids", cwd=library.parent)
    assert done == run(library, "search", "calf", "--format", "ids")


def test_without_a_terminal_help_is_shown_and_the_version_is_said(tmp_path: Path) -> None:
    assert twitchsearch(cwd=tmp_path).out.startswith("Usage: twitchsearch")
    assert twitchsearch("--version", cwd=tmp_path).out == "twitchsearch 0.1.0\n"


def test_half_a_command_is_told_the_other_half(tmp_path: Path) -> None:
    done = twitchsearch("index", cwd=tmp_path)
    assert done.code == 2
    assert done.err.startswith("twitchsearch: twitchsearch index what? There are: build, ")


def test_a_word_that_is_no_command_is_led_to_search(tmp_path: Path) -> None:
    assert "twitchsearch search headache" in twitchsearch("headache", cwd=tmp_path).err
    assert "did you mean 'search'" in twitchsearch("serch", cwd=tmp_path).err


def test_ctrl_c_is_130_without_a_traceback(library: Path) -> None:
    command = [sys.executable, "-m", "twitchsearch", "search", "-", "--library", str(library)]
    with subprocess.Popen(
        command, stdin=subprocess.PIPE, stdout=subprocess.PIPE, stderr=subprocess.PIPE, env=environment(library.parent)
    ) as process:
        assert process.stdin
        assert process.stdout
        process.stdin.write(b"coffee\n")
        process.stdin.flush()
        process.stdout.readline()  # it is at work, waiting for the next line
        time.sleep(0.1)
        process.send_signal(signal.SIGINT)
        _, said = process.communicate(timeout=60)
    assert process.returncode == 130
    assert b"Traceback" not in said
