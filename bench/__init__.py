"""Benchmarks: figures beside a peer's in the same run. Not tests, and no part of the product."""
