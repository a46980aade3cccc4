"""`refresh`, `crawl --dry-run` and what leaves the corpus, as processes."""

from __future__ import annotations

import json
import threading
from collections.abc import Iterator
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path

import pytest

from tests.cli.libraries import ARTICLES, Done, twitchsearch, write_articles
from tests.corpus.archives import article
from twitchsearch.files import exclusive


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        pass


@pytest.fixture
def pages(tmp_path: Path) -> Path:
    """The folder of a site: two articles, and a log-in."""
    folder = tmp_path / "site"
    folder.mkdir()
    links = '<p><a href="hiccups.html">Hiccups</a> <a href="login.html">Log in</a></p>'
    (folder / "index.html").write_bytes(article("Twitches", *["They come with tea."] * 3) + links.encode())
    (folder / "hiccups.html").write_bytes(article("Hiccups", *["They come with haste."] * 3))
    (folder / "login.html").write_text("<h1>Log in</h1><form><input type=password></form><p>Your name, please.</p>")
    return folder


@pytest.fixture
def site(pages: Path) -> Iterator[str]:
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(pages))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        yield f"http://127.0.0.1:{server.server_port}/"
        server.shutdown()
        thread.join()


@pytest.fixture
def library(tmp_path: Path) -> Path:
    folder = tmp_path / "library"
    folder.mkdir()
    return folder


def run(library: Path, *arguments: str | Path) -> Done:
    return twitchsearch(*arguments, "--library", library, cwd=library.parent)


def plan(library: Path, site: str, more: str = "") -> None:
    text = (
        f'delay = 0\nprivate_addresses = true\n{more}\n[[site]]\nname = "twitches"\nstarts = ["{site}"]\nevery = "1d"\n'
    )
    (library / "crawl.toml").write_text(text)


def test_refresh_crawls_what_is_due_and_lets_the_index_follow(library: Path, site: str, pages: Path) -> None:
    plan(library, site, 'grace = "0s"')
    first = run(library, "refresh", "--format", "json")
    assert first.code == 0, first
    (visit,) = first.json["sites"]
    assert (visit["name"], visit["crawl"]["fetched"]) == ("twitches", 2)
    assert [each["reason"] for each in visit["crawl"]["skipped"]] == ["it is a log-in"]
    assert run(library, "search", "haste", "--format", "urls").lines[0].startswith(f"{site}hiccups.html")

    again = run(library, "refresh", "--format", "json").json
    assert (again["sites"], again["build"], again["waiting"][0]["name"]) == ([], None, "twitches")

    (pages / "hiccups.html").unlink()
    forced = run(library, "refresh", "--force", "--format", "json").json
    assert [each["url"] for each in forced["sites"][0]["crawl"]["gone"]] == [f"{site}hiccups.html"]
    assert forced["build"]["removed"] == [f"{site}hiccups.html"]
    assert run(library, "search", "haste").code == 1
    assert run(library, "refresh", "--force", "--format", "json").json["forgotten"] == [f"{site}hiccups.html"]


def test_refresh_is_quiet_where_all_is_well_and_keeps_a_log(library: Path, site: str) -> None:
    plan(library, site)
    done = run(library, "refresh", "-q")
    assert (done.code, done.out, done.err) == (0, "", "")
    log = (library / "index" / "crawl" / "refresh.log").read_text("utf-8")
    assert "twitches: 2 new or changed" in log
    assert "index: 2 articles" in log


def test_refresh_says_what_could_not_be_had_and_is_6(library: Path, pages: Path, site: str) -> None:
    (pages / "hiccups.html").unlink()
    plan(library, site)
    done = run(library, "refresh", "-q")
    assert done.code == 6
    assert "failed" in done.out
    assert f"{site}hiccups.html" in done.out


def test_two_refreshes_at_once_are_5(library: Path, site: str) -> None:
    plan(library, site)
    (library / "index" / "crawl").mkdir(parents=True)
    with exclusive(library / "index" / "crawl" / "refresh.lock"):
        assert run(library, "refresh").code == 5


@pytest.mark.parametrize(
    ("text", "said"),
    [
        (None, "there is no"),
        ("nonsense\n", "line 1"),
        ('[[site]]\nstart = ["x"]', "no key 'start'"),
    ],
)
def test_a_plan_that_is_missing_or_wrong_is_2(library: Path, text: str | None, said: str) -> None:
    if text is not None:
        (library / "crawl.toml").write_text(text)
    done = run(library, "refresh")
    assert done.code == 2
    assert said in done.err


