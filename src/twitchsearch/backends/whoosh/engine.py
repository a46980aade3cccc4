"""The classes of Whoosh that are built upon, untyped: its own annotations cover some of each and not the rest."""

from __future__ import annotations

from typing import Any

from whoosh import fields, formats, writing
from whoosh.codec import base
from whoosh.filedb import filestore

Codec: Any = base.Codec
FieldType: Any = fields.FieldType
FieldWriter: Any = base.FieldWriter
Format: Any = formats.Format
PerDocumentWriter: Any = base.PerDocumentWriter
RamStorage: Any = filestore.RamStorage
Schema: Any = fields.Schema
Segment: Any = base.Segment
SegmentWriter: Any = writing.SegmentWriter
