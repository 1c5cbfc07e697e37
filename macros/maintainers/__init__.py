"""Macros of the pages for maintainers: made from the code, the command and the decision records themselves.

Unlike the others they have words of their own: these pages are in one language. Each returns Markdown.
"""

from collections.abc import Callable
from typing import Any

from dcb_guide.core.languages import LanguageCode
from dcb_guide.guide.wording import Wording
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
#: Made with the guide's data or words: they take these first, in the page's language.
OF_THE_GUIDE: dict[str, Callable[..., str]] = {
    "import_picture": architecture.picture,
    "model_table": model_tables.table,
    "model_count": model_tables.count,
}


def define(env: Any, renderer: Renderer, language_of: Callable[[Any], LanguageCode]) -> None:
    """Offer the macros to the pages; called by :func:`macros.define_env`."""

    def with_words(make: Callable[..., str]) -> Callable[..., str]:
        return lambda **arguments: make(Wording(renderer.guide, language_of(env.page)), **arguments)

    for name, make in OF_THE_TREE.items():
        env.macro(make, name)
    for name, make in OF_THE_GUIDE.items():
        env.macro(with_words(make), name)