def test_a_dry_run_fetches_no_page(library: Path, site: str) -> None:
    plan(library, site)
    for words in (["refresh"], ["crawl", "--private-addresses", "--delay", "0", site]):
        done = run(library, *words, "--dry-run", "--format", "json")
        assert done.code == 0, done
        assert done.json["crawls"][0]["wanted"] == [site]
    assert not (library / "corpus").exists()
    assert "would be fetched" in run(library, "refresh", "--dry-run").out


def test_a_dry_run_refuses_what_a_refresh_refuses(library: Path) -> None:
    site = '[[site]]\nname = "{0}"\nstarts = ["http://127.0.0.1:9/{0}"]\nprivate_addresses = true\n'
    (library / "crawl.toml").write_text(site.format("a") + site.format("b"))
    dry, wet = run(library, "refresh", "--dry-run"), run(library, "refresh")
    assert (dry.code, wet.code) == (2, 2), (dry, wet)
    assert "two crawls ask" in dry.err
    assert "two crawls ask" in wet.err


def test_everything_is_kept_where_that_is_asked_for(library: Path, site: str) -> None:
    words = ["crawl", "--private-addresses", "--delay", "0", site, "--format", "json"]
    assert run(library, *words).json["fetched"] == 2
    assert run(library, *words, "--everything").json["fetched"] == 1


def test_a_crawl_without_a_start_names_refresh(library: Path) -> None:
    done = run(library, "crawl")
    assert done.code == 2
    assert "twitchsearch refresh" in done.err


def test_the_corpus_is_counted_exported_taken_back_and_emptied(library: Path) -> None:
    run(library, "import", write_articles(library.parent / "articles.jsonl"))
    counted = run(library, "corpus", "stats", "--format", "json").json
    assert (counted["pages"], [site["site"] for site in counted["sites"]]) == (
        3,
        ["one.example.org", "two.example.net"],
    )
    assert counted["bytes"] == sum(path.stat().st_size for path in (library / "corpus").rglob("*.html"))
    assert "3 pages on 2 sites" in run(library, "corpus", "stats").out
    for name in ("out.warc.gz", "out.jsonl"):
        path = library.parent / name
        assert run(library, "corpus", "export", path, "--format", "json").json["pages"] == 3
        other = library.parent / f"other-{name}"
        assert run(other, "import", path, "--format", "json").json["new"] == 3
        assert set(run(other, "corpus", "list", "--format", "urls").lines) == {each["url"] for each in ARTICLES}
    assert run(library, "corpus", "export", library.parent / "out.txt").code == 2

    assert len(run(library, "corpus", "remove", "--site", "example.org", "--dry-run").lines) == 2
    assert run(library, "corpus", "remove", ARTICLES[2]["url"], "--format", "json").json["removed"] == [
        ARTICLES[2]["url"]
    ]
    assert run(library, "corpus", "remove", ARTICLES[2]["url"]).code == 1
    assert run(library, "corpus", "remove", "--gone").code == 1
    assert run(library, "corpus", "remove").code == 2
    run(library, "corpus", "remove", "--site", "one.example.org")
    assert json.loads(run(library, "corpus", "stats", "--format", "json").out)["pages"] == 0


def test_a_page_that_is_no_text_is_skipped_in_an_export(library: Path) -> None:
    saved = library.parent / "saved"
    saved.mkdir()
    (saved / "bad.html").write_bytes(b"\x89PNG\r\n\x1a\n" + bytes(range(256)) * 40)
    (saved / "good.html").write_bytes(article("Eyelids", "Tea."))
    run(library, "import", saved)
    done = run(library, "corpus", "export", library.parent / "out.jsonl", "--format", "json")
    assert (done.code, done.json["pages"], len(done.json["skipped"])) == (6, 1, 1)


def test_what_an_archive_holds_besides_pages_is_counted(library: Path) -> None:
    from tests.corpus.archives import epub

    book = epub(library.parent / "book.epub", {"one.xhtml": article("One")})
    done = run(library, "import", book, "--format", "json")
    assert done.json["passed"] == [
        {"reason": "the table of contents of a book", "count": 1},
        {"reason": "no page (image/png)", "count": 1},
    ]
    assert "2 records that are no pages" in run(library, "import", book).out
