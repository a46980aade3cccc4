"""The pages that are kept, and the ways in: the treasure; everything else can be made again from it."""
