"""How much a file may hold. More is a mistake or an attack; whoever means it says so (``--limit``)."""

from dataclasses import dataclass, replace


@dataclass(frozen=True)
class Limits:
    """The limits of one file."""

    #: Bytes of the file as it comes, or of one line of standard input.
    bytes: int = 5_000_000
    #: Bytes of a workbook's parts once unpacked, and how many times its packed size that may be.
    inflated_bytes: int = 100_000_000
    inflation: int = 200
    #: Containers inside one another.
    depth: int = 32
    #: Keys and values of one record, or of a file that is no list of records.
    nodes: int = 200_000
    records: int = 20_000
    sheets: int = 100
    rows: int = 20_000
    columns: int = 200
    #: Characters of one text, and digits of one number.
    text: int = 20_000
    digits: int = 15
    #: Problems reported of one file; further ones are counted.
    problems: int = 100

    def for_megabytes(self, megabytes: int) -> "Limits":
        """Return limits for a file of up to so many million bytes, with rows and records in proportion."""
        times = max(1, -(-megabytes * 1_000_000 // self.bytes))
        return replace(
            self,
            bytes=megabytes * 1_000_000,
            inflated_bytes=self.inflated_bytes * times,
            records=self.records * times,
            rows=self.rows * times,
        )


DEFAULT = Limits()
