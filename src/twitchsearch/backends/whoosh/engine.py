"""The classes of Whoosh that are built upon, untyped: its own annotations cover some of each and not the rest."""

from __future__ import annotations

from typing import Any

from whoosh import fields, formats, reading, searching, writing
from whoosh.analysis import acore, analyzers
from whoosh.codec import base
from whoosh.filedb import filestore
from whoosh.matching import mcore

Analyzer: Any = analyzers.Analyzer
Codec: Any = base.Codec
EmptyReader: Any = reading.EmptyReader
FieldCursor: Any = base.FieldCursor
FieldType: Any = fields.FieldType
FieldWriter: Any = base.FieldWriter
Format: Any = formats.Format
ListMatcher: Any = mcore.ListMatcher
MultiReader: Any = reading.MultiReader
PerDocumentReader: Any = base.PerDocumentReader
PerDocumentWriter: Any = base.PerDocumentWriter
RamStorage: Any = filestore.RamStorage
ReadTooFar: Any = mcore.ReadTooFar
Schema: Any = fields.Schema
Searcher: Any = searching.Searcher
Segment: Any = base.Segment
SegmentReader: Any = reading.SegmentReader
SegmentWriter: Any = writing.SegmentWriter
Stored: Any = fields.STORED
TermInfo: Any = reading.TermInfo
TermNotFound: Any = reading.TermNotFound
TermsReader: Any = base.TermsReader
TextFieldType: Any = fields.TEXT
Token: Any = acore.Token
