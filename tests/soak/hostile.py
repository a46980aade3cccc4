"""Libraries made to do harm: each an index or a cache that vouches for itself and is none of ours.

An attack changes a `Target`: a library with a built index, and beside it a folder of files that are not its business.
"""

from __future__ import annotations

import json
import os
import pickle
import shutil
import sqlite3
import struct
import zlib
from collections.abc import Callable, Iterator
from dataclasses import dataclass
from functools import partial
from pathlib import Path
from typing import Any

import numpy as np

from twitchsearch.backends.whoosh.arrays import ArrayFile, chunks
from twitchsearch.backends.whoosh.generations import _line
from twitchsearch.backends.whoosh.manifest import _digest
from twitchsearch.files import digest
from twitchsearch.library import Library
from twitchsearch.library.sealed import _seal

DEEP = "[" * 200_000 + "]" * 200_000
BOMB = zlib.compress(bytes(1 << 29), 9)  # half a megabyte that unpacks to 512
NOT_COUNTS: tuple[Any, ...] = (float("nan"), float("inf"), -1, 1.5, "many", None, [], {}, True, 10**30)
NOT_TEXTS: tuple[Any, ...] = (1, None, [], {}, float("nan"))
NAMES = ("../outside/secret", "../../outside/secret", "..", ".", "", "a\\b", "C:x", "\0", "CON/x", "/etc/passwd")

Arrays = dict[str, Any]
Attack = Callable[["Target"], None]


class Payload:
    """What runs a command where it is unpickled."""

    def __init__(self, trace: Path) -> None:
        self.trace = trace

    def __reduce__(self) -> tuple[Callable[[str], int], tuple[str]]:
        return os.system, (f"touch {self.trace}",)


@dataclass(frozen=True, slots=True)
class Target:
    """A library to be attacked, and what an attack must not reach: the folder `outside` and the file `trace`."""

    library: Library
    outside: Path
    trace: Path

    @property
    def index(self) -> Path:
        return self.library.index_folder

    @property
    def live(self) -> Path:
        return self.index / (self.index / "CURRENT").read_text().split()[0]

    @property
    def cache(self) -> Path:
        return self.index / "extracted.sqlite3"

    @property
    def pickled(self) -> bytes:
        return pickle.dumps(Payload(self.trace))

    def manifest(self, change: Callable[[Any], object]) -> None:
        """Change what the manifest says, and let it vouch for that."""
        path = self.live / "manifest.json"
        record = json.loads(path.read_text())
        change(record["manifest"])
        record["sha256"] = _digest(record["manifest"])
        path.write_text(json.dumps(record) + "\n")

    def put(self, path: Path, contents: bytes) -> None:
        """Put a file into the live generation, and let the manifest vouch for it."""
        path.unlink(missing_ok=True)
        path.write_bytes(contents)
        self.manifest(lambda body: body["files"].update({path.name: {"bytes": len(contents), "sha256": digest(path)}}))

    def arrays(self, ending: str, change: Callable[[Arrays], object], notes: Any = None) -> None:
        """Change the arrays of a file, with the right checksums."""
        path = min(self.live.glob(f"*{ending}"))
        file = ArrayFile(path)
        arrays = {name: np.array(file.whole(name)) for name in file._places}
        change(arrays)
        self.put(path, b"".join(chunks(arrays, file.notes if notes is None else notes)))

    def link(self, path: Path, to: Path) -> None:
        if path.is_dir() and not path.is_symlink():
            shutil.rmtree(path)
        path.unlink(missing_ok=True)
        path.symlink_to(to)


def attacks(target: Target) -> Iterator[tuple[str, Attack]]:
    """Every attack by name; `target` is looked at for what there is to attack, and not changed."""
    yield from _manifest_attacks()
    yield from _current_attacks()
    yield from _link_attacks(target)
    yield from _payload_attacks(target)
    yield from _array_attacks(target)
    yield from _page_attacks()
    yield from _cache_attacks()


