"""Archives: what comes in of each, what is refused and why, and that none of them can do harm."""

from __future__ import annotations

import gzip
import json
import re
import zipfile
from collections.abc import Mapping
from contextlib import suppress
from datetime import UTC, datetime
from pathlib import Path

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from tests.conftest import UNBOTHERED
from tests.corpus.archives import article, epub, mhtml, wacz, warc, zim
from twitchsearch.corpus.importers import ImportReport, archives, import_from
from twitchsearch.corpus.importers.captured import Captured
from twitchsearch.corpus.importers.feeds import feed_records
from twitchsearch.corpus.importers.mhtml import mhtml_records
from twitchsearch.corpus.importers.warc import wacz_records, warc_records
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.errors import ImportRefused
from twitchsearch.model import Page, no_progress

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
SAMPLES = Path(__file__).parents[3] / "shared" / "data" / "crawl"
PAGES = {"https://example.org/eyelid": article("Eyelids", "Coffee."), "https://example.org/calf": article("Calves")}


@pytest.fixture
def store(tmp_path: Path) -> CorpusStore:
    return CorpusStore(tmp_path / "corpus")


def taken(store: CorpusStore, path: Path, base_url: str = "") -> ImportReport:
    return import_from(path, store, no_progress, base_url=base_url, fetched_at=NOW)


def kept(store: CorpusStore) -> dict[str, Page]:
    return {each.url: store.read(each) for each in store.entries() if isinstance(each, Entry)}


def reasons(report: ImportReport) -> list[str]:
    return [each.reason for each in report.skipped]


# WARC and WACZ


@pytest.mark.parametrize("name", ["pages.warc", "pages.warc.gz"])
def test_pages_of_a_warc_come_in_with_what_the_server_said(store: CorpusStore, tmp_path: Path, name: str) -> None:
    report = taken(store, warc(tmp_path / name, PAGES))
    assert (report.new, report.skipped) == (2, ())
    page = kept(store)["https://example.org/eyelid"]
    assert page.body == PAGES["https://example.org/eyelid"]
    assert (page.charset, page.etag, page.source, page.status) == ("utf-8", '"1"', "warc", 200)
    assert page.fetched_at == datetime(2026, 11, 1, 8, tzinfo=UTC)
    assert taken(store, tmp_path / name).unchanged == 2


def test_packed_bodies_are_unpacked(store: CorpusStore, tmp_path: Path) -> None:
    taken(store, warc(tmp_path / "a.warc", PAGES, [("Content-Encoding", "gzip")], pack=gzip.compress))
    assert {url: page.body for url, page in kept(store).items()} == PAGES


def test_a_body_that_is_a_bomb_is_refused_and_the_next_is_read(store: CorpusStore, tmp_path: Path) -> None:
    bomb = {"https://example.org/bomb": b"\0" * 100_000_000, **PAGES}
    report = taken(store, warc(tmp_path / "a.warc", bomb, [("Content-Encoding", "gzip")], pack=gzip.compress))
    assert report.new == 2
    assert reasons(report) == ["it is larger than 67108864 bytes"]


def test_what_is_no_page_is_counted_by_reason(store: CorpusStore, tmp_path: Path) -> None:
    warc(tmp_path / "a.warc", PAGES)
    warc(tmp_path / "b.warc", {"https://example.org/moved": b""}, status="301 Moved")
    warc(tmp_path / "c.warc", {"https://example.org/x.png": b"x"}, [])
    whole = tmp_path / "whole.warc"
    picture = (tmp_path / "c.warc").read_bytes().replace(b"text/html; charset=utf-8", b"image/png; charset=utf-8")
    whole.write_bytes((tmp_path / "a.warc").read_bytes() + (tmp_path / "b.warc").read_bytes() + picture)
    report = taken(store, whole)
    assert report.new == 2
    assert dict(report.passed) == {"an answer with status 301": 1, "no page (image/png)": 1}


def test_a_record_that_does_not_say_what_it_is_is_refused_by_name(store: CorpusStore, tmp_path: Path) -> None:
    (tmp_path / "a.warc").write_bytes(b"WARC/1.0\r\nContent-Length: 99999999999999999999\r\n\r\n")
    report = taken(store, tmp_path / "a.warc")
    assert [each.reason for each in report.skipped] == ["it does not state what it is (WARC-Type)"]
    assert not report.passed


