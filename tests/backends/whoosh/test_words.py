"""The table of known words says what the analyser says, and the bulk writer writes what Whoosh's own would."""

from __future__ import annotations

import tempfile
from pathlib import Path

import numpy as np
from hypothesis import given, settings
from hypothesis import strategies as st

from tests.backends.strategies import some_articles
from twitchsearch.backends.whoosh.arrays import ArrayFile
from twitchsearch.backends.whoosh.batch import Batch
from twitchsearch.backends.whoosh.codec import BulkWriter, PostingsWriter
from twitchsearch.backends.whoosh.words import WordTable
from twitchsearch.files import DISK
from twitchsearch.model import Article, TextField
from twitchsearch.search.analysis import Analyser, analyser, section_tokens

PIECES = (
    *(
        "twitch",
        "Twitching",
        "TWITCHES",
        "covid-19",
        "B-12",
        "b12",
        "Parkinson's",
        "Parkinson’s",
        "don't",
        "U.S.",
        "e.g.,",
    ),
    *(
        "naïve",
        "ﬁbre",
        "足つり",
        "ขา",
        "l'eau",
        "a_b",
        "_x_",
        "x.",
        ".y",
        "'z'",
        "1,5",
        "³",
        "١٢",
        "\u0301",
        "-",
        "—",
        "\n",
    ),
    *(
        "eight888",
        "nine99999",
        "sixteen161616161",
        "seventeen17171717",
        "pneumonoultramicroscopic",
        "w" * 70,
        "é" * 9,
        "\ud800",
    ),
)
anything = st.text(st.sampled_from("abcXYZ019'._-’é足\u0301\u200d \n\t\x00") | st.characters(), max_size=60)
texts = st.lists(st.lists(st.sampled_from(PIECES) | anything, max_size=8).map(" ".join) | anything, max_size=6)
tables = st.sampled_from(("english", "french", "russian"))


def spelled(table: WordTable, numbers: list[int]) -> list[str]:
    known = list(table.spellings._numbers)
    return [known[number].partition(b"\0")[2].decode() for number in numbers]


def assert_says_what_the_analyser_says(table: WordTable, terms: Analyser, some: list[str]) -> None:
    chunks, counts = table.chunks([text.encode("utf-8", "surrogatepass") for text in some])
    known = [term.decode() for term in table.terms._numbers]
    for text, own in zip(some, np.split(chunks, np.cumsum(counts)[:-1]), strict=True):
        assert [known[number] for number in table.terms_of.of(own)[0]] == terms.terms(text)
        assert set(spelled(table, table.spellings_of.of(own)[0].tolist())) == terms.spellings(text)


@given(texts.filter(bool), tables)
@settings(deadline=None)
def test_a_table_that_knows_nothing_and_one_that_knows_it_all_say_what_the_analyser_says(
    some: list[str], language: str
) -> None:
    table = WordTable(analyser(language))
    for _ in range(2):
        assert_says_what_the_analyser_says(table, analyser(language), some)


def test_words_that_want_the_same_place_are_told_apart() -> None:
    some = [f"{stem}{number}" for number in range(300) for stem in ("Cramp", "a-long-and-winding-word", "w" * 17)]
    table = WordTable(analyser())
    table._low[:] = 1  # every place is taken by something else
    for _ in range(2):
        assert_says_what_the_analyser_says(table, analyser(), some)
    assert len(table._others) == len(set(" ".join(some).replace("-", " ").split()))


@given(some_articles())
@settings(deadline=None, max_examples=30)
def test_whooshs_own_writer_puts_the_same_into_the_file(library: list[Article]) -> None:
    with tempfile.TemporaryDirectory() as folder:
        bulk, whooshs = Path(folder, "bulk.terms"), Path(folder, "whoosh.terms")
        batch, writer = Batch(WordTable(analyser())), PostingsWriter(whooshs, DISK)
        for article in library:
            for section in article.sections:
                tokens = section_tokens(analyser(), article.facts, section)
                writer.add_document(**{name.value: getattr(tokens, name) for name in TextField})
                batch.add(article.facts, section)
        if not any(article.sections for article in library):
            return
        writer.commit()
        at_once = BulkWriter(bulk, DISK)
        batch.close()
        at_once.add_arrays(batch.arrays()[0].items())
        at_once.commit()
        one, other = ArrayFile(bulk), ArrayFile(whooshs)
        assert set(other._places) == {name for name in one._places if not name.startswith("words/")}
        for name in other._places:
            assert one.whole(name).tolist() == other.whole(name).tolist(), name
