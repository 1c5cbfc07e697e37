"""The list of decision records (``docs/adr/``): number, what was decided, status and date, from each record's head."""

import re
from dataclasses import dataclass
from pathlib import Path

from macros.maintainers.import_graph import ROOT

FOLDER = Path("docs") / "adr"
TITLE = re.compile(r"\A# (\d+)\. (.+)\n")
HEADER = re.compile(r"^- (Status|Date): (.+)$", re.MULTILINE)


@dataclass(frozen=True)
class Record:
    """A decision record; ``status`` is as written, such as ``accepted`` or ``superseded by 12``, ``date`` ISO 8601."""

    file: str
    number: int
    title: str
    status: str
    date: str


def read(folder: Path) -> list[Record]:
    """Return the records of a folder in order; ``ValueError`` names one without number, title, status or date."""
    found = []
    for path in sorted(folder.glob("*.md")):
        text = path.read_text(encoding="utf-8")
        title, header = TITLE.match(text), dict(HEADER.findall(text))
        if not title or header.keys() != {"Status", "Date"}:
            raise ValueError(f"{path}: begin with `# N. Title`, then `- Status: …` and `- Date: …`")
        found.append(Record(path.name, int(title[1]), title[2], header["Status"], header["Date"]))
    return found


def index() -> str:
    """Return the table of records, each linked."""
    found = read(ROOT / FOLDER)
    rows = [f"| {one.number} | [{one.title}](adr/{one.file}) | {one.status} | {one.date} |" for one in found]
    return "\n".join(["| number | decision | status | date |", "|---|---|---|---|", *rows])