def _manifest_attacks() -> Iterator[tuple[str, Attack]]:
    for count in ("articles", "sections", "deleted"):
        for value in NOT_COUNTS:
            yield f"manifest {count} {value!r}", partial(_set, keys=(count,), value=value)
    for text in ("schema", "analysis", "extraction", "corpus_change", "previous", "built_at", "segments", "files"):
        for value in NOT_TEXTS:
            yield f"manifest {text} {value!r}", partial(_set, keys=(text,), value=value)
    for time in ("now", "9999-99-99", "2026-01-01", "2026-01-01T00:00:00"):
        yield f"manifest built at {time}", partial(_set, keys=("built_at",), value=time)
    for value in NOT_COUNTS:
        yield f"manifest size {value!r}", partial(_set, keys=("files", "pages.jsonl", "bytes"), value=value)
        yield f"manifest segment of {value!r}", partial(_set, keys=("segments", 0, "sections"), value=value)
    for name in NAMES:
        yield f"manifest names the file {name!r}", partial(_name_file, name=name)
        yield f"manifest names the segment {name!r}", partial(_set, keys=("segments", 0, "name"), value=name)
        yield f"manifest names {name!r} as previous", partial(_set, keys=("previous",), value=name)
    yield "manifest names a segment that stands outside", _segment_outside
    yield "manifest with a class", partial(_set, keys=("__class__",), value="os.system")
    versions: tuple[Any, ...] = (0, -1, "1", 1.0, True, None, 10**40, [])
    for version in versions:
        yield f"manifest of format {version!r}", partial(_format, version=version)
    for text in (DEEP, '{"format": 1, "manifest": ' + DEEP + "}", "[1]", "1", "NaN", "", '{"format": 1}', "{" * 9):
        yield f"manifest that is {text[:20]!r} of {len(text)}", partial(_manifest_text, text=text)
    yield "manifest of 20 MB", partial(_manifest_text, text=" " * 20_000_000 + "{}")


def _set(target: Target, keys: tuple[Any, ...], value: Any) -> None:
    def change(body: Any) -> None:
        for key in keys[:-1]:
            body = body[key]
        body[keys[-1]] = value

    target.manifest(change)


def _name_file(target: Target, name: str) -> None:
    secret = {"bytes": (target.outside / "secret").stat().st_size, "sha256": digest(target.outside / "secret")}
    target.manifest(lambda body: body["files"].update({name: secret}))


def _segment_outside(target: Target) -> None:
    """A segment that is whole and stands in another folder."""

    def change(body: Any) -> None:
        old = body["segments"][0]["name"]
        for ending in (".terms", ".sections"):
            shutil.copy(target.live / (old + ending), target.outside / ("planted" + ending))
            del body["files"][old + ending]
        body["segments"][0]["name"] = "../../../outside/planted"

    target.manifest(change)


def _format(target: Target, version: Any) -> None:
    path = target.live / "manifest.json"
    path.write_text(json.dumps(json.loads(path.read_text()) | {"format": version}) + "\n")


def _manifest_text(target: Target, text: str) -> None:
    (target.live / "manifest.json").write_text(text + "\n")


def _current_attacks() -> Iterator[tuple[str, Attack]]:
    for name in (
        "../outside",
        "gen-000001/../../outside",
        "/etc",
        "gen-1",
        "gen-00000१",
        "gen-0000000000001",
        "\0",
        ".",
    ):
        yield f"CURRENT names {name!r}", partial(_current, name=name)
    yield "CURRENT of 10 MB", lambda target: _replaced(target.index / "CURRENT", b"gen-000001 " * 1_000_000)
    yield "the last number that there is", _last_number


def _current(target: Target, name: str) -> None:
    _replaced(target.index / "CURRENT", f"{name} {zlib.crc32(name.encode()):08x}\n".encode())


def _replaced(path: Path, contents: bytes) -> None:
    path.write_bytes(contents)


def _last_number(target: Target) -> None:
    name = "gen-999999999999"
    target.live.rename(target.index / name)
    (target.index / "CURRENT").write_bytes(_line(name))


