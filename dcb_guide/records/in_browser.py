"""Files of records for the tool's page: read as the command reads them, with the same messages."""

import base64
import json
from typing import Any

from dcb_guide.core.browser import MODEL
from dcb_guide.core.languages import LanguageCode
from dcb_guide.records.read_files import ReadRecord, RecordFiles


def read(name: str, data: str, language: LanguageCode) -> str:
    """Return the records of a file, as JSON; ``data`` holds its bytes in base64.

    ``{"records": [{"answers", "about", "model", "problems"}], "problems": […], "notices": […]}``: a record's answers by
    input id, its name and notes in ``about``, and what is wrong with the rest of it; the file's own problems and
    notices. Each problem is a line such as ``a.yml:4:3: …``.
    """
    found: dict[str, list[Any]] = {"records": [], "problems": [], "notices": []}
    for record in RecordFiles(MODEL, language).read_bytes(base64.b64decode(data), name):
        found["notices"] += map(str, record.notices)
        if record.answers:
            found["records"].append(_plain(record))
        else:
            found["problems"] += map(str, record.problems)
    return json.dumps(found, ensure_ascii=False, default=str)


def _plain(record: ReadRecord) -> dict[str, Any]:
    about = {"name": record.name, "notes": record.notes, "public_notes": record.public_notes}
    problems = [str(problem) for problem in record.problems]
    return {"answers": record.answers, "about": about, "model": record.model_version, "problems": problems}
