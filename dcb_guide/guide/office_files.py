"""Word and Excel files whose bytes depend on their content alone, not on when or where they were made."""

import io
import re
import zipfile
from collections.abc import Callable
from pathlib import Path
from typing import BinaryIO

#: The earliest date a zip can hold.
EPOCH = (1980, 1, 1, 0, 0, 0)
CORE = "docProps/core.xml"
MODIFIED = re.compile(rb"(<dcterms:created[^>]*>)([^<]*)(</dcterms:created>.*?<dcterms:modified[^>]*>)[^<]*", re.DOTALL)


def save_without_dates(save: Callable[[BinaryIO], object], path: Path) -> None:
    """Write what ``save`` writes, an Office Open XML file, with fixed dates: "modified" is the date of "created"."""
    written = io.BytesIO()
    save(written)
    with zipfile.ZipFile(written) as source, zipfile.ZipFile(path, "w", zipfile.ZIP_DEFLATED) as target:
        for entry in source.infolist():
            content = source.read(entry)
            if entry.filename == CORE:
                content = MODIFIED.sub(rb"\1\2\3\2", content)
            target.writestr(zipfile.ZipInfo(entry.filename, EPOCH), content, zipfile.ZIP_DEFLATED)
