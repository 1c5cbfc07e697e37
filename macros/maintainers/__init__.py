"""Macros of the pages for maintainers: made from the code, the command and the decision records themselves.

English only. Each returns Markdown.
"""

from collections.abc import Callable
from functools import partial
from typing import Any

from macros.maintainers import architecture, commands, library, model_tables, records
from macros.render import Renderer

#: Made from the tree alone.
OF_THE_TREE: dict[str, Callable[..., str]] = {
    "rooms": architecture.rooms,
    "scripts": architecture.scripts,
    "command": commands.command,
    "command_list": commands.command_list,
    "library_reference": library.reference,
    "decision_records": records.index,
}
#: Made with the guide's data or its words: they take its renderer first.
OF_THE_GUIDE: dict[str, Callable[..., str]] = {
    "import_picture": architecture.picture,
    "model_table": model_tables.table,
    "model_count": model_tables.count,
}


def define(env: Any, renderer: Renderer) -> None:
    """Offer the macros to the pages; called by :func:`macros.define_env`."""
    for name, make in OF_THE_TREE.items():
        env.macro(make, name)
    for name, make in OF_THE_GUIDE.items():
        env.macro(partial(make, renderer), name)
