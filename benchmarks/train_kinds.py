"""Learn which words tell which kind of section, and measure it on sources that nothing was learnt from.

    python -m benchmarks.train_kinds [--measure] [--pages FOLDER]… [MEDQUAD]

Without `--measure` it writes src/twitchsearch/extract/wording.json. MEDQUAD (medquad-sections, if none is named)
is a collection as `twitchsearch evaluate kinds` reads it; each FOLDER holds labelled pages as `evaluate outline` reads
them. Numbers are kept of these texts, never the texts.
"""

from __future__ import annotations

import argparse
import json
import re
from collections.abc import Iterator, Sequence
from pathlib import Path

from twitchsearch.cli.render.evaluations import evaluation_lines
from twitchsearch.evaluation.kinds import KnownKind, Teller, evaluate_kinds, read_known
from twitchsearch.evaluation.labels import read_labelled
from twitchsearch.evaluation.resampling import generator
from twitchsearch.extract import extract
from twitchsearch.extract.kinds import of_wording
from twitchsearch.extract.learning import Example, learn, record

ROOT = Path(__file__).resolve().parent.parent
MEDQUAD = ROOT.parent / "shared" / "data" / "ir" / "medquad-sections"
WEIGHTS = ROOT / "src" / "twitchsearch" / "extract" / "wording.json"


def templates(folder: Path) -> list[str]:
    """The question type of each text of the collection, in its order."""
    with (folder / "corpus.jsonl").open(encoding="utf-8") as file:
        return [json.loads(line).get("metadata", {}).get("qtype", "") for line in file if line.strip()]


def labelled(folders: Sequence[Path]) -> Iterator[Example]:
    """The sections of labelled pages, each folder a source, as extraction cuts them."""
    for folder in folders:
        for page in read_labelled(folder)[0]:
            sections = extract(page.page).sections
            for label in page.sections:
                text = next((each.text for each in sections if words(each.text).startswith(words(label.starts))), "")
                if text:
                    yield Example(f"pages {folder.name}", label.kind, text)


def words(text: str) -> str:
    return " ".join(re.findall(r"\w+", text.casefold()))


def main() -> None:
    arguments = argparse.ArgumentParser(description=__doc__.splitlines()[0] if __doc__ else "")
    arguments.add_argument("medquad", nargs="?", type=Path, default=MEDQUAD)
    arguments.add_argument("--pages", action="append", type=Path, default=[])
    arguments.add_argument("--measure", action="store_true")
    asked = arguments.parse_args()
    known, digest = read_known(asked.medquad)
    asked_of = {id(each): template for each, template in zip(known, templates(asked.medquad), strict=True)}
    pages = list(labelled(asked.pages))

    def examples(some: Sequence[KnownKind]) -> list[Example]:
        return [Example(each.source, each.kind, each.text, asked_of[id(each)]) for each in some] + pages

    def learnt(some: Sequence[KnownKind]) -> Teller:
        model = learn(examples(some))
        return lambda text: of_wording(text, model).kind

    if asked.measure:
        found = evaluate_kinds(known, digest, learnt, generator())
        print(*evaluation_lines(found, {}, ()), sep="\n")
        return
    kept = json.dumps(record(learn(examples(known))), ensure_ascii=False, separators=(",", ":"))
    WEIGHTS.write_text(kept.replace('],"', '],\n"') + "\n", "utf-8")
    print(f"{WEIGHTS.relative_to(ROOT)}: {WEIGHTS.stat().st_size:,} bytes")


if __name__ == "__main__":
    main()
