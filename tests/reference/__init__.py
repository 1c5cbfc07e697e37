"""The decision model worked a second time, independently of the engine and of the data it reads."""
