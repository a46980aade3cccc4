"""A reader of archives that dies on some records: which ones stands in the file, as does how."""

from __future__ import annotations

import json
import os
import sys
import time
from pathlib import Path

from twitchsearch.corpus.importers.captured import Captured, Ended, Reached, write_message


def main() -> None:
    _, path, start = json.loads(sys.stdin.buffer.readline())
    fates = Path(path).read_text("ascii").split()[1:]
    out = sys.stdout.buffer
    for number in range(start, len(fates)):
        write_message(out, Reached(number))
        match fates[number]:
            case "dies":
                os._exit(3)
            case "stalls":
                time.sleep(60)
            case "babbles":
                out.write(b"\xff" * 50)
                out.flush()
            case _:
                write_message(out, Captured(f"record {number}", b"<p>Text</p>", f"https://a.example/{number}"))
    write_message(out, Ended())


if __name__ == "__main__":
    main()
