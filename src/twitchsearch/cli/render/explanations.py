"""Explanations of scores, as a person reads them and as a record."""

from __future__ import annotations

from collections.abc import Iterator
from typing import Any

from twitchsearch.model.explanations import Evidence, Explanation, Role
from twitchsearch.text import guard


def explanation_lines(explanation: Explanation) -> Iterator[str]:
    """What a score is made of, a line for each part; what adds nothing stands last."""
    words = sum(each.score for each in explanation.evidence)
    yield f"score {explanation.score:.3f} = {' '.join([f'{words:.3f} of its words', *_rest(explanation)])}"
    for each in sorted(explanation.evidence, key=lambda each: -each.score):
        yield f"  {_evidence(each)}"


def _rest(explanation: Explanation) -> Iterator[str]:
    if explanation.wish:
        factor = 1 + explanation.lift * explanation.surely
        yield f"x {factor:.2f} ({', '.join(explanation.wish)}: {explanation.surely:.0%} sure)"
    if explanation.aside != 1.0:
        yield f"x {explanation.aside:.2f} (about the article)"
    if explanation.together:
        yield f"+ {explanation.together:.3f} (has both words)"


def _evidence(each: Evidence) -> str:
    what = guard(each.what.replace("\n", " "))
    known = f"in {each.sections:,} section{'s' * (each.sections != 1)}"
    asks = " (asks for a kind)" if each.role is Role.CUE else ""
    if not each.fields:
        return f"{0:7.3f}  {what}{asks}: not here; {known}"
    found = ", ".join(f"{field.field} {field.occurrences:g} of {field.length:,}" for field in each.fields)
    boost = f"{each.boost:g} x " if each.boost != 1.0 else ""
    return f"{each.score:7.3f}  {what}{asks} = {boost}{each.idf:.3f} x {each.saturation:.3f}: {found}; {known}"


def explanation_record(explanation: Explanation) -> dict[str, Any]:
    """The explanation in JSON; the formula stands in docs/json-output.md."""
    return {
        "score": round(explanation.score, 6),
        "evidence": [_record(each) for each in explanation.evidence],
        "wish": [kind.value for kind in explanation.wish],
        "lift": explanation.lift,
        "surely": round(explanation.surely, 6),
        "aside": explanation.aside,
        "together": round(explanation.together, 6),
    }


def _record(each: Evidence) -> dict[str, Any]:
    return {
        "what": each.what,
        "role": each.role.value,
        "score": round(each.score, 6),
        "boost": each.boost,
        "idf": round(each.idf, 6),
        "saturation": round(each.saturation, 6),
        "sections": each.sections,
        "fields": [
            {"field": found.field.value, "occurrences": found.occurrences, "length": found.length}
            for found in each.fields
        ],
    }
