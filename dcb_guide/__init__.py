"""An unofficial guide to the co-use of Japan's data-linkage platforms, as data and an engine."""

__version__ = "0.1.0"
__all__ = ["__version__"]
