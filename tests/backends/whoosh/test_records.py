"""Records in blocks are read back as they were added, however many dictionaries there are."""

from __future__ import annotations

import json
import random
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path

import pytest

from twitchsearch.backends.whoosh.arrays import PAGE, ArrayFile, chunks
from twitchsearch.backends.whoosh.records import BLOCKS, HEAD, Blocks, Records
from twitchsearch.errors import IndexDamaged

BLOCK = BLOCKS["section/record"]


def lines(count: int, length: int) -> list[bytes]:
    chance = random.Random(count * length)
    words = ["twitch", "cramp", "nerve", "caffeine", "eyelid", "résumé"]
    return [
        json.dumps({"text": " ".join(chance.choices(words, k=length)), "n": number}).encode() for number in range(count)
    ]


@pytest.mark.parametrize(
    ("count", "length"), [(0, 1), (1, 1), (3, 20_000), (400, 50), (HEAD // 40, 1), (BLOCK // 10, 90)]
)
def test_every_record_is_read_alone_and_all_in_order(tmp_path: Path, count: int, length: int) -> None:
    given = lines(count, length)
    with ThreadPoolExecutor(2) as executor:
        blocks = Blocks(executor, BLOCK)
        for line in given:
            blocks.add(line)
        path = tmp_path / "records"
        path.write_bytes(b"".join(chunks(blocks.arrays("r"), {})))
    records = Records(ArrayFile(path), "r")
    assert list(records.lines()) == given
    for number in random.Random(1).sample(range(count), min(count, 50)):
        assert records.record(number) == json.loads(given[number])


def test_what_the_first_records_say_takes_no_room_in_small_blocks_later() -> None:
    chance = random.Random(3)
    sentences = ["".join(chance.choices("abcdefghijklmnopqrstuvwxyz", k=BLOCK // 4)) for _ in range(40)]
    given = [sentence.encode() for _ in range(10) for sentence in sentences]
    with ThreadPoolExecutor(2) as executor:
        blocks = Blocks(executor, BLOCK)
        for line in given:
            blocks.add(line)
        kept = blocks.arrays("r")["r"].size
    assert kept < sum(map(len, sentences)) < sum(map(len, given)) / 9


def test_a_byte_that_changed_is_never_a_record(tmp_path: Path) -> None:
    chance = random.Random(5)
    given = lines(4_000, 60)
    with ThreadPoolExecutor(2) as executor:
        blocks = Blocks(executor, BLOCK)
        for line in given:
            blocks.add(line)
        whole = b"".join(chunks(blocks.arrays("r"), {}))
    path = tmp_path / "records"
    path.write_bytes(whole)
    file = ArrayFile(path)
    start = whole.index(file.part("r", 0, 64).tobytes())
    found = 0
    for _ in range(40):
        at = start + chance.randrange(PAGE, file.count("r") - PAGE)  # where there is nothing but records
        path.write_bytes(whole[:at] + bytes([whole[at] ^ 1 << chance.randrange(8)]) + whole[at + 1 :])
        records = Records(ArrayFile(path), "r")
        for number in range(0, len(given), 7):
            try:
                assert records.record(number) == json.loads(given[number])
            except IndexDamaged:
                found += 1
                break
    assert found > 30  # a few are in what says which dictionary a block has, which nobody reads
