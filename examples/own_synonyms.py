"""Words of one's own trade that mean the same: what a question finds without them, and with them.

python examples/own_synonyms.py
"""

import json
import tempfile
from dataclasses import replace
from pathlib import Path

import twitchsearch

HERE = Path(__file__).resolve().parent
ARTICLES = [
    ("https://work.example/neck", "A stiff neck", "Office work without a break stiffens the neck."),
    ("https://work.example/wrist", "A sore wrist", "Overuse makes a wrist sore; rest it for a few days."),
    ("https://work.example/sleep", "A short night", "A short night makes everything worse."),
]


def main(folder: Path) -> None:
    lines = (
        json.dumps({"url": url, "title": title, "html": f"<h1>{title}</h1><p>{text}</p>"})
        for url, title, text in ARTICLES
    )
    (folder / "articles.jsonl").write_text("\n".join(lines), encoding="utf-8")

    library = twitchsearch.open_library(folder / "library", vocabulary=HERE / "own_synonyms.toml")
    library.add(folder / "articles.jsonl")
    library.update()

    for question in ("desk job", "ping-pong elbow", "overuse"):
        request = library.request(question)
        results = library.search(request)
        plain = library.search(replace(request, vocabulary={}))
        print(f"{question!r}: {plain.total.value} without, {results.total.value} with the words of the file")
        for expansion in results.expansions:
            print(f"   {expansion.word!r} was also looked for as {', '.join(map(repr, expansion.also))}")
        for hit in results.hits:
            print(f"   {hit.article.title}: {hit.snippets[0].text}")


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name))
