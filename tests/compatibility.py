"""What older versions wrote and answered, kept so that it goes on being read and answered.

`tests/data/compatibility/<version>/` holds a corpus, settings and a crawl.toml as that version had them, and one answer
of each JSON schema. They are never changed: a schema that is new gets its first sample by

    python -m tests.compatibility

which writes the samples that are missing and leaves those that are there.
"""

from __future__ import annotations

import json
import re
import shutil
import sys
import tempfile
import threading
from collections.abc import Iterator
from contextlib import contextmanager
from functools import partial
from http.server import SimpleHTTPRequestHandler, ThreadingHTTPServer
from pathlib import Path
from typing import Any

from tests.cli.libraries import write_articles
from tests.inside import inside

ROOT = Path(__file__).resolve().parents[1]
VERSIONS = ROOT / "tests" / "data" / "compatibility"

COMMANDS = {
    "search": "search --format json eyelid coffee",
    "answers": "causes --format json eyelid",
    "article": "show --format json {section}",
    "build": "index build --format json --workers 1",
    "pending": "index update --dry-run --format json",
    "status": "index status --pages --format json",
    "doctor": "doctor --format json",
    "check": "index check --format json",
    "corpus-check": "corpus check --format json",
    "corpus-stats": "corpus stats --format json",
    "removed": "corpus remove --gone --dry-run --format json",
    "export": "corpus export --format json {folder}/articles-of-mine.jsonl",
    "pages": "corpus list --format json",
    "import": "import --format json {folder}/articles.jsonl",
    "config": "config show --format json",
    "config-path": "config path --format json",
    "config-check": "config validate --format json {folder}/wrong.toml",
    "error": "search --format json (eyelid",
    "crawl": "crawl --format json --delay 0 --private-addresses {site}",
    "crawl-preview": "crawl --dry-run --format json --delay 0 --private-addresses {site}",
    "refresh": "refresh --format json",
    "suggest": "suggest --format json eyelid cof",
    "saved": "saved list --format json",
    "history": "history list --format json",
    "history-cleared": "history clear --format json",
    "evaluation": "evaluate outline --format json {folder}/outlines",
}
"""For each schema a command that is answered with it, in the order in which they can be given."""


class Quiet(SimpleHTTPRequestHandler):
    def log_message(self, format: str, *args: object) -> None:  # noqa: A002 - the name in the standard library
        pass


@contextmanager
def site(folder: Path) -> Iterator[str]:
    """A site of one article, on loopback."""
    folder.mkdir()
    text = "<p>A twitching eyelid is common and mostly harmless; it comes and goes with sleep and with coffee.</p>" * 4
    (folder / "index.html").write_text(f"<html lang=en><title>Twitches</title><h1>Twitches</h1>{text}")
    with ThreadingHTTPServer(("127.0.0.1", 0), partial(Quiet, directory=str(folder))) as server:
        thread = threading.Thread(target=server.serve_forever)
        thread.start()
        try:
            yield f"http://127.0.0.1:{server.server_port}/"
        finally:
            server.shutdown()
            thread.join()


def answers(version: Path, folder: Path) -> Iterator[tuple[str, Any]]:
    """What the command line of today answers, for each schema, on the corpus of that version.

    `folder` is an empty one to work in.
    """
    library = folder / "library"
    shutil.copytree(version / "corpus", library / "corpus")
    shutil.copytree(version / "state", folder / ".local" / "state" / "twitchsearch")
    write_articles(folder / "articles.jsonl")
    (folder / "wrong.toml").write_text("[search]\nlimits = 3\n")
    outlines = folder / "outlines"
    outlines.mkdir()
    for name in ("page.html", "page.json"):
        shutil.copy(VERSIONS / "outlines" / name, outlines / name)
    with site(folder / "site") as url:
        plan = f'delay = 0\nprivate_addresses = true\n[[site]]\nname = "twitches"\nstarts = ["{url}"]\n'
        (library / "crawl.toml").write_text(plan)
        inside(["index", "build", "--workers", "1", "--library", str(library)], folder, folder)
        found = inside(["search", "--format", "ids", "-n", "1", "eyelid", "--library", str(library)], folder, folder)
        words = {"folder": folder, "site": url, "section": found.out.strip()}
        for schema, command in COMMANDS.items():
            arguments = [word.format(**words) for word in command.split(" ")]
            if schema not in ("config-path", "config-check"):  # they ask no library
                arguments += ["--library", str(library)]
            done = inside(arguments, folder, folder)
            yield schema, json.loads(done.out)


def shape(value: Any) -> Any:
    """What a program may rely on: keys, and types; of a list the shape of its members together."""
    match value:
        case dict():
            return {key: shape(each) for key, each in value.items()}
        case list():
            whole: Any = None
            for each in value:
                whole = _both(whole, shape(each))
            return [whole]
        case bool():
            return "true or false"
        case int() | float():
            return "number"
        case str():
            return "text"
        case _:
            return None


def _both(one: Any, other: Any) -> Any:
    if isinstance(one, dict) and isinstance(other, dict):
        return {key: _both(one.get(key), other.get(key)) for key in {**one, **other}}
    return one if other is None else other


def broken(old: Any, new: Any, place: str = "") -> Iterator[str]:
    """What an older shape promised and a newer one does not keep; null stands for anything that is not known."""
    match old, new:
        case None, _:
            return
        case _, None:
            return
        case dict(), dict():
            for key in old:
                if key not in new:
                    yield f"{place}.{key} is gone"
                else:
                    yield from broken(old[key], new[key], f"{place}.{key}")
        case [each], [other]:
            yield from broken(each, other, f"{place}[]")
        case _ if old != new:
            yield f"{place} was {_named(old)} and is {_named(new)}"


def _named(found: Any) -> str:
    match found:
        case dict():
            return "an object"
        case list():
            return "a list"
        case _:
            return str(found)


def record(version: Path) -> list[str]:
    """Write the samples that are missing; their names."""
    written = []
    with tempfile.TemporaryDirectory() as name:
        for schema, answer in answers(version, Path(name)):
            path = version / "json" / f"{schema}.json"
            if not path.exists():
                text = (
                    json.dumps(answer, indent=1, ensure_ascii=False)
                    .replace(name, "/somewhere")
                    .replace(str(ROOT), "/program")
                )
                text = re.sub(r"127\.0\.0\.1:\d+", "127.0.0.1:8000", text)
                path.parent.mkdir(exist_ok=True)
                path.write_text(text + "\n", encoding="utf-8")
                written.append(schema)
    return written


if __name__ == "__main__":
    sys.stdout.write(" ".join(record(VERSIONS / "1")) + "\n")
