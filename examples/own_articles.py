"""Notes of one's own made a library: written as articles.jsonl, indexed, searched, and followed as they change.

python examples/own_articles.py
"""

import json
import tempfile
from pathlib import Path

import twitchsearch

NOTES = [
    {
        "url": "https://notes.example/sourdough",
        "title": "Sourdough that does not rise",
        "modified": "2026-11-01",
        "sections": [
            {
                "heading": "Causes",
                "text": "A cold kitchen slows the yeast. A starter fed too seldom has little strength.",
            },
            {
                "heading": "What helps",
                "text": "Feed the starter twice the day before, and let the dough stand in the warm.",
            },
        ],
    },
    {
        "url": "https://notes.example/oven",
        "title": "An oven that burns on one side",
        "html": "<h1>An oven that burns on one side</h1><h2>Causes</h2><p>The fan blows from the left.</p>"
        "<h2>Remedies</h2><p>Turn the tray after half of the time.</p>",
    },
]


def write(path: Path, notes: list[dict[str, object]]) -> Path:
    path.write_text("".join(json.dumps(note) + "\n" for note in notes), encoding="utf-8")
    return path


def main(folder: Path) -> None:
    library = twitchsearch.open_library(folder / "kitchen")

    report = library.add(write(folder / "notes.jsonl", NOTES))
    built = library.update()
    print(f"{report.new} notes are new; the index holds {built.state.sections} sections")

    for hit in library.search("bread will not rise", kinds=["remedies"]).hits:
        print(f"{hit.article.title}: {hit.snippets[0].text}")

    # Adding again keeps what is the same and replaces what has changed; the index follows at the cost of that.
    changed = {**NOTES[1], "html": str(NOTES[1]["html"]).replace("half", "a third")}
    report = library.add(write(folder / "notes.jsonl", [NOTES[0], changed]))
    built = library.update()
    print(f"{report.changed} changed, {report.unchanged} as before; indexed anew: {', '.join(built.done.changed)}")
    print(library.search("turn the tray").hits[0].snippets[0].text)

    # What cannot be used is named, with the reason.
    (folder / "broken.jsonl").write_text(
        '{"title": "No address"}\n{"url": "https://notes.example/tea", "sections": 3}\n'
    )
    for skipped in library.add(folder / "broken.jsonl").skipped:
        print(f"skipped {skipped.place}: {skipped.reason}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name))
