"""How good it is, in figures that anybody can make again: collections, measures, runs, labels, floors.

Nothing here knows an engine or a parser: an index, a way to extract and a way to tell kinds are handed in.
"""
