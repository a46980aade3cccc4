"""What comes in from files: whole, under a URL that stays, and with a word about each thing that does not."""

from __future__ import annotations

import gzip
import io
import json
import os
from datetime import UTC, datetime, timedelta
from html.parser import HTMLParser
from pathlib import Path
from typing import Any

import pytest
from hypothesis import given
from hypothesis import strategies as st

from tests.effort import effort
from twitchsearch.corpus.importers import ImportReport, import_from, jsonl, ledger
from twitchsearch.corpus.importers.records import article_of, html_of
from twitchsearch.corpus.importers.saved import Claims, claims
from twitchsearch.corpus.store import CorpusStore, Entry
from twitchsearch.errors import ImportRefused
from twitchsearch.model import Page, Step, no_progress
from twitchsearch.text import clean

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
MEDQUAD = Path(__file__).parents[3] / "shared" / "data" / "ir" / "medquad-sections" / "articles.jsonl"

linux = pytest.mark.skipif(os.name == "nt", reason="needs links, pipes and names as Unix has them")


@pytest.fixture
def store(tmp_path: Path) -> CorpusStore:
    return CorpusStore(tmp_path / "library" / "corpus")


def bring(path: Path, store: CorpusStore, base_url: str = "", fetched_at: datetime = NOW) -> ImportReport:
    return import_from(path, store, no_progress, base_url=base_url, fetched_at=fetched_at)


def pages(store: CorpusStore) -> dict[str, Page]:
    return {entry.url: store.read(entry) for entry in store.entries() if isinstance(entry, Entry)}


def write(path: Path, contents: str | bytes) -> Path:
    path.parent.mkdir(parents=True, exist_ok=True)
    path.write_bytes(contents if isinstance(contents, bytes) else contents.encode())
    return path


def lines(path: Path, *records: Any) -> Path:
    return write(path, "".join(f"{record if isinstance(record, str) else json.dumps(record)}\n" for record in records))


def article(**fields: Any) -> dict[str, Any]:
    whole = {"url": "https://example.com/a", "title": "A", "sections": [{"heading": "H", "text": "Text."}], **fields}
    return {name: value for name, value in whole.items() if value is not ...}


# records


def test_a_record_becomes_a_page_of_plain_html(tmp_path: Path, store: CorpusStore) -> None:
    record = article(
        url="https://Example.com/tea?utm_source=x",
        title="Tea & <b>twitches</b>",
        published="2024-01-02",
        modified="2025-03-04T05:06:07Z",
        reviewed="2026-01-01",
        sections=[
            {"text": "Before any heading."},
            {"heading": "Causes <script>", "text": "One.\nTwo & three.", "qtype": "ignored"},
        ],
        synonyms=["ignored"],
    )
    report = bring(lines(tmp_path / "articles.jsonl", record), store)
    assert report == ImportReport(new=1)
    assert report.pages == 1
    page = pages(store)["https://example.com/tea"]
    assert (page.source, page.charset, page.content_type, page.fetched_at) == ("jsonl", "utf-8", "text/html", NOW)
    html = page.body.decode()
    assert "<title>Tea &amp; &lt;b&gt;twitches&lt;/b&gt;</title>" in html
    assert "<h1>Tea &amp; &lt;b&gt;twitches&lt;/b&gt;</h1>\n<p>Before any heading.</p>" in html
    assert "<h2>Causes &lt;script&gt;</h2>\n<p>One.</p>\n<p>Two &amp; three.</p>" in html
    assert '<link rel="canonical" href="https://example.com/tea">' in html
    for date in ("2024-01-02", "2025-03-04", "2026-01-01"):
        assert f'content="{date}"' in html
    assert "ignored" not in html


class Words(HTMLParser):
    """The text below each heading and paragraph, as a reader of the page would take it."""

    def __init__(self) -> None:
        super().__init__()
        self.found: list[tuple[str, str]] = []

    def handle_starttag(self, tag: str, attrs: list[tuple[str, str | None]]) -> None:
        self.found.append((tag, ""))

    def handle_data(self, data: str) -> None:
        if self.found:
            tag, text = self.found.pop()
            self.found.append((tag, text + data))


