"""An unofficial guide to the co-use of Japan's area data coordination platforms, as data and an engine."""

__version__ = "0.1.0"
__all__ = ["__version__"]
