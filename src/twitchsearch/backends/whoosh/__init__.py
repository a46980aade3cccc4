"""The engine that people use: the only home of Whoosh."""
