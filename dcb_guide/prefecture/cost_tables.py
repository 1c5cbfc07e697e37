"""The tables of shared costs, with the plan they come from and what explains them, for CSV or for a workbook.

The plan is in the sheets of a survey, so that what was saved can be opened again.
"""

from collections.abc import Iterable, Mapping
from dataclasses import replace
from typing import Any

from dcb_guide.files.write_tables import Table, described
from dcb_guide.prefecture.survey_labels import SurveyLabels
from dcb_guide.prefecture.survey_tables import SurveyTables

#: A column of ids has its words in the column of this name.
LABEL = "_label"
#: Tables that a workbook leaves out, as others say the same in fewer rows.
ONLY_IN_CSV = ("cost_years", "cost_payments")
#: Tables that come after the results in a workbook.
BEHIND = ("cost_plan",)
ID = "id"


def explained_costs(
    tables: Iterable[Table], labels: SurveyLabels, plan: Mapping[str, Any], *, for_people: bool = False
) -> list[Table]:
    """Return tables of costs with the plan they come from, their definitions, codes and history.

    ``plan`` is plain data. ``for_people``, as in a workbook, has words instead of ids and the results first.
    """
    listed = [table for table in tables if table.rows]
    if for_people:
        listed = [_for_people(table) for table in listed if table.id not in ONLY_IN_CSV]
        listed.sort(key=lambda table: table.id in BEHIND)
    codes: dict[tuple[str, str, str, str], None] = {}
    for table in listed:
        names = [name for name, _ in table.columns]
        for position, name in enumerate(names):
            if f"{name}{LABEL}" not in names or name == "note":
                continue
            label = names.index(f"{name}{LABEL}")
            codes |= dict.fromkeys((table.id, name, str(row[position]), str(row[label])) for row in table.rows)
    of_plan = SurveyTables(labels).cost_tables(plan)
    description = SurveyTables(labels).description({table.id for table in of_plan})
    return described([*listed, *of_plan], replace(description, codes=[*codes, *description.codes]))


def _for_people(table: Table) -> Table:
    """Return a table without blank columns and the ids that have words beside them; a body's id is its last column."""
    names = [name for name, _ in table.columns]
    filled = [place for place, _ in enumerate(names) if any(row[place] is not None for row in table.rows)]
    kept = [place for place in filled if f"{names[place]}{LABEL}" not in names and names[place] != ID]
    kept += [place for place, name in enumerate(names) if name == ID]
    columns = [table.columns[place] for place in kept]
    return Table(table.id, table.title, columns, [[row[place] for place in kept] for row in table.rows])
