"""The tables of shared costs with what explains them, ready to be written as CSV or as a workbook."""

from collections.abc import Iterable, Mapping
from typing import Any

from dcb_guide.files.write_tables import Description, Table, described

#: A column of ids has its words in the column of this name.
LABEL = "_label"


def explained_costs(tables: Iterable[Table], form: Mapping[str, Any], language: str) -> list[Table]:
    """Return tables of costs with their definitions, codes and history; ``form`` is the survey's form as plain data."""
    listed = [table for table in tables if table.rows]
    words = {**form["other_sheets"], **form["definitions"]}
    texts = {name: label[language] for name, label in words.items()}
    codes: dict[tuple[str, str, str, str], None] = {}
    for table in listed:
        names = [name for name, _ in table.columns]
        for position, name in enumerate(names):
            if f"{name}{LABEL}" not in names or name == "note":
                continue
            label = names.index(f"{name}{LABEL}")
            codes |= dict.fromkeys((table.id, name, str(row[position]), str(row[label])) for row in table.rows)
    history = [(one["day"], one["text"][language]) for one in form["history"]]
    return described(listed, Description(texts, {}, list(codes), history))
