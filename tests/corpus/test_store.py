"""Pages on disk: kept whole, found again, and said to be damaged where they are."""

from __future__ import annotations

import json
import multiprocessing
import os
from collections.abc import Callable, Iterable
from dataclasses import replace
from datetime import UTC, datetime, timedelta, timezone
from pathlib import Path
from random import Random
from typing import Any

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.corpus.disks import BreakingDisk, ForgetfulDisk, Stopped
from tests.test_urls import hostile_urls
from twitchsearch import urls
from twitchsearch.corpus.store import LARGEST_BODY, Added, CorpusStore, Damaged, Entry
from twitchsearch.errors import CorpusError, DiskError, NotFound, PageDamaged
from twitchsearch.files import DISK, Disk
from twitchsearch.model import Page, Step, no_progress

NOW = datetime(2026, 11, 22, 10, 30, tzinfo=UTC)
LATER = NOW + timedelta(days=1)
URL = "https://example.com/eyelid-twitching"

linux = pytest.mark.skipif(os.name == "nt", reason="needs links and pipes as Unix has them")


def page(url: str = URL, body: bytes = b"<h1>Eyelids</h1>", **facts: Any) -> Page:
    return Page(url, body, facts.pop("fetched_at", NOW), **facts)


@pytest.fixture
def store(tmp_path: Path) -> CorpusStore:
    return CorpusStore(tmp_path / "corpus")


def entry(store: CorpusStore, url: str = URL) -> Entry:
    return next(each for each in store.entries() if isinstance(each, Entry) and each.url == url)


def files(store: CorpusStore) -> dict[str, bytes]:
    return {
        path.relative_to(store.folder).as_posix(): path.read_bytes()
        for path in sorted(store.folder.rglob("*"))
        if path.is_file() and path.name[0] != "."
    }


# what is kept


def test_a_page_is_found_again_with_all_that_is_known_of_it(store: CorpusStore) -> None:
    kept = page(
        final_url="https://example.com/eyelids",
        redirects=("https://example.com/a", "https://example.com/eyelids"),
        status=203,
        content_type="text/html",
        charset="iso-8859-1",
        etag='W/"abc"',
        last_modified="Sun, 22 Nov 2026 10:00:00 GMT",
        source="crawl",
    )
    assert store.add(kept) is Added.NEW
    assert store.get(URL) == kept
    assert store.read(entry(store)) == kept
    assert CorpusStore(store.folder).get(URL + "?utm_source=x#part") == kept


def test_a_person_can_read_the_folder(store: CorpusStore) -> None:
    store.add(page())
    body, sidecar = sorted(files(store), key=lambda name: name.endswith("json"))
    assert body.startswith("example.com/eyelid-twitching-")
    assert body.endswith(".html")
    record = json.loads(files(store)[sidecar])
    assert list(record) == sorted(record)
    assert record["url"] == URL
    assert record["fetched_at"] == "2026-11-22T10:30:00+00:00"
    assert "example.com/" + record["file"] == body


@pytest.mark.parametrize(
    ("content_type", "suffix"),
    [("text/html", ".html"), ("application/xhtml+xml", ".html"), ("text/plain; x=y", ".txt"), ("image/png", ".bin")],
)
def test_a_body_is_named_by_its_type(store: CorpusStore, content_type: str, suffix: str) -> None:
    store.add(page(content_type=content_type))
    assert any(name.endswith(suffix) for name in files(store))
    assert store.get(URL).body == page().body


@settings(max_examples=60, deadline=None)
@given(hostile_urls(), st.binary(max_size=50), st.text(max_size=20))
def test_any_page_comes_back_and_stays_inside_the_folder(
    tmp_path_factory: pytest.TempPathFactory, url: str, body: bytes, header: str
) -> None:
    try:
        url = urls.normalise(url)
    except ValueError:
        return
    root = tmp_path_factory.mktemp("root")
    store = CorpusStore(root / "corpus")
    store.add(page(url, body, etag=header))
    assert [path.name for path in root.iterdir()] == ["corpus"]
    back = store.get(url)
    assert (back.url, back.body) == (url, body)
    assert back.etag in {header, ""}
    assert [each.url for each in store.entries() if isinstance(each, Entry)] == [url]


