"""Benchmarks: each figure beside a peer's, measured in the same run. Not tests, and no part of the product."""