def test_a_warc_that_breaks_off_gives_what_stands_before(store: CorpusStore, tmp_path: Path) -> None:
    for name in ("a.warc", "a.warc.gz"):
        whole = warc(tmp_path / name, PAGES).read_bytes()
        (tmp_path / name).write_bytes(whole[: -len(whole) // 4])
        report = taken(CorpusStore(tmp_path / f"corpus-{name}"), tmp_path / name)
        assert (report.new, len(report.skipped)) == (1, 1), name


@pytest.mark.parametrize("name", ["a.warc.gz", "a.warc"])
@pytest.mark.parametrize("place", [0.1, 0.5, 0.8])
def test_behind_a_damaged_record_reading_goes_on(tmp_path: Path, name: str, place: float) -> None:
    pages = {f"https://example.org/{number}": article(f"Article {number}", "x" * number) for number in range(20)}
    whole = bytearray(warc(tmp_path / name, pages).read_bytes())
    begins, within = (b"\x1f\x8b\x08", 40) if name.endswith(".gz") else (b"WARC/1.1", 0)
    at = whole.index(begins, int(len(whole) * place)) + within
    whole[at : at + 8] = b"!!!!!!!!"
    (tmp_path / name).write_bytes(bytes(whole))
    report = taken(CorpusStore(tmp_path / "corpus"), tmp_path / name)
    assert report.new == 19
    assert [reason.partition(" (")[0] for reason in reasons(report)] == ["the archive is damaged here"]


def test_records_behind_damage_keep_their_numbers_wherever_reading_begins(tmp_path: Path) -> None:
    path = warc(
        tmp_path / "a.warc.gz", {f"https://example.org/{number}": b"<p>" + b"x" * number for number in range(9)}
    )
    whole = bytearray(path.read_bytes())
    whole[(at := [each.start() for each in re.finditer(b"\x1f\x8b\x08", whole)][4]) : at + 60] = b"!" * 60
    path.write_bytes(bytes(whole))

    def names(start: int) -> str:
        return "".join(each.url[-1] for each in warc_records(path, start) if isinstance(each, Captured))

    assert names(0) == "01235678"
    assert [names(start) for start in (3, 4, 5, 7)] == ["35678", "5678", "5678", "78"]


def test_a_page_whose_digest_is_wrong_is_refused(store: CorpusStore, tmp_path: Path) -> None:
    path = warc(tmp_path / "a.warc", PAGES)
    path.write_bytes(path.read_bytes().replace(b"Coffee.", b"Toffee."))
    report = taken(store, path)
    assert report.new == 1
    assert reasons(report) == ["its digest is not that of what it holds"]


def test_a_wacz_gives_the_pages_of_its_warcs(store: CorpusStore, tmp_path: Path) -> None:
    assert taken(store, wacz(tmp_path / "a.wacz", PAGES)).new == 2
    assert kept(store)["https://example.org/eyelid"].source == "wacz"


def test_records_of_a_wacz_keep_their_numbers_wherever_reading_begins(tmp_path: Path) -> None:
    path = tmp_path / "a.wacz"
    with zipfile.ZipFile(path, "w") as archive:
        for number in range(3):
            inner = warc(tmp_path / "inner.warc.gz", {f"https://example.org/{number}{each}": b"<p>x" for each in "ab"})
            archive.write(inner, f"archive/{number}.warc.gz")

    def names(start: int) -> list[str]:
        return [each.url[-2:] for each in wacz_records(path, start) if isinstance(each, Captured)]

    assert names(0) == ["0a", "0b", "1a", "1b", "2a", "2b"]
    assert [names(start) for start in (3, 4, 6)] == [["1b", "2a", "2b"], ["2a", "2b"], []]


# ZIM


def test_a_zim_of_some_hundred_articles_comes_in(store: CorpusStore, tmp_path: Path) -> None:
    pages = {f"Article_{n}": article(f"Twitch {n}", f"Cause number {n}.") for n in range(300)}
    report = taken(store, zim(tmp_path / "my library.zim", pages))
    assert (report.new, report.skipped) == (300, ())
    assert dict(report.passed)["another name of an entry"] >= 1
    (site,) = {url.rpartition("/")[0] for url in kept(store)}
    assert site == "https://my-library.import.example"
    page = kept(store)[f"{site}/Article_7"]
    assert (page.body, page.source, page.charset) == (pages["Article_7"], "zim", "utf-8")
    assert page.fetched_at == datetime(2026, 11, 1, tzinfo=UTC)


def test_a_zim_below_a_base_url_and_one_made_by_a_crawl_keep_their_urls(store: CorpusStore, tmp_path: Path) -> None:
    taken(store, zim(tmp_path / "a.zim", {"Eyelid": article("Eyelids")}), "https://en.wiki.example/wiki/")
    taken(store, zim(tmp_path / "b.zim", {"www.example.org/calf": article("Calves")}, scraper="zimit 2.1"))
    assert set(kept(store)) == {"https://en.wiki.example/wiki/Eyelid", "https://www.example.org/calf"}


# MHTML


def test_mhtml_comes_in_alone_and_in_a_folder(store: CorpusStore, tmp_path: Path) -> None:
    url, body = next(iter(PAGES.items()))
    folder = tmp_path / "saved"
    folder.mkdir()
    mhtml(folder / "page.mhtml", url, body)
    (folder / "broken.mht").write_bytes(b"MIME-Version: 1.0\r\nContent-Type: text/plain\r\n\r\nhello")
    report = taken(store, folder)
    assert report.new == 1
    assert ["holds no page" in reason for reason in reasons(report)] == [True]
    assert taken(store, folder / "page.mhtml").unchanged == 1
    page = kept(store)[url]
    assert page.body.replace(b"\n", b"") == body.replace(b"\n", b"")
    assert (page.source, page.fetched_at) == ("mhtml", datetime(2026, 11, 1, 8, tzinfo=UTC))


@settings(max_examples=50, suppress_health_check=[*UNBOTHERED, HealthCheck.function_scoped_fixture])
@given(noise=st.binary(max_size=300))
def test_any_bytes_are_mhtml_or_refused(tmp_path: Path, noise: bytes) -> None:
    path = tmp_path / "a.mhtml"
    whole = mhtml(path, "https://example.org/", b"<p>x</p>").read_bytes()
    path.write_bytes(whole[:150] + noise + whole[150:])
    with suppress(ValueError, LookupError):
        assert list(mhtml_records(path, 0))


# EPUB


def test_the_chapters_of_a_book_come_in_in_order(store: CorpusStore, tmp_path: Path) -> None:
    chapters = {"one.xhtml": article("One"), "text/two.xhtml": article("Two")}
    report = taken(store, epub(tmp_path / "Twitches.epub", chapters))
    assert (report.new, report.skipped) == (2, ())
    assert dict(report.passed) == {"the table of contents of a book": 1, "no page (image/png)": 1}
    assert set(kept(store)) == {
        "https://twitches.import.example/OEBPS/one.xhtml",
        "https://twitches.import.example/OEBPS/text/two.xhtml",
    }


@pytest.mark.parametrize(
    ("more", "reason"),
    [
        ({"META-INF/encryption.xml": b"<encryption/>"}, "encrypted"),
        ({"META-INF/container.xml": b'<!DOCTYPE a [<!ENTITY b "c">]><container>&b;</container>'}, "entities"),
        ({"META-INF/container.xml": b"<container>"}, "XML cannot be read"),
        ({"META-INF/container.xml": b"<a>" * 1_000}, "nested deeper"),
        ({"META-INF/container.xml": b"<container/>"}, "names no package"),
    ],
)
@pytest.mark.filterwarnings("ignore:Duplicate name:UserWarning")
def test_a_book_that_cannot_be_read_is_refused(
    store: CorpusStore, tmp_path: Path, more: Mapping[str, bytes], reason: str
) -> None:
    with pytest.raises(ImportRefused, match=reason):
        taken(store, epub(tmp_path / "a.epub", {"one.xhtml": article("One")}, more))


def test_a_chapter_that_is_a_bomb_or_missing_is_skipped(store: CorpusStore, tmp_path: Path) -> None:
    path = epub(tmp_path / "a.epub", {"bomb.xhtml": b" " * 100_000_000, "one.xhtml": article("One")})
    report = taken(store, path)
    assert report.new == 1
    assert [each.place for each in report.skipped] == [f"{path}, chapter 2"]


def test_a_chapter_cannot_name_a_file_outside_the_book(store: CorpusStore, tmp_path: Path) -> None:
    (tmp_path / "secret.xhtml").write_bytes(article("Secret"))
    report = taken(store, epub(tmp_path / "a.epub", {"../../secret.xhtml": b"<p>In the book</p>", "b": article("B")}))
    assert all(b"Secret" not in page.body for page in kept(store).values())
    assert all(url.startswith("https://a.import.example/") for url in kept(store))
    assert report.new + len(report.skipped) == 2


def test_another_zip_file_is_refused(store: CorpusStore, tmp_path: Path) -> None:
    with zipfile.ZipFile(tmp_path / "a.zip", "w") as archive:
        archive.writestr("page.html", "<p>x</p>")
    with pytest.raises(ImportRefused, match="unpack it"):
        taken(store, tmp_path / "a.zip")
    (tmp_path / "b.zip").write_bytes((tmp_path / "a.zip").read_bytes()[:40])
    with pytest.raises(ImportRefused, match="damaged zip"):
        taken(store, tmp_path / "b.zip")


# feeds

LONG = "<p>Eyelids twitch for many reasons, most of them harmless.</p>" * 3
RSS = f"""<?xml version="1.0"?><rss version="2.0" xmlns:content="http://purl.org/rss/1.0/modules/content/"><channel>
<title>Twitches</title><link>https://example.org/</link>
<item><title>Eyelids &amp; tea</title><link>https://example.org/eyelid</link><description>Short.</description>
<pubDate>Sun, 01 Nov 2026 08:00:00 +0000</pubDate><content:encoded><![CDATA[{LONG}]]></content:encoded></item>
<item><title>Calves</title><link>https://example.org/calf</link><description>Short.</description></item>
</channel></rss>"""
ATOM = f"""<feed xmlns="http://www.w3.org/2005/Atom"><title>Twitches</title>
<entry><title>Eyelids &amp; tea</title><link href="https://example.org/eyelid"/><updated>2026-11-01T08:00:00Z</updated>
<content type="xhtml"><div xmlns="http://www.w3.org/1999/xhtml">{LONG.replace("many", "&lt;many&gt;")}</div></content>
</entry><entry><title>No link</title><content>{LONG.replace("<", "&lt;")}</content></entry></feed>"""
JSON = json.dumps(
    {
        "version": "https://jsonfeed.org/version/1.1",
        "items": [
            {"url": "https://example.org/eyelid", "title": "Eyelids & tea", "content_html": LONG},
            {"url": "https://example.org/calf", "title": "Calves", "summary": "Short."},
        ],
    }
)


@pytest.mark.parametrize("feed", [RSS, ATOM, JSON], ids=["rss", "atom", "json"])
def test_full_texts_of_a_feed_come_in_and_summaries_are_named(store: CorpusStore, tmp_path: Path, feed: str) -> None:
    (tmp_path / "feed.xml").write_text(feed, "utf-8")
    report = taken(store, tmp_path / "feed.xml")
    assert (report.new, len(report.skipped)) == (1, 1)
    page = kept(store)["https://example.org/eyelid"]
    assert b"<h1>Eyelids &amp; tea</h1>" in page.body
    assert page.body.count(b"reasons, most of them harmless.</p>") == 3
    assert b"<many>" not in page.body


@settings(max_examples=50, suppress_health_check=[*UNBOTHERED, HealthCheck.function_scoped_fixture])
@given(cut=st.integers(0, len(RSS)), noise=st.text(max_size=20))
def test_any_text_is_a_feed_or_refused(tmp_path: Path, cut: int, noise: str) -> None:
    for feed in (RSS, ATOM):
        (tmp_path / "feed.xml").write_text(feed[:cut] + noise + feed[cut:], "utf-8")
        with suppress(ValueError):
            assert len(list(feed_records(tmp_path / "feed.xml", 0))) <= 6


# readers that die


@pytest.fixture
def dying(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "CHILD", "tests.corpus.dying_child")


@pytest.mark.usefixtures("dying")
def test_a_reader_that_dies_costs_the_record_it_died_on(store: CorpusStore, tmp_path: Path) -> None:
    path = tmp_path / "a.warc"
    path.write_text("WARC/ lives dies lives babbles lives", "ascii")
    report = taken(store, path)
    assert {url[-1] for url in kept(store)} == {"0", "2", "4"}
    assert [each.place for each in report.skipped] == [f"{path}, record 2", f"{path}, record 4"]
    assert "exit status 3" in report.skipped[0].reason


@pytest.mark.usefixtures("dying")
def test_a_reader_that_stalls_is_ended(store: CorpusStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(archives, "PATIENCE", 6.0)  # its start counts, too
    path = tmp_path / "a.warc"
    path.write_text("WARC/ lives stalls lives", "ascii")
    report = taken(store, path)
    assert {url[-1] for url in kept(store)} == {"0", "2"}
    assert reasons(report) == ["reading it took longer than 6 seconds"]


@pytest.mark.usefixtures("dying")
def test_a_reader_that_dies_again_and_again_is_given_up(
    store: CorpusStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "MOST_DEATHS", 2)
    path = tmp_path / "a.warc"
    path.write_text("WARC/ dies lives dies lives", "ascii")
    report = taken(store, path)
    assert {url[-1] for url in kept(store)} == {"1"}
    assert reasons(report)[-1] == "its reader died 2 times; what follows was not read"


def test_a_library_that_is_missing_is_named(
    store: CorpusStore, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(archives, "find_spec", lambda _: None)
    (tmp_path / "a.warc").write_bytes(b"WARC/1.0\r\n")
    with pytest.raises(ImportRefused, match=r"needs warcio.*pip install 'twitchsearch\[warc\]'"):
        taken(store, tmp_path / "a.warc")


# the samples

CAME_IN = {
    "warc/bad.arc": (0, 3),
    "warc/example-bad-non-chunked.warc.gz": (1, 0),
    "warc/example-bad.warc.gz.bad": (1, 0),
    "warc/example-digest.warc": "4 × no capture of a page",
    "warc/example-iana.org-chunked.warc": (1, 0),
    "warc/example-resource.warc.gz": (1, 0),
    "warc/example-space-in-target-uri.warc.gz": "no http or https",
    "warc/example-space-in-url.arc": (0, 1),
    "warc/example-trunc.warc": (0, 1),
    "warc/example-wget-bad-target-uri.warc.gz": (1, 0),
    "warc/example-wrong-chunks.warc.gz": (0, 1),
    "warc/example.arc": (1, 0),
    "warc/example.arc.gz": (1, 0),
    "warc/example.warc": (1, 0),
    "warc/example.warc.gz": (1, 0),
    "warc/post-test.warc.gz": "application/json",
    "zim/invalid.bad_mimetype_list.zim": "Error getting mimelists",
    "zim/invalid.outofbounds_clusterptrpos.zim": "Cluster pointer table outside",
    "zim/invalid.smaller_than_header.zim": "too small to contain a header",
    "zim/small-nons.zim": (1, 0),
    "zim/small.zim": (1, 0),
    "zim/wikibooks_be_all_nopic_2017-02.zim": (66, 0),
}


@pytest.mark.skipif(not SAMPLES.is_dir(), reason=f"{SAMPLES} is not there")
@pytest.mark.parametrize("name", CAME_IN)
def test_the_samples_come_in_or_are_refused_as_listed(store: CorpusStore, name: str) -> None:
    match CAME_IN[name]:
        case str(reason):
            with pytest.raises(ImportRefused, match=reason):
                taken(store, SAMPLES / name)
        case new, skipped:
            report = taken(store, SAMPLES / name)
            assert (report.new, len(report.skipped)) == (new, skipped)