def test_the_same_page_again_changes_nothing_on_disk(store: CorpusStore) -> None:
    store.add(page())
    before = {path: path.stat().st_mtime_ns for path in store.folder.rglob("*") if path.name != ".lock"}
    assert store.add(page(fetched_at=LATER, etag="new")) is Added.UNCHANGED
    assert before == {path: path.stat().st_mtime_ns for path in store.folder.rglob("*") if path.name != ".lock"}
    assert store.get(URL).fetched_at == NOW


def test_a_changed_page_takes_the_place_of_the_old_one(store: CorpusStore) -> None:
    store.add(page())
    assert store.add(page(body=b"other", fetched_at=LATER)) is Added.CHANGED
    assert store.get(URL).body == b"other"
    assert store.get(URL).fetched_at == LATER
    assert len(files(store)) == 2


@pytest.mark.parametrize(
    "facts",
    [
        {"charset": "utf-8"},
        {"content_type": "text/plain"},
        {"final_url": "https://example.com/other"},
        {"redirects": ("https://example.com/a",)},
    ],
)
def test_the_same_bytes_read_another_way_are_a_changed_page(store: CorpusStore, facts: dict[str, Any]) -> None:
    store.add(page())
    before = entry(store).digest
    assert store.add(page(**facts)) is Added.CHANGED
    assert entry(store).digest != before
    assert store.get(URL) == page(**facts)
    assert store.check(no_progress).problems == ()


def test_a_time_of_another_zone_is_kept_in_utc(store: CorpusStore) -> None:
    store.add(page(fetched_at=NOW.astimezone(timezone(timedelta(hours=5)))))
    assert store.get(URL).fetched_at.isoformat() == "2026-11-22T10:30:00+00:00"


@pytest.mark.parametrize(
    "wrong",
    [
        page("https://example.com/a#b"),
        page("ftp://example.com/"),
        page(final_url="javascript:1"),
        page(fetched_at=datetime(2026, 11, 22)),  # noqa: DTZ001 - the point
    ],
)
def test_a_page_that_breaks_its_promises_is_refused(store: CorpusStore, wrong: Page) -> None:
    with pytest.raises(ValueError, match=r"\w"):
        store.add(wrong)
    assert files(store) == {}


def test_a_page_too_large_to_be_read_again_is_not_kept(store: CorpusStore) -> None:
    with pytest.raises(ValueError, match="larger than"):
        store.add(page(body=bytes(LARGEST_BODY + 1)))


def test_headers_that_no_honest_server_sends_are_not_kept(store: CorpusStore) -> None:
    store.add(page(etag="a" * 10_000, last_modified="a\x1b[2J", charset="\ud800", redirects=("http://a/\ud800",) * 99))
    back = store.get(URL)
    assert (back.etag, back.last_modified, back.charset) == ("", "", "")
    assert len(back.redirects) == 20
    assert all(redirect.isprintable() for redirect in back.redirects)


# many pages


def test_many_pages_are_kept_in_groups_and_told_in_order(store: CorpusStore) -> None:
    pages = [page(f"https://example.com/{number}", b"%d" % number) for number in range(600)]
    told = list(store.add_all(pages))
    assert [each.url for each, _ in told] == [each.url for each in pages]
    assert {added for _, added in told} == {Added.NEW}
    assert sum(1 for _ in store.entries()) == 600
    assert {added for _, added in store.add_all(pages)} == {Added.UNCHANGED}
    assert store.check(no_progress).problems == ()


def test_of_one_url_twice_in_a_row_the_later_page_stays(store: CorpusStore) -> None:
    told = [added for _, added in store.add_all([page(body=b"1"), page(body=b"2"), page(body=b"2")])]
    assert told == [Added.NEW, Added.CHANGED, Added.UNCHANGED]
    assert store.get(URL).body == b"2"


