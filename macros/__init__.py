"""Macros for a site builder: each file of ``templates/`` is one, rendered from the guide in the page's language.

They decide nothing and have no text of their own: texts come from ``guide_data/``, results from the engine.
Of the builder they need the page's path, whose first folder names the language, and nothing else.
"""

from collections.abc import Callable
from typing import Any

from dcb_guide.core.languages import LanguageCode
from macros import maintainers
from macros.shared_renderer import TEMPLATES, current
from site_build import shipped
from site_build.language_pages import language_of_source
from site_build.page_links import mark_links

__all__ = ["TEMPLATES", "define_env", "language_of"]


class _Macros:
    """Offers macros to a builder; what they return depends on the page's language and their arguments alone."""

    def __init__(self, env: Any) -> None:
        self._env = env
        self._texts = current().texts

    def macro(self, make: Callable[..., str], name: str) -> None:
        """Offer a macro that is the same in every language."""
        self.macro_by_language(lambda _language, *listed, **named: make(*listed, **named), name)

    def macro_by_language(self, make: Callable[..., str], name: str) -> None:
        """Offer a macro that takes the page's language first."""

        def macro(*listed: Any, **named: Any) -> str:
            language = language_of(self._env.page)
            arguments: dict[str, Any] = {**{str(place): one for place, one in enumerate(listed)}, **named}
            return self._texts.get(name, language, arguments, lambda: make(language, *listed, **named))

        self._env.macro(macro, name)


def define_env(env: Any) -> None:
    """Offer every template as a macro of its file's name; a builder's macros plugin calls this."""
    renderer = current().renderer
    macros = _Macros(env)

    def rendered(template: str) -> Callable[..., str]:
        return lambda language, **arguments: mark_links(renderer.render(template, language, **arguments))

    for path in sorted(TEMPLATES.glob("[!_]*.*")):
        macros.macro_by_language(rendered(path.name), path.name.partition(".")[0])
    macros.macro_by_language(
        lambda language: mark_links(
            renderer.render(
                "_licences.md", language, own=shipped.own(), packages=shipped.shipped(), files=shipped.ONE_FILE
            )
        ),
        "licences",
    )
    maintainers.define(macros, renderer)


def language_of(page: Any) -> LanguageCode:
    """Return the language a page is written in, from the path of its source as MkDocs or as Zensical gives it."""
    return language_of_source(page.file.src_uri if hasattr(page, "file") else page.path)