def _link_attacks(target: Target) -> Iterator[tuple[str, Attack]]:
    for path in sorted(target.live.iterdir()):
        yield f"{path.suffix} is a link", partial(_linked_file, name=path.name)
        yield f"{path.suffix} is a pipe", partial(_pipe, name=path.name)
        yield f"{path.suffix} is a device", partial(_device, name=path.name)
    yield "the generation is a link", _linked_generation
    for name in ("CURRENT", "lock", "lock.holder", "extracted.sqlite3", "listed.sqlite3"):
        yield f"{name} is a link", partial(_linked, name=name)
        yield f"{name} is a link to nothing", partial(_linked, name=name, to="new")
        yield f"{name} is a pipe", partial(_pipe_beside, name=name)
    for ending in ("-journal", "-wal", "-shm"):
        yield f"cache{ending} is a link", partial(_linked, name="extracted.sqlite3" + ending)
    yield "a leftover generation is a link", lambda target: target.link(target.index / "gen-000099", target.outside)
    yield (
        "a temporary file is a link",
        lambda target: target.link(target.index / ".tmp-x.1-1", target.outside / "secret"),
    )
    yield "a leftover generation has links in it", _links_within


def _linked_file(target: Target, name: str) -> None:
    shutil.copy(target.live / name, target.outside / "copied")
    target.link(target.live / name, target.outside / "copied")


def _pipe(target: Target, name: str) -> None:
    _piped(target.live / name)


def _device(target: Target, name: str) -> None:
    target.link(target.live / name, Path("/dev/zero"))


def _pipe_beside(target: Target, name: str) -> None:
    _piped(target.index / name)


def _pickled(target: Target, name: str) -> None:
    target.put(target.live / name, target.pickled)


def _piped(path: Path) -> None:
    path.unlink(missing_ok=True)
    os.mkfifo(path)


def _linked_generation(target: Target) -> None:
    shutil.copytree(target.live, target.outside / "generation")
    target.link(target.live, target.outside / "generation")


def _linked(target: Target, name: str, to: str = "secret") -> None:
    target.link(target.index / name, target.outside / to)


def _links_within(target: Target) -> None:
    (target.index / "gen-000098").mkdir()
    target.link(target.index / "gen-000098" / "folder", target.outside)
    target.link(target.index / "gen-000098" / "file", target.outside / "secret")


def _payload_attacks(target: Target) -> Iterator[tuple[str, Attack]]:
    names = [path.name for path in sorted(target.live.iterdir()) if path.name != "manifest.json"]
    for name in (*names, "_MAIN_1.toc", "MAIN_WRITELOCK", "x.pickle"):
        yield f"a pickle as {name}", partial(_pickled, name=name)
    for name in ("section/record", "article/record"):
        for what, contents in _payloads(target).items():
            yield f"{what} in every {name}", partial(_records, name=name, contents=contents)


def _payloads(target: Target) -> dict[str, bytes]:
    records: dict[str, Any] = {
        "no record": 1,
        "a record of nothing": {},
        "a record of lists": {"id": [], "text": {}, "kind": 1, "ordinal": "x", "url": 1, "fetched_at": 0},
        "a record of NaN": {
            "id": "x",
            "kind": "causes",
            "ordinal": float("nan"),
            "weights": [["causes", float("nan")]],
        },
        "a record without end": {"id": "x", "kind": "causes", "ordinal": 10**300},
    }
    packed = {name: zlib.compress(json.dumps(record).encode()) for name, record in records.items()}
    return packed | {
        "a pickle": target.pickled,
        "a packed pickle": zlib.compress(target.pickled),
        "a bomb": BOMB,
        "a deep record": zlib.compress(DEEP.encode()),
        "half a record": zlib.compress(b'{"id": "x"}')[:-5],
    }


def _records(target: Target, name: str, contents: bytes) -> None:
    def change(arrays: Arrays) -> None:
        count = arrays[f"{name}/ends"].size
        arrays[name] = np.frombuffer(contents * min(count, 3), "|u1")
        ends = np.minimum(np.arange(1, count + 1), 3).astype("<u8") * len(contents)
        arrays[f"{name}/ends"] = ends

    target.arrays(".sections", change)