def test_pages_told_before_an_error_are_kept(store: CorpusStore) -> None:
    def pages() -> Iterable[Page]:
        yield page()
        yield page(body=b"second")
        raise KeyboardInterrupt

    told = []
    with pytest.raises(KeyboardInterrupt):
        told += [each.body for each, _ in store.add_all(pages())]
    assert store.get(URL).body == page().body


def test_entries_are_sorted_by_path(store: CorpusStore) -> None:
    for name in ("b.example", "a.example", "a.example:81"):
        for path in "zam":
            store.add(page(f"http://{name}/{path}"))
    paths = [each.path for each in store.entries()]
    assert len(paths) == 9
    assert paths == sorted(paths)


def test_an_empty_corpus_is_no_error(store: CorpusStore) -> None:
    assert list(store.entries()) == []
    assert store.check(no_progress).checked == 0
    assert store.change() == store.change()


# what is not there, and removing


@pytest.mark.parametrize("url", [URL, "nonsense", "http://\x1b[2J/", "../../etc/passwd"])
def test_a_page_that_is_not_there_is_not_found(store: CorpusStore, url: str) -> None:
    store.add(page("https://example.com/other"))
    for ask in (store.get, store.remove):
        with pytest.raises(NotFound) as raised:
            ask(url)
        assert "\x1b" not in str(raised.value)


def test_a_removed_page_leaves_nothing_behind(store: CorpusStore) -> None:
    store.add(page())
    store.add(page("https://example.com/other"))
    gone = entry(store)
    store.remove(URL)
    assert [each.url for each in store.entries() if isinstance(each, Entry)] == ["https://example.com/other"]
    assert len(files(store)) == 2
    with pytest.raises(NotFound):
        store.read(gone)


def test_a_damaged_page_can_be_removed(store: CorpusStore) -> None:
    store.add(page())
    entry(store).path.write_bytes(b"{")
    store.remove(URL)
    assert files(store) == {}


# the change counter


def test_the_change_counter_moves_when_something_changed_and_only_then(store: CorpusStore) -> None:
    seen = [store.change()]
    acts: list[Callable[[], object]] = [
        lambda: store.add(page()),
        lambda: store.add(page(body=b"other")),
        lambda: store.add(page("http://other.example/")),
        lambda: store.remove(URL),
    ]
    for act in acts:
        act()
        assert store.change() not in seen
        assert store.change() == CorpusStore(store.folder).change()
        seen.append(store.change())
    store.add(page("http://other.example/", fetched_at=LATER))
    list(store.entries())
    store.check(no_progress)
    assert store.change() == seen[-1]


def test_a_page_copied_in_by_hand_is_noticed_and_found(store: CorpusStore, tmp_path: Path) -> None:
    other = CorpusStore(tmp_path / "other")
    other.add(page())
    store.add(page("https://example.com/mine"))
    before = store.change()
    os.utime(store.folder / "example.com", ns=(1, 1))
    for name, contents in files(other).items():
        (store.folder / name).write_bytes(contents)
    assert store.change() != before
    assert store.get(URL) == page()


def test_a_damaged_counter_still_moves(store: CorpusStore) -> None:
    store.add(page())
    (store.folder / ".change").write_bytes(b"\xff" * 100)
    before = store.change()
    store.add(page(body=b"other"))
    assert store.change() != before


# damage


def edited(change: Callable[[dict[str, Any]], object]) -> Callable[[bytes], bytes]:
    def edit(contents: bytes) -> bytes:
        record = json.loads(contents)
        change(record)
        return json.dumps(record).encode()

    return edit


