"""A whole prefecture: what its bodies share, and what each of them pays."""