def _array_attacks(target: Target) -> Iterator[tuple[str, Attack]]:
    for ending in (".sections", ".terms", ".articles"):
        for name in ArrayFile(min(target.live.glob(f"*{ending}")))._places:
            yield f"no {name}", partial(_without, ending=ending, name=name)
            for what in _FILLS:
                yield f"{name} all {what}", partial(_filled, ending=ending, name=name, what=what)
    noted: tuple[Any, ...] = ({"sites": [[]] * 9}, {"sites": 1}, {}, {"sites": "x" * 99}, {"sites": [float("nan")]})
    for notes in noted:
        yield f"notes {notes}", partial(Target.arrays, ending=".sections", change=len, notes=notes)
    for what, directory in _DIRECTORIES.items():
        yield f"a directory with {what}", partial(_directory, change=directory)


_FILLS: dict[str, Callable[[Any], Any]] = {
    "zeros": np.zeros_like,
    "highest": lambda array: np.full_like(array, np.iinfo(array.dtype).max),
    "8-byte highest": lambda array: np.full(array.size, (1 << 64) - 1, "<u8"),
    "large": lambda array: np.full(array.size, 4_000_000_000, "<u4"),
    "negative": lambda array: np.full(array.size, -5, "<i8"),
    "backwards": lambda array: array[::-1].copy(),
    "random": lambda array: np.random.default_rng(7).integers(0, 1 << 31, array.size).astype("<u4"),
    "cut": lambda array: array[: array.size // 2],
    "doubled": lambda array: np.concatenate([array, array]),
}


def _without(target: Target, ending: str, name: str) -> None:
    target.arrays(ending, lambda arrays: arrays.pop(name))


def _filled(target: Target, ending: str, name: str, what: str) -> None:
    target.arrays(ending, lambda arrays: arrays.update({name: _FILLS[what](arrays[name])}))


def _first_place(change: Callable[[list[Any]], object]) -> Callable[[Any], object]:
    return lambda directory: change(next(iter(directory["arrays"].values())))


_DIRECTORIES: dict[str, Callable[[Any], object]] = {
    "an array of objects": _first_place(lambda place: place.__setitem__(0, "|O")),
    "an array of no type": _first_place(lambda place: place.__setitem__(0, ["<u4"])),
    "an array before the file": _first_place(lambda place: place.__setitem__(1, -64)),
    "an array behind the file": _first_place(lambda place: place.__setitem__(1, 1 << 62)),
    "an endless array": _first_place(lambda place: place.__setitem__(2, 1 << 62)),
    "a negative array": _first_place(lambda place: place.__setitem__(2, -1)),
    "an array of NaN": _first_place(lambda place: place.__setitem__(2, float("nan"))),
    "no arrays": lambda directory: directory.update(arrays=[]),
    "arrays by number": lambda directory: directory.update(arrays=3),
    "no sums": lambda directory: directory.update(sums=0),
    "sums before the file": lambda directory: directory.update(sums=-8),
    "sums behind the file": lambda directory: directory.update(sums=1 << 62),
    "sums at infinity": lambda directory: directory.update(sums=float("inf")),
    "notes of no kind": lambda directory: directory.update(notes=7),
}
_TAIL = struct.Struct("<QQII8s")


def _directory(target: Target, change: Callable[[Any], object]) -> None:
    """Change what a file says of its arrays, with the right checksums."""
    path = min(target.live.glob("*.sections"))
    whole = path.read_bytes()
    start, length, _, _, end = _TAIL.unpack(whole[-_TAIL.size :])
    directory = json.loads(whole[start : start + length])
    table = whole[directory["sums"] : start]
    change(directory)
    text = json.dumps(directory).encode()
    tail = _TAIL.pack(start, len(text), zlib.crc32(text, zlib.crc32(table)), 0, end)
    tail = _TAIL.pack(start, len(text), zlib.crc32(text, zlib.crc32(table)), zlib.crc32(tail), end)
    target.put(path, whole[:start] + text + tail)


def _page_attacks() -> Iterator[tuple[str, Attack]]:
    lines = (
        "1",
        "[]",
        "{}",
        '["u"]',
        '["u", 1, 2, 3]',
        '["u", [], [], []]',
        '["u", "d", {}, ""]',
        '["u", "d", NaN, ""]',
    )
    for line in (
        *lines,
        '[{}, "d", "a", ""]',
        '["u", "d", "a", "s", "more"]',
        DEEP,
        "\\u0000",
        '["../x", "d", "a", ""]',
    ):
        yield f"a page that is {line[:30]!r}", partial(_page, line=line)


def _page(target: Target, line: str) -> None:
    target.put(target.live / "pages.jsonl", line.encode() + b"\n")


def _cache_attacks() -> Iterator[tuple[str, Attack]]:
    for what, record in {
        "a bomb": BOMB,
        "a deep record": zlib.compress(DEEP.encode()),
        "no record": zlib.compress(b"1"),
        "a record of lists": zlib.compress(b'{"facts": {"id": [], "url": {}}, "sections": [[]]}'),
        "something else": b"x",
    }.items():
        yield f"the cache holds {what}", partial(_forged, name="extracted", record=record)
    for facts in (
        "[]",
        "{}",
        "1",
        DEEP,
        "[1, 2, 3, 4]",
        '["x", [], {}, NaN]',
        '[1, 2, 3, 4, "../../outside", "x", "y"]',
    ):
        for name in ("extracted", "listed"):
            yield f"{name} holds the facts {facts[:30]}", partial(_forged, name=name, facts=facts)
    yield "the listing holds the facts of another page", _listed_elsewhere
    for what, script in {
        "a trigger": "CREATE TRIGGER t AFTER INSERT ON kept BEGIN DELETE FROM kept; END",
        "a view": "DROP TABLE kept; CREATE VIEW kept AS WITH RECURSIVE n(x) AS "
        "(SELECT 1 UNION ALL SELECT x + 1 FROM n) SELECT x key, x facts, x record, x seal FROM n",
        "another table": "CREATE TABLE more (a)",
        "other columns": "DROP TABLE kept; CREATE TABLE kept (key, seal)",
        "a journal of another kind": "PRAGMA journal_mode = WAL",
    }.items():
        for name in ("extracted", "listed"):
            yield f"{name} has {what}", partial(_scripted, name=name, script=script)
    yield "the cache's journal names a file outside", _super_journal
    yield "the cache is a pickle", lambda target: _replaced(target.cache, target.pickled)


def _forged(target: Target, name: str, facts: str = "", record: bytes | None = None) -> None:
    """Every row holds this, and is sealed."""
    with sqlite3.connect(target.index / f"{name}.sqlite3") as rows:
        for row in rows.execute("SELECT key, facts, record FROM kept").fetchall():
            forged = (row[0], facts or row[1], row[2] if record is None else record)
            rows.execute("REPLACE INTO kept VALUES (?, ?, ?, ?)", (*forged, _seal(*forged)))
    rows.close()


def _listed_elsewhere(target: Target) -> None:
    """Every sidecar is said to be as it is, and to be of a page that is not there."""
    with sqlite3.connect(target.index / "listed.sqlite3") as rows:
        for path in sorted(target.library.corpus_folder.glob("*/*.json")):
            key, state = f"{path.parent.name}/{path.name}", path.lstat()
            facts = [state.st_ino, state.st_size, state.st_mtime_ns, state.st_ctime_ns, "https://x.example/", "y", ""]
            forged = (key, json.dumps(facts), b"")
            rows.execute("REPLACE INTO kept VALUES (?, ?, ?, ?)", (*forged, _seal(*forged)))
    rows.close()


def _scripted(target: Target, name: str, script: str) -> None:
    with sqlite3.connect(target.index / f"{name}.sqlite3") as rows:
        rows.executescript(script)
    rows.close()


def _super_journal(target: Target) -> None:
    """A journal to be rolled back that names a second one (sqlite.org/fileformat), which SQLite then removes."""
    whole = target.cache.read_bytes()
    size = struct.unpack(">H", whole[16:18])[0]
    first, name = whole[:size], os.fsencode(target.outside / "secret")
    magic = bytes.fromhex("d9d505f920a163d7")
    head = (magic + struct.pack(">IIIII", 1, 0, len(whole) // size, 512, size)).ljust(512, b"\0")
    total = sum(first[at] for at in range(size - 200, 0, -200)) & 0xFFFFFFFF
    page = struct.pack(">I", 1) + first + struct.pack(">I", total)
    names = struct.pack(">I", (1 << 30) // size + 1) + name + struct.pack(">II", len(name), sum(name)) + magic
    target.cache.with_name(target.cache.name + "-journal").write_bytes(head + page + names)