DAMAGES: dict[str, Callable[[bytes], bytes]] = {
    "empty": lambda _: b"",
    "truncated": lambda contents: contents[:-20],
    "not-json": lambda _: b"<html>",
    "not-an-object": lambda _: b"[]",
    "not-utf-8": lambda contents: contents + b"\xff",
    "utf-16": lambda contents: contents.decode().encode("utf-16"),
    "nested-too-deep": lambda _: b"[" * 200_000,
    "huge-number": lambda _: b'{"status": ' + b"9" * 100_000 + b"}",
    "huge": lambda contents: contents + b" " * 1_000_000,
    "no-url": edited(lambda record: record.pop("url")),
    "no-digest": edited(lambda record: record.pop("sha256")),
    "no-time": edited(lambda record: record.pop("fetched_at")),
    "url-of-another-page": edited(lambda record: record.update(url="https://example.com/other")),
    "url-not-normalised": edited(lambda record: record.update(url=URL + "#a")),
    "url-of-a-script": edited(lambda record: record.update(url="javascript:alert(1)")),
    "url-a-number": edited(lambda record: record.update(url=7)),
    "final-url-of-a-file": edited(lambda record: record.update(final_url="file:///etc/passwd")),
    "file-outside": edited(lambda record: record.update(file="../../precious.txt")),
    "file-absolute": edited(lambda record: record.update(file="/etc/passwd")),
    "file-of-another": edited(lambda record: record.update(file="x.html")),
    "file-a-list": edited(lambda record: record.update(file=["x"])),
    "digest-too-short": edited(lambda record: record.update(sha256="abc")),
    "wrong-digest": edited(lambda record: record.update(sha256="ab" * 32)),
    "status-a-text": edited(lambda record: record.update(status="200")),
    "status-true": edited(lambda record: record.update(status=True)),
    "time-without-zone": edited(lambda record: record.update(fetched_at="2026-11-22T10:00:00")),
    "time-no-time": edited(lambda record: record.update(fetched_at="yesterday")),
    "time-beyond-utc": edited(lambda record: record.update(fetched_at="0001-01-01T00:00:00+23:59")),
    "redirects-a-text": edited(lambda record: record.update(redirects="http://a/")),
    "redirects-many": edited(lambda record: record.update(redirects=["http://a/"] * 100)),
    "redirects-with-escapes": edited(lambda record: record.update(redirects=["\x1b[2J"])),
    "charset-with-escapes": edited(lambda record: record.update(charset="\x1b[2J")),
    "etag-huge": edited(lambda record: record.update(etag="x" * 5000)),
}


@pytest.mark.parametrize("name", DAMAGES)
def test_a_damaged_sidecar_costs_its_page_and_no_other(store: CorpusStore, tmp_path: Path, name: str) -> None:
    (tmp_path / "precious.txt").write_bytes(b"secret")
    store.add(page())
    store.add(page("https://example.com/other"))
    path = entry(store).path
    path.write_bytes(DAMAGES[name](path.read_bytes()))
    with pytest.raises(PageDamaged) as raised:
        store.get(URL)
    assert str(path) in str(raised.value)
    assert "import it again" in str(raised.value)
    assert store.get("https://example.com/other").body == page().body
    found = list(store.entries())
    assert len(found) == 2
    assert Damaged in {type(each) for each in found}
    assert {problem.where for problem in store.check(no_progress).problems} == {str(path)}
    assert store.add(page()) is Added.NEW
    assert store.get(URL) == page()
    assert store.check(no_progress).problems == ()


@pytest.mark.parametrize("damage", [lambda body: body[:-1], lambda body: body + b"x", lambda body: b"", bytes.swapcase])
def test_a_body_that_is_not_what_was_written_is_damage(store: CorpusStore, damage: Callable[[bytes], bytes]) -> None:
    store.add(page())
    body = next(path for path in store.folder.rglob("*.html"))
    body.write_bytes(damage(body.read_bytes()))
    with pytest.raises(PageDamaged, match="not what was written"):
        store.get(URL)
    (problem,) = store.check(no_progress).problems
    assert problem.where == str(entry(store).path)
    assert "not what was written" in problem.what
    assert store.add(page()) is Added.CHANGED
    assert store.get(URL) == page()


def test_a_missing_body_is_damage(store: CorpusStore) -> None:
    store.add(page())
    next(path for path in store.folder.rglob("*.html")).unlink()
    with pytest.raises(PageDamaged, match="missing"):
        store.get(URL)
    assert len(store.check(no_progress).problems) == 1


