"""Whoosh's own tests over our files: `python -m benchmarks.whoosh_tests FOLDER`."""
