"""Macros of the pages for maintainers: made from the code, the command and the decision records themselves.

Unlike the others they have words of their own: these pages are in one language. Each returns Markdown.
"""

from collections.abc import Callable
from typing import Any

from dcb_guide.guide.wording import Wording
from macros.maintainers import architecture, commands, library_reference, model_tables, records
from macros.render import Renderer

#: Made from the tree alone.
OF_THE_TREE: dict[str, Callable[..., str]] = {
    "rooms": architecture.rooms,
    "scripts": architecture.scripts,
    "command": commands.command,
    "command_list": commands.command_list,
    "other_commands": commands.other_commands,
    "library_reference": library_reference.reference,
    "decision_records": records.index,
}
#: Made with the guide's data or words: they take these first, in the page's language.
OF_THE_GUIDE: dict[str, Callable[..., str]] = {
    "import_picture": architecture.picture,
    "model_table": model_tables.table,
    "model_count": model_tables.count,
}


def define(macros: Any, renderer: Renderer) -> None:
    """Offer the macros to the pages; called by :func:`macros.define_env`, whose ``macros`` takes them."""

    def with_words(make: Callable[..., str]) -> Callable[..., str]:
        return lambda language, **arguments: make(Wording(renderer.guide, language), **arguments)

    for name, make in OF_THE_TREE.items():
        macros.macro(make, name)
    for name, make in OF_THE_GUIDE.items():
        macros.macro_by_language(with_words(make), name)
