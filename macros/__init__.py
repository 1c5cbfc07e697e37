"""Macros for MkDocs: each file of ``templates/`` is one, rendered from the guide in the page's language.

They decide nothing and have no text of their own: texts come from ``guide_data/``, results from the engine.
Of MkDocs they need the page's path, whose first folder names the language, and nothing else.
"""

from pathlib import Path, PurePosixPath
from typing import Any

from dcb_guide.guide.decision_types import Language
from macros import maintainers
from macros.render import ModelData, Renderer

TEMPLATES = Path(__file__).parent / "templates"


def define_env(env: Any) -> None:
    """Offer every template as a macro of its file's name; called by the macros plugin."""
    extra = env.conf["extra"]
    if "renderer" not in extra:
        read = extra if "guide" in extra else _loaded()
        own = (read["published_vision"], read["loaded_vision"].chapters) if "published_vision" in read else None
        extra["renderer"] = Renderer(read["guide"], read["model"].content, TEMPLATES, own)
    renderer: Renderer = extra["renderer"]

    def macro_of(template: str) -> Any:
        def macro(**arguments: Any) -> str:
            return renderer.render(template, language_of(env.page), **arguments)

        return macro

    for path in sorted(TEMPLATES.glob("[!_]*.*")):
        env.macro(macro_of(path.name), path.name.partition(".")[0])
    maintainers.define(env, renderer)


def language_of(page: Any) -> Language:
    """Return a page's language: the first folder of its path, as MkDocs or as Zensical gives it."""
    path = page.file.src_uri if hasattr(page, "file") else page.path
    return "en" if PurePosixPath(path).parts[0] == "en" else "ja"


def _loaded() -> dict[str, Any]:
    """Return the guide where no build hook has read it (a builder other than MkDocs)."""
    from dcb_guide.guide.read_guide import load
    from dcb_guide.proof.model_json import model_json

    guide = load()
    return {"guide": guide, "model": ModelData(model_json(guide))}