@linux
def test_links_in_the_corpus_are_named_and_not_followed(store: CorpusStore, tmp_path: Path) -> None:
    outside = CorpusStore(tmp_path / "outside")
    outside.add(page())
    store.folder.mkdir()
    (store.folder / "example.com").symlink_to(outside.folder / "example.com")
    (found,) = store.entries()
    assert isinstance(found, Damaged)
    assert "symbolic link" in found.reason
    before = files(outside)
    with pytest.raises(CorpusError, match="symbolic link"):
        store.add(page(body=b"other"))
    assert files(outside) == before


@linux
@pytest.mark.timeout(120)
@pytest.mark.parametrize("kind", ["link", "pipe", "folder"])
@pytest.mark.parametrize("suffix", [".json", ".html"])
def test_what_is_no_file_is_damage(store: CorpusStore, tmp_path: Path, kind: str, suffix: str) -> None:
    store.add(page())
    path = next(path for path in store.folder.rglob("*" + suffix))
    copy = path.rename(tmp_path / "copy")
    match kind:
        case "link":
            path.symlink_to(copy)
        case "pipe":
            os.mkfifo(path)
        case _:
            path.mkdir()
    with pytest.raises(PageDamaged):
        store.get(URL)
    assert store.check(no_progress).problems


def test_checking_names_what_no_page_refers_to_and_removes_nothing(store: CorpusStore) -> None:
    store.add(page())
    store.add(page("https://example.com/gone"))
    host = store.folder / "example.com"
    gone = entry(store, "https://example.com/gone").path
    gone.unlink()
    body = entry(store).path.name.removesuffix(".json") + ".0123456789abcdef.html"
    for name in (body, ".tmp-x.json.1-1", "saved.html", "README.md"):
        (host / name).write_bytes(b"x")
    before = files(store)
    steps: list[Step] = []
    report = store.check(steps.append)
    assert report.checked == 1
    assert [(step.done, step.total) for step in steps] == [(1, 1)]
    named = {Path(problem.where).name: problem for problem in report.problems}
    orphan = next(name for name in named if name.startswith(gone.stem))
    assert set(named) == {orphan, body, ".tmp-x.json.1-1", "saved.html"}
    assert all(problem.remedy for problem in report.problems)
    assert files(store) == before


# crashes, full disks, power cuts, other writers


def old_pages() -> list[Page]:
    return [
        page(f"https://{host}/{number}", b"old %d" % number) for host in ("a.example", "b.example") for number in (1, 2)
    ]


def new_pages() -> list[Page]:
    changed = [
        replace(each, body=each.body.replace(b"old", b"new, and longer"), fetched_at=LATER) for each in old_pages()
    ]
    return [*changed, page("https://c.example/", b"new")]


def assert_old_or_new(folder: Path) -> set[bytes]:
    """Every page that is there is whole; returns the first word of each."""
    store = CorpusStore(folder)
    known = {each.url: each for each in old_pages()}
    states = set()
    for new in new_pages():
        try:
            found = store.get(new.url)
        except NotFound:
            assert new.url not in known
            states.add(b"none")
            continue
        assert found in (new, known.get(new.url))
        states.add(found.body[:3])
    for problem in store.check(no_progress).problems:
        assert "no page refers to it" in problem.what or "left it behind" in problem.what
    assert {added for _, added in store.add_all(new_pages())} <= set(Added)
    assert [store.get(each.url) for each in new_pages()] == new_pages()
    return states


def operations() -> int:
    """More than adding `new_pages` takes; asserted where it is used."""
    return 60