@given(
    st.text(max_size=30),
    st.lists(
        st.fixed_dictionaries({"heading": st.text(max_size=20), "text": st.text(max_size=40)}), min_size=1, max_size=4
    ),
)
def test_every_word_of_a_record_stands_in_its_page_and_nothing_becomes_markup(
    title: str, sections: list[dict[str, str]]
) -> None:
    try:
        found = article_of({"title": title, "sections": sections}, "https://example.com/the-article")
    except ValueError:
        assert not any(clean(section["text"]) for section in sections)
        return
    reader = Words()
    reader.feed(html_of(found, "https://example.com/the-article").decode())
    reader.close()
    shown = [(tag, text.strip("\n")) for tag, text in reader.found if tag in {"h1", "h2", "p"}]
    expected = [("h1", found.title)]
    for heading, paragraphs in found.sections:
        expected += [("h2", heading)] * bool(heading) + [("p", paragraph) for paragraph in paragraphs]
    assert shown == expected
    words = " ".join(text for tag, text in shown if tag == "p").split()
    assert words == " ".join(clean(section["text"]) for section in sections).split()


@pytest.mark.parametrize(
    ("url", "sections", "title"),
    [
        ("https://example.com/health/eyelid-twitching.html", [{"text": "x"}], "Eyelid twitching"),
        ("https://example.com/a/visa_vrsa/", [{"text": "x"}], "Visa vrsa"),
        (
            "https://example.com/",
            [{"text": "Tea keeps the eyelid awake " * 5}],
            "Tea keeps the eyelid awake Tea keeps the eyelid awake",
        ),
        ("https://example.com/12345", [{"heading": "What is it?", "text": "A twitch."}], "A twitch."),
        ("https://example.com/index.html", [{"text": "A twitch."}], "A twitch."),
    ],
)
def test_a_missing_title_is_made_from_the_url_or_the_words(
    url: str, sections: list[dict[str, str]], title: str
) -> None:
    for missing in ({}, {"title": None}, {"title": " "}):
        assert article_of({**missing, "sections": sections}, url).title == title


def test_html_of_a_record_is_kept_as_it_is_where_it_is_a_document(tmp_path: Path, store: CorpusStore) -> None:
    document = "<!DOCTYPE html><html><head><title>Own</title></head><body><p>Tëxt</body></html>"
    bring(lines(tmp_path / "a.jsonl", article(html=document)), store)
    assert pages(store)["https://example.com/a"].body == document.encode()


def test_html_of_a_record_that_is_a_part_gets_a_head(tmp_path: Path, store: CorpusStore) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        article(html="<p>Text</p>", published="2024-01-02"),
        article(html="<h1>Own</h1><p>Text</p>", url="https://example.com/b"),
    )
    bring(path, store)
    first, second = (page.body.decode() for page in pages(store).values())
    assert "<h1>A</h1>\n<p>Text</p>" in first
    assert 'content="2024-01-02"' in first
    assert second.count("<h1>") == 1


