"""A new kind of section. Kinds are a closed set that the type checker knows, so a new one is a change of two files:

    src/twitchsearch/model/articles.py    its name, a member of SectionKind
    src/twitchsearch/extract/kinds.toml   the words that tell it

This makes both changes in a copy of the package, and shows that nothing else is needed: the kind is told from headings,
searched by --kind and kind:, counted in the facets, offered by the help and by completion. Other words for a kind that
is there already are a change of kinds.toml alone; the index notices either and is made anew.

    python examples/own_kind.py
"""

import json
import os
import shutil
import subprocess
import sys
import tempfile
from pathlib import Path

import twitchsearch

MEMBER = '    COSTS = "costs"\n'
RULES = """
[costs]
heading = ["cost*", "price*", "what ... (pay|pays)", "insurance"]
text = ["is covered by", "costs about"]
"""
PAGE = """<h1>Physical therapy for a stiff neck</h1>
<h2>What helps</h2><p>A therapist shows exercises that are done at home, a few minutes each day.</p>
<h2>Costs and insurance</h2><p>Ask before the first session; insurance pays for some of them.</p>
"""


def change(package: Path) -> None:
    articles, kinds = package / "model" / "articles.py", package / "extract" / "kinds.toml"
    text = articles.read_text(encoding="utf-8")
    articles.write_text(text.replace('    OTHER = "other"\n', MEMBER + '    OTHER = "other"\n'), encoding="utf-8")
    kinds.write_text(kinds.read_text(encoding="utf-8") + RULES, encoding="utf-8")


def main(folder: Path) -> None:
    package = folder / "src" / "twitchsearch"
    shutil.copytree(Path(twitchsearch.__file__).parent, package, ignore=shutil.ignore_patterns("__pycache__"))
    change(package)
    (folder / "neck.html").write_text(PAGE, encoding="utf-8")

    def ask(*words: str) -> str:
        command = [sys.executable, "-m", "twitchsearch", *words, "--library", str(folder / "library")]
        environment = {**os.environ, "PYTHONPATH": str(package.parent)}
        done = subprocess.run(command, cwd=folder, env=environment, capture_output=True, text=True, check=True)
        return done.stdout

    ask("import", "neck.html", "--base-url", "https://me.example/")
    ask("index", "build", "--workers", "1")
    answer = json.loads(ask("search", "--kind", "costs", "--format", "json", "neck"))
    for result in answer["results"]:
        print(f"{result['kind']}: {' > '.join(result['heading_path'])}: {result['snippets'][0]['text']}")
    print(", ".join(f"{facet['kind']} {facet['sections']}" for facet in answer["facets"]["kinds"]))


if __name__ == "__main__":
    with tempfile.TemporaryDirectory() as name:
        main(Path(name))