@pytest.mark.parametrize("torn", [False, True])
@pytest.mark.parametrize("how", [DiskError, Stopped])
def test_adding_that_stops_anywhere_leaves_every_page_old_or_new(
    tmp_path: Path, how: type[DiskError | Stopped], torn: bool
) -> None:
    states: set[bytes] = set()
    for at in range(operations()):
        folder = tmp_path / str(at)
        list(CorpusStore(folder).add_all(old_pages()))
        disk = BreakingDisk(at, how, torn=torn)
        try:
            list(CorpusStore(folder, disk).add_all(new_pages()))
        except how:
            states |= assert_old_or_new(folder)
        else:
            break
    else:
        pytest.fail("the disk never held to the end")
    assert at > 20
    assert states == {b"old", b"new", b"none"}


def test_removing_that_stops_anywhere_leaves_the_page_or_takes_it(tmp_path: Path) -> None:
    outcomes = set()
    for at in range(20):
        store = CorpusStore(tmp_path / str(at))
        store.add(page())
        try:
            CorpusStore(store.folder, BreakingDisk(at)).remove(URL)
        except Stopped:
            pass
        else:
            break
        try:
            outcomes.add(store.get(URL).body)
        except NotFound:
            outcomes.add(b"")
    assert at > 3
    assert outcomes == {b"", page().body}


def test_a_full_disk_leaves_nothing_of_what_it_could_not_keep(store: CorpusStore) -> None:
    class Full(Disk):
        def replace(self, source: Path, target: Path) -> None:
            if target.suffix == ".json":
                raise DiskError("the disk is full; make room and run the command again")
            super().replace(source, target)

    store.add(page())
    before = files(store)
    with pytest.raises(DiskError, match="full"):
        list(CorpusStore(store.folder, Full()).add_all([page(body=b"other"), page("https://example.com/new")]))
    assert files(store) == before
    assert store.check(no_progress).problems == ()


@pytest.mark.parametrize("seed", range(3))
def test_a_power_cut_at_any_moment_leaves_every_page_old_or_new(tmp_path: Path, seed: int) -> None:
    random = Random(seed)
    disk = ForgetfulDisk()
    folder = tmp_path / "corpus"
    list(CorpusStore(folder, disk).add_all(old_pages()))
    kept = len(disk.cuts)
    list(CorpusStore(folder, disk).add_all(new_pages()))
    assert len(disk.cuts) > kept + 20
    states: set[bytes] = set()
    for cut in range(kept - 1, len(disk.cuts)):
        left = tmp_path / f"after-{cut}"
        left.mkdir()
        disk.after_cut(cut, random, folder, left)
        states |= assert_old_or_new(left)
    assert states == {b"old", b"new", b"none"}


def test_what_was_told_as_kept_survives_a_power_cut(tmp_path: Path) -> None:
    disk = ForgetfulDisk()
    CorpusStore(tmp_path / "corpus", disk).add(page())
    for seed in range(8):
        left = tmp_path / str(seed)
        left.mkdir()
        disk.after_cut(-1, Random(seed), tmp_path / "corpus", left)
        assert CorpusStore(left).get(URL) == page()


def _write_over_and_over(folder: Path, word: str) -> None:
    store = CorpusStore(folder)
    for round_number in range(6):
        body = f"{word} {round_number % 2}".encode()
        list(store.add_all(page(f"https://example.com/{number}", body) for number in range(12)))


def test_two_writers_and_a_reader_meet_only_whole_pages(store: CorpusStore) -> None:
    spawn = multiprocessing.get_context("spawn")
    writers = [spawn.Process(target=_write_over_and_over, args=(store.folder, word)) for word in ("one", "two")]
    for writer in writers:
        writer.start()
    bodies = set()
    while any(writer.is_alive() for writer in writers):
        for each in store.entries():
            assert isinstance(each, Entry)
            bodies.add(store.read(each).body)
    for writer in writers:
        writer.join()
    assert [writer.exitcode for writer in writers] == [0, 0]
    assert bodies <= {b"one 0", b"one 1", b"two 0", b"two 1"}
    assert store.check(no_progress).problems == ()
    assert sum(1 for _ in store.entries()) == 12


def test_the_real_disk_is_the_default(tmp_path: Path) -> None:
    assert CorpusStore(tmp_path)._disk is DISK