BAD_LINES: dict[str, tuple[str, str]] = {
    "not JSON": ("{'url': 1}", "not JSON"),
    "cut off": (json.dumps(article())[:-5], "not JSON"),
    "a list": ("[]", "not a JSON object"),
    "a number": ("7", "not a JSON object"),
    "nested": ('{"url": ' + "[" * 100_000, "nested too deeply"),
    "a huge number": ('{"url": ' + "9" * 10_000 + "}", "a number too long"),
    "no url": (json.dumps(article(url=...)), "url is missing"),
    "url a number": (json.dumps(article(url=7)), "url is missing or not a text"),
    "url empty": (json.dumps(article(url=" ")), "url is missing"),
    "url of mail": (json.dumps(article(url="mailto:a@b")), "not an absolute http or https URL"),
    "url of a script": (json.dumps(article(url="javascript:alert(1)\x1b[2J")), "url javascript:alert"),
    "title a list": (json.dumps(article(title=["a"])), "title is not a text"),
    "sections a text": (json.dumps(article(sections="a")), "sections is not a list"),
    "section a text": (json.dumps(article(sections=["a"])), "sections[0] is not an object"),
    "heading a number": (json.dumps(article(sections=[{}, {"heading": 1}])), "sections[1].heading is not a text"),
    "text a list": (json.dumps(article(sections=[{"text": []}])), "sections[0].text is not a text"),
    "no words": (json.dumps(article(sections=[{"heading": "H", "text": " \u200b"}])), "neither html nor sections"),
    "nothing": (json.dumps(article(sections=...)), "neither html nor sections"),
    "html a number": (json.dumps(article(html=1)), "html is not a text"),
    "a date in words": (json.dumps(article(published="May 2020")), "published is not a date such as"),
    "a date a number": (json.dumps(article(modified=2020)), "modified is not a text"),
}


@pytest.mark.parametrize("name", BAD_LINES)
def test_a_bad_line_is_skipped_with_its_place_and_reason(tmp_path: Path, store: CorpusStore, name: str) -> None:
    line, reason = BAD_LINES[name]
    path = lines(tmp_path / "a.jsonl", article(), "", line, article(url="https://example.com/b"))
    report = bring(path, store)
    assert report.new == 2
    (skipped,) = report.skipped
    assert skipped.place == f"{path}:3"
    assert reason in skipped.reason
    assert skipped.reason.isprintable()
    assert len(skipped.reason) <= 300


def test_a_line_that_is_not_utf8_is_skipped(tmp_path: Path, store: CorpusStore) -> None:
    path = write(tmp_path / "a.jsonl", b'{"url": "\xff"}\n' + json.dumps(article()).encode())
    report = bring(path, store)
    assert report.new == 1
    assert "not UTF-8 at byte 10" in report.skipped[0].reason


