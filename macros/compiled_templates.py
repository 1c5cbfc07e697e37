"""Templates compiled in this run, shared by environments of the same settings."""

from types import CodeType

import jinja2
from jinja2.bccache import Bucket


class CompiledTemplates(jinja2.BytecodeCache):
    """Keeps the code of templates in memory. Environments that share one must escape in the same way."""

    def __init__(self) -> None:
        self._compiled: dict[str, tuple[str, CodeType]] = {}

    def load_bytecode(self, bucket: Bucket) -> None:
        """Give a template its code, unless its source has changed since."""
        checksum, code = self._compiled.get(bucket.key, (None, None))
        if checksum == bucket.checksum:
            bucket.code = code

    def dump_bytecode(self, bucket: Bucket) -> None:
        """Remember a template's code."""
        assert bucket.code is not None
        self._compiled[bucket.key] = (bucket.checksum, bucket.code)
