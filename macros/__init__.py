"""Macros for a site builder: each file of ``templates/`` is one, rendered from the guide in the page's language.

They decide nothing and have no text of their own: texts come from ``guide_data/``, results from the engine.
Of the builder they need the page's path, whose first folder names the language, and nothing else.
"""

from typing import Any

from dcb_guide.core.languages import LanguageCode, language_of_path
from macros import maintainers
from macros.shared_renderer import TEMPLATES, current
from site_build.links import mark_links

__all__ = ["TEMPLATES", "define_env", "language_of"]


def define_env(env: Any) -> None:
    """Offer every template as a macro of its file's name; a builder's macros plugin calls this."""
    _, renderer = current()

    def macro_of(template: str) -> Any:
        def macro(**arguments: Any) -> str:
            return mark_links(renderer.render(template, language_of(env.page), **arguments))

        return macro

    for path in sorted(TEMPLATES.glob("[!_]*.*")):
        env.macro(macro_of(path.name), path.name.partition(".")[0])
    maintainers.define(env, renderer, language_of)


def language_of(page: Any) -> LanguageCode:
    """Return a page's language from the path of its source, as MkDocs or as Zensical gives it."""
    return language_of_path(page.file.src_uri if hasattr(page, "file") else page.path)