def test_a_gigantic_line_is_skipped_without_being_read(
    tmp_path: Path, store: CorpusStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(jsonl, "LONGEST_LINE", 1000)
    path = lines(tmp_path / "a.jsonl", article(), article(title="x" * 5000), article(url="https://example.com/b"))
    report = bring(path, store)
    assert report.new == 2
    assert report.skipped[0].place == f"{path}:2"
    assert "longer than 1000 bytes" in report.skipped[0].reason


@pytest.mark.parametrize("ending", ["", "\n", "\r\n", "\n\n"])
def test_the_last_line_needs_no_end_and_the_first_may_have_a_mark(
    tmp_path: Path, store: CorpusStore, ending: str
) -> None:
    text = json.dumps(article()) + "\r\n" + json.dumps(article(url="https://example.com/b")) + ending
    assert bring(write(tmp_path / "a.jsonl", b"\xef\xbb\xbf" + text.encode()), store) == ImportReport(new=2)


def test_half_a_surrogate_pair_does_no_harm(tmp_path: Path, store: CorpusStore) -> None:
    path = lines(
        tmp_path / "a.jsonl", article(html="<p>a\ud800b</p>"), article(title="\udfff x", url="https://example.com/b")
    )
    assert bring(path, store).new == 2


def test_a_repeated_url_is_kept_under_one_of_its_own_and_reported(tmp_path: Path, store: CorpusStore) -> None:
    path = lines(
        tmp_path / "a.jsonl",
        article(title="first"),
        article(title="second", url="https://example.com/a#part"),
        article(title="taken", url="https://example.com/b?copy=2"),
        article(title="third"),
        article(title="one", url="https://example.com/b"),
        article(title="two", url="https://example.com/b"),
        article(title="q", url="https://example.com/?q=1"),
        article(title="r", url="https://example.com/?q=1"),
    )
    report = bring(path, store)
    assert report.new == 8
    assert [(each.place, each.kept_as) for each in report.repeated] == [
        (f"{path}:2", "https://example.com/a?copy=2"),
        (f"{path}:4", "https://example.com/a?copy=3"),
        (f"{path}:6", "https://example.com/b?copy=3"),
        (f"{path}:8", "https://example.com/?q=1&copy=2"),
    ]
    second = pages(store)["https://example.com/a?copy=2"].body.decode()
    assert "<h1>second</h1>" in second
    assert 'href="https://example.com/a?copy=2"' in second


def test_importing_the_same_again_touches_nothing(tmp_path: Path, store: CorpusStore) -> None:
    path = lines(tmp_path / "a.jsonl", article(), article(), article(url="https://example.com/b"))
    bring(path, store)
    before, change = pages(store), store.change()
    report = bring(path, store, fetched_at=NOW + timedelta(days=1))
    assert (report.new, report.changed, report.unchanged, len(report.repeated)) == (0, 0, 3, 1)
    assert pages(store) == before
    assert store.change() == change


def test_a_changed_record_changes_its_page_alone(tmp_path: Path, store: CorpusStore) -> None:
    bring(lines(tmp_path / "a.jsonl", article(), article(url="https://example.com/b")), store)
    report = bring(lines(tmp_path / "a.jsonl", article(title="New"), article(url="https://example.com/b")), store)
    assert (report.new, report.changed, report.unchanged) == (0, 1, 1)


def test_a_compressed_file_is_read_as_it_is(tmp_path: Path, store: CorpusStore) -> None:
    whole = lines(tmp_path / "a.jsonl", article(), article(url="https://example.com/b")).read_bytes()
    assert bring(write(tmp_path / "a.jsonl.gz", gzip.compress(whole)), store).new == 2


@pytest.mark.parametrize("damage", ["truncated", "flipped"])
def test_a_damaged_compressed_file_gives_what_it_can(tmp_path: Path, store: CorpusStore, damage: str) -> None:
    records = [article(url=f"https://example.com/{number}", title=os.urandom(40).hex()) for number in range(500)]
    packed = bytearray(gzip.compress(lines(tmp_path / "a", *records).read_bytes()))
    if damage == "truncated":
        packed = packed[:-1000]
    else:
        packed[-8] ^= 1
    report = bring(write(tmp_path / "a.jsonl.gz", bytes(packed)), store)
    assert report.new > 0
    assert "damaged from here on" in report.skipped[-1].reason


def test_progress_is_told_of_each_page(tmp_path: Path, store: CorpusStore) -> None:
    steps: list[Step] = []
    path = lines(tmp_path / "a.jsonl", article(), article(url="https://example.com/b"))
    import_from(path, store, steps.append, fetched_at=NOW)
    assert [step.done for step in steps] == [1, 2]


def test_an_import_of_nothing_but_errors_ends(
    tmp_path: Path, store: CorpusStore, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(ledger, "_MOST_SKIPPED", 50)
    with pytest.raises(ImportRefused, match="the rest is not tried"):
        bring(lines(tmp_path / "a.jsonl", *["x"] * 100), store)


def test_lines_are_read_one_at_a_time(monkeypatch: pytest.MonkeyPatch) -> None:
    class Endless(io.RawIOBase):
        def readline(self, size: int | None = -1, /) -> bytes:
            return b"{}\n"

    found = jsonl._lines(Endless())
    assert [next(found) for _ in range(1000)] == [b"{}\n"] * 1000


@pytest.mark.skipif(not MEDQUAD.exists(), reason=f"{MEDQUAD} is not there")
def test_the_medquad_articles_come_in_whole(store: CorpusStore) -> None:
    report = bring(MEDQUAD, store)
    assert report.pages == report.new == 5486
    assert report.skipped == ()
    assert len(report.repeated) == 13  # 12 share 2 URLs, and of 4 the URLs differ in the fragment alone
    page = store.get("http://www.cdc.gov/HAI/organisms/vre/vre.html").body.decode()
    assert "<h1>Vre</h1>" in page
    assert store.check(no_progress).problems == ()


# folders of saved pages


def html(head: str = "", body: str = "<p>Text</p>") -> str:
    return f"<!DOCTYPE html><html><head>{head}</head><body>{body}</body></html>"


def test_a_folder_of_saved_pages_comes_in_by_path(tmp_path: Path, store: CorpusStore) -> None:
    folder = tmp_path / "My Saved Pages"
    for name in ("b/Über uns.html", "a.HTM", "c.xhtml", "b/deep/er/index.html"):
        write(folder / name, html())
    for name in ("notes.txt", ".hidden.html", ".git/x.html", "a_files/ad.html", "b/x.js"):
        write(folder / name, html())
    report = bring(folder, store)
    assert report == ImportReport(new=4)
    site = "https://my-saved-pages.import.example"
    assert sorted(pages(store)) == [
        f"{site}/a.HTM",
        f"{site}/b/%C3%9Cber%20uns.html",
        f"{site}/b/deep/er/index.html",
        f"{site}/c.xhtml",
    ]
    assert pages(store)[f"{site}/c.xhtml"].content_type == "application/xhtml+xml"
    assert {page.source for page in pages(store).values()} == {"folder"}
    assert bring(folder, store).unchanged == 4


def test_a_base_url_stands_before_the_path(tmp_path: Path, store: CorpusStore) -> None:
    write(tmp_path / "pages" / "a b" / "c?d#e.html", html())
    bring(tmp_path / "pages", store, "https://Example.com/docs")
    assert list(pages(store)) == ["https://example.com/docs/a%20b/c%3Fd%23e.html"]


@pytest.mark.parametrize("base", ["example.com", "ftp://example.com", "https://user@example.com/"])
def test_a_base_url_that_is_none_is_refused(tmp_path: Path, store: CorpusStore, base: str) -> None:
    write(tmp_path / "a.html", html())
    with pytest.raises(ImportRefused, match="base URL"):
        bring(tmp_path, store, base)


@pytest.mark.parametrize(
    ("page", "url"),
    [
        (html('<link rel="canonical" href="https://example.com/a">'), "https://example.com/a"),
        (html("<LINK HREF='https://example.com/a' REL='x Canonical'/>"), "https://example.com/a"),
        (html('<meta property="og:url" content="https://example.com/a">'), "https://example.com/a"),
        ("<!-- saved from url=(0021)https://example.com/a -->\n" + html(), "https://example.com/a"),
        (
            "<html><!--\n Page saved with SingleFile \n url: https://example.com/a \n saved date: x\n-->",
            "https://example.com/a",
        ),
        (html('<base href="https://example.com/docs/"><link rel=canonical href="../a">'), "https://example.com/a"),
        (
            html('<link rel=canonical href="https://example.com/c"><meta property=og:url content=http://o/>'),
            "https://example.com/c",
        ),
        (
            "<!-- saved from url=(0021)https://example.com/s -->"
            + html('<link rel=canonical href="https://evil.example/">'),
            "https://example.com/s",
        ),
        (html('<link rel=canonical href="/relative">'), None),
        (html('<link rel=canonical href="javascript:1">'), None),
        (html('<link rel=canonical href="">'), None),
        (html('<!-- <link rel=canonical href="https://example.com/old"> -->'), None),
        (html('<script>"<link rel=canonical href=https://example.com/js>"</script>'), None),
        (html(body='<link rel=canonical href="https://example.com/body">'), None),
        (html('<link rel="stylesheet" href="https://example.com/a.css">'), None),
    ],
)
def test_a_page_says_what_its_url_was(tmp_path: Path, store: CorpusStore, page: str, url: str | None) -> None:
    write(tmp_path / "saved" / "page.html", page)
    bring(tmp_path / "saved", store)
    assert list(pages(store)) == [url or "https://saved.import.example/page.html"]


def test_a_relative_canonical_is_resolved_against_the_base_that_was_given(tmp_path: Path, store: CorpusStore) -> None:
    write(tmp_path / "page.html", html('<link rel=canonical href="/real">'))
    bring(tmp_path / "page.html", store, "https://example.com/mirror")
    assert list(pages(store)) == ["https://example.com/real"]


def test_a_page_in_utf16_says_its_url_too() -> None:
    text = html('<link rel="canonical" href="https://example.com/a">')
    for encoding in ("utf-16", "utf-8-sig"):
        assert claims(text.encode(encoding)) == Claims(canonical="https://example.com/a")


@given(st.binary(max_size=200), st.sampled_from([b"", b"<html><head>", b"<link ", b"<!--", b"<![", b"\xff\xfe"]))
def test_any_bytes_have_claims_or_none(body: bytes, start: bytes) -> None:
    assert all(isinstance(claim, str) for claim in claims(start + body))


@pytest.mark.parametrize(
    "piece", [b"<", b"<!", b"<!--", b"<![", b"<a ", b"<link ", b"<a b='", b"&", b"<script>", b"</"]
)
def test_a_hostile_head_costs_little_time(piece: bytes) -> None:
    head = b"<link>" + piece * (1_000_000 // len(piece))
    assert effort(lambda: claims(head), 5) < 5


def test_two_saved_copies_of_one_page_are_both_kept(tmp_path: Path, store: CorpusStore) -> None:
    for name in ("a", "b"):
        write(tmp_path / f"{name}.html", html('<link rel=canonical href="https://example.com/x">', name))
    report = bring(tmp_path, store)
    assert report.new == 2
    assert [(each.url, each.kept_as) for each in report.repeated] == [
        ("https://example.com/x", "https://example.com/x?copy=2")
    ]
    assert b"<body>a" in pages(store)["https://example.com/x"].body


@linux
@pytest.mark.timeout(120)
def test_what_is_no_readable_page_is_skipped_or_passed_over(tmp_path: Path, store: CorpusStore) -> None:
    folder = tmp_path / "saved"
    write(folder / "good.html", html())
    write(folder / "empty.html", " \n")
    write(tmp_path / "outside" / "secret.html", html())
    (folder / "link.html").symlink_to(tmp_path / "outside" / "secret.html")
    (folder / "linked").symlink_to(tmp_path / "outside")
    (folder / "loop").symlink_to(folder)
    os.mkfifo(folder / "pipe.html")
    (folder / "again.html").symlink_to("good.html")
    (folder / "nowhere.html").symlink_to("nowhere")
    (folder / "round.html").symlink_to("round.html")
    (folder / "notes.txt").symlink_to("nowhere")
    report = bring(folder, store)
    assert report.new == 1
    skipped = {Path(each.place).name: each.reason for each in report.skipped}
    assert skipped.pop("empty.html") == "it is empty"
    assert "a pipe" in skipped.pop("pipe.html")
    assert set(skipped) == {"link.html", "linked", "nowhere.html", "round.html"}
    assert all("links are not followed; it leads to" in reason for reason in skipped.values())
    assert "secret.html" in skipped["link.html"]


@linux
def test_names_that_no_encoding_has_still_make_a_url(tmp_path: Path, store: CorpusStore) -> None:
    try:
        write(tmp_path / "saved" / os.fsdecode(b"caf\xe9 \x1b[2J\n.html"), html())
        write(tmp_path / "saved" / os.fsdecode(b"\xff.html"), "")
    except OSError:
        pytest.skip("this file system has no such names")
    report = bring(tmp_path / "saved", store)
    assert list(pages(store)) == ["https://saved.import.example/caf%E9%20%1B%5B2J%0A.html"]
    assert all(each.place.isprintable() for each in report.skipped)
    assert len(report.skipped) == 1


@linux
@pytest.mark.skipif(hasattr(os, "geteuid") and os.geteuid() == 0, reason="permissions do not bind root")
def test_what_may_not_be_read_is_skipped(tmp_path: Path, store: CorpusStore) -> None:
    write(tmp_path / "a.html", html())
    write(tmp_path / "b.html", html()).chmod(0)
    (tmp_path / "closed").mkdir(mode=0)
    assert len(bring(tmp_path, store).skipped) == 2


def test_the_corpus_is_not_imported_into_itself(tmp_path: Path, store: CorpusStore) -> None:
    write(tmp_path / "a.html", html())
    assert bring(tmp_path, store).new == 1
    assert bring(tmp_path, store) == ImportReport(unchanged=1)
    for inside in (store.folder, next(store.folder.iterdir())):
        if inside.is_dir():
            with pytest.raises(ImportRefused, match="in the corpus already"):
                bring(inside, store)


# single files


def test_a_text_is_kept_as_the_bytes_it_is(tmp_path: Path, store: CorpusStore) -> None:
    body = "Eyelids\r\n\r\nCafé <b>\n".encode("latin-1")
    assert bring(write(tmp_path / "Notes" / "eyelids.txt", body), store).new == 1
    page = pages(store)["https://notes.import.example/eyelids.txt"]
    assert (page.body, page.content_type, page.charset, page.source) == (body, "text/plain", "", "text")
    assert bring(tmp_path / "Notes" / "eyelids.txt", store).unchanged == 1


@pytest.mark.parametrize(
    ("name", "contents", "source"),
    [
        ("a.txt", "Just words, < and { among them.", "text"),
        ("a", "Words without a name's ending.", "text"),
        ("a.txt", "words".encode("utf-16"), "text"),
        ("a.html", "no tag at all", "folder"),
        ("a", "\n <!DOCTYPE html><p>x", "folder"),
        ("a.txt", "<!-- saved --><html><p>x", "folder"),
        ("a.dat", json.dumps(article()), "jsonl"),
        ("a.json", json.dumps(article()), "jsonl"),
        ("a", gzip.compress(json.dumps(article()).encode()), "jsonl"),
    ],
)
def test_a_file_is_told_by_what_it_holds(
    tmp_path: Path, store: CorpusStore, name: str, contents: str | bytes, source: str
) -> None:
    bring(write(tmp_path / "x" / name, contents), store)
    assert [page.source for page in pages(store).values()] == [source]


def test_a_single_page_has_the_url_its_folder_would_give_it(tmp_path: Path, store: CorpusStore) -> None:
    path = write(tmp_path / "saved" / "a.html", html())
    bring(path, store)
    assert bring(tmp_path / "saved", store).unchanged == 1


@pytest.mark.parametrize(
    ("name", "contents", "reason"),
    [
        ("a.bin", b"PK\x03\x04\x00\x00", "damaged zip file"),
        ("a.json", b'[{"url": 1}]', "jq"),
        ("a.jsonl", b"", "nothing to import"),
        ("a.jsonl", b"\n\n \n", "nothing to import"),
        ("a", b"", "nothing to import"),
    ],
)
def test_what_holds_no_page_is_refused(
    tmp_path: Path, store: CorpusStore, name: str, contents: bytes, reason: str
) -> None:
    path = write(tmp_path / name, contents)
    with pytest.raises(ImportRefused, match=reason) as raised:
        bring(path, store)
    assert str(path) in str(raised.value)
    assert not store.folder.exists()


def test_an_empty_folder_and_a_missing_one_are_refused(tmp_path: Path, store: CorpusStore) -> None:
    (tmp_path / "empty").mkdir()
    with pytest.raises(ImportRefused, match="nothing to import"):
        bring(tmp_path / "empty", store)
    with pytest.raises(ImportRefused, match="is not there"):
        bring(tmp_path / "missing", store)


@pytest.mark.timeout(120)
def test_a_pipe_is_refused_instead_of_waited_for(tmp_path: Path) -> None:
    os.mkfifo(tmp_path / "pipe")
    with pytest.raises(ImportRefused, match="neither a file nor a folder"):
        import_from(tmp_path / "pipe", CorpusStore(tmp_path / "corpus"), no_progress, fetched_at=datetime.now(UTC))
