"""How an index tells that its terms are those that text becomes today."""

from __future__ import annotations

import hashlib
import sys
import unicodedata
import zlib
from collections.abc import Callable
from functools import lru_cache
from pathlib import Path

import Stemmer

DECIDING = ("analysis.py", "letters.py", "fingerprint.py")
"""The modules that decide what text becomes, and this one, which decides what that is shown by."""


def fingerprint(language: str, terms: Callable[[str], list[str]]) -> str:
    """Equal as long as the same text gives the same terms: a digest of what fixed words and forms become."""
    found = "\n".join([language, *terms(_SAMPLE), "", *terms(_SAMPLE_ASCII)])
    return hashlib.sha256(found.encode()).hexdigest()[:16]


def voucher(language: str, fingerprint: str) -> str:
    """What only the same program with the same libraries says of its fingerprint, so that whoever keeps both need not
    have it worked out again; "" where it cannot tell which program it is."""
    made_by = _made_by()
    return hashlib.sha256(f"{fingerprint} {language} {made_by}".encode()).hexdigest()[:16] if made_by else ""


@lru_cache(maxsize=1)
def _made_by() -> str:
    """All that decides what text becomes: our modules, stemmers, the tables of Unicode, Python. "" without source."""
    own = 0
    try:
        for name in DECIDING:
            own = zlib.crc32(Path(__file__).with_name(name).read_bytes(), own)
    except OSError:
        return ""
    return f"{own} {Stemmer.version()} {unicodedata.unidata_version} {sys.version}"


_SAMPLE_ASCII = """
Parkinson's parkinsons don't dont B12 B-12 vitamin B 12 COVID19 covid-19 U.S. e.g. i.e., 5-HT 20mg H2O omega-3 T3/T4
a the of why does my eyelid twitch twitches twitched twitching twitchy muscle muscles muscular fasciculation
fasciculations cramp cramps cramping spasm spasms nerve nerves nervous caffeine caffeinated dehydration dehydrated
electrolytes magnesium potassium deficiency deficiencies sleeping sleepless stress stressed anxiety anxious remedies
remedy causes caused causing symptoms symptomatic diagnosis diagnoses diagnostic doctors generally generalised
relational conditional rationalization happy happily skies dying news innings only ugly early organization organised
"""
_SAMPLE = """
naïve café NAÏVE ﬁbre Straße İstanbul Ålesund smørrebrød œuvre Parkinson’s ＷＩＤＥ m² ½ №5 ١٢٣ 足つり 다리 ขา पैर हिन्दी
Muskelzuckungen Krämpfe häufig Ursachen paupières contractions musculaires l’eau fréquemment párpado calambres
musculares crampi muscolari palpebra spiertrekkingen oogleden câimbras musculares pálpebra мышцы судороги подёргивание
skurcze mięśni lihaskrampit kramper muskler ögonlock izomgörcsök kas seğirmesi σπασμοί μυών crampes χέρι तंत्रिका
"""
