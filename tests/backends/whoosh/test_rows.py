import json

from hypothesis import given
from hypothesis import strategies as st

from twitchsearch.backends.whoosh.rows import section_line
from twitchsearch.model import Section, SectionKind
from twitchsearch.model.records import section_record

TEXTS = st.text(st.one_of(st.characters(), st.sampled_from('"\\\n\r\t\x00\x1f\x7f\u2028\ud800')))


@given(TEXTS, TEXTS)
def test_the_line_of_a_section_says_what_its_record_does_whatever_its_text_is(text: str, heading: str) -> None:
    section = Section("a-1", 3, SectionKind.CAUSES, text, (heading,))
    line = section_line(section)
    assert b"\n" not in line
    assert json.loads(line.decode("utf-8", "surrogatepass")) == section_record(section)
