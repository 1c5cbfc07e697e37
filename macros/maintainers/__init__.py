"""Macros of the pages for maintainers: made from the code, the command and the decision records themselves.

English only. Each takes the renderer of the guide and returns Markdown.
"""

from collections.abc import Callable
from typing import Any

from macros.maintainers import architecture, commands, library, model_tables, records
from macros.render import Renderer

MACROS: dict[str, Callable[..., str]] = {
    "import_picture": architecture.picture,
    "rooms": architecture.rooms,
    "scripts": architecture.scripts,
    "model_table": model_tables.table,
    "model_count": model_tables.count,
    "command": commands.command,
    "command_list": commands.command_list,
    "library_reference": library.reference,
    "decision_records": records.index,
}


def define(env: Any, renderer: Renderer) -> None:
    """Offer the macros to the pages; called by :func:`macros.define_env`."""

    def macro_of(make: Callable[..., str]) -> Callable[..., str]:
        return lambda **arguments: make(renderer, **arguments)

    for name, make in MACROS.items():
        env.macro(macro_of(make), name)
